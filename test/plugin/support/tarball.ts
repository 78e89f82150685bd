import { gzipSync } from 'node:zlib';

/** One entry, as tar has it. `type`: `0` is a file. */
export interface Entry {
  readonly path: string;
  readonly text?: string | Buffer;
  readonly type?: string;
}

const BLOCK = 512;

/** Any .tgz, also one that nobody would make in earnest. */
export function tarball(entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(entryOf), Buffer.alloc(2 * BLOCK)]));
}

function entryOf({ path, text = '', type = '0' }: Entry): readonly Buffer[] {
  const body = Buffer.from(text);
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
}

/** A record of a pax header. */
export function pax(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return `${length}${rest}`;
}

/** What `npm pack` would make of these files. */
export function packed(files: Readonly<Record<string, string>>, about: Readonly<Record<string, unknown>> = {}): Buffer {
  const json = JSON.stringify({ name: 'parlor-plugin-marker', version: '1.0.0', type: 'module', exports: './index.js', ...about });
  return tarball(Object.entries({ 'package.json': json, ...files }).map(([path, text]) => ({ path: `package/${path}`, text })));
}

const title = "{ en: 'Marker', 'zh-CN': '标记' }";

/** A package that marks every message with its version. */
export const marking = (version: string, permissions: readonly string[] = ['messages.filter'], more = ''): Buffer => packed({
  'index.js': `import { definePlugin, z } from 'parlor/plugin';
    export default definePlugin({ id: 'outside', version: '${version}', title: ${title}, description: ${title}, permissions: ${JSON.stringify(permissions)}, config: z.object({}),
      filters: { 'message.posting': { run: (_ctx, message) => ({ ...message, body: { text: message.body.text + ' ${version}' } }) } }, ${more} });`,
}, { version });
