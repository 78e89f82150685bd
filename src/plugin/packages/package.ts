import { createHash } from 'node:crypto';
import { extname, posix } from 'node:path';
import { z } from 'zod';
import type { Code } from '../isolated/isolate.ts';
import { invalid, unpack } from './tar.ts';

/** Of all sources together, bytes. */
const MAX_SOURCES = 2 << 20;
/** The one package that a plugin need not bring along. */
const HOUSE = 'parlor';
const SOURCES: ReadonlySet<string> = new Set(['.js', '.mjs', '.json']);

const names = z.record(z.string(), z.unknown()).optional();
const packageJson = z.object({
  name: z.string().regex(/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i).max(214),
  version: z.string().max(40),
  type: z.string().optional(),
  main: z.string().optional(),
  exports: z.unknown().optional(),
  dependencies: names, peerDependencies: names, optionalDependencies: names,
});

/** A plugin as somebody else packed it. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  readonly code: Code;
}

/** SHA-256, as checksums of files are written: hex. */
export const checksumOf = (archive: Buffer): string => createHash('sha256').update(archive).digest('hex');

/** What `npm pack` made. Refuses with `package.invalid`, and the reason. */
export const readArchive = async (archive: Buffer): Promise<PluginPackage> => packageOf(await unpack(archive));

/** Files by path. Types, maps and words are left out; what is left is JavaScript and JSON. */
export function packageOf(files: ReadonlyMap<string, Buffer>): PluginPackage {
  const about = packageJson.safeParse(parsed(files.get('package.json')));
  if (!about.success) throw invalid(`its package.json: ${about.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`).join('; ')}`);
  const { dependencies, name, optionalDependencies, peerDependencies, version } = about.data;
  const missing = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }).filter((other) => other !== HOUSE);
  if (missing.length > 0) throw invalid(`it depends on ${missing.slice(0, 5).join(', ')}: bundle everything but ${HOUSE} into its files`);
  const sources = Object.fromEntries([...files].filter(([path]) => SOURCES.has(extname(path))).map(([path, bytes]) => [path, textOf(path, bytes)]));
  if (Object.values(sources).reduce((sum, text) => sum + text.length, 0) > MAX_SOURCES) throw invalid(`its sources are larger than ${MAX_SOURCES} characters`);
  const main = mainOf(about.data);
  if (!Object.hasOwn(sources, main)) throw invalid(`its main file ${JSON.stringify(main.slice(0, 100))} is not there`);
  if (about.data.type !== 'module' && extname(main) !== '.mjs') throw invalid('it is no ES module: its package.json says no "type": "module"');
  return { name, version, code: { main, sources } };
}

function mainOf({ exports, main = 'index.js' }: z.output<typeof packageJson>): string {
  const own = exports === undefined ? main : conditionOf(exports);
  if (own === undefined) throw invalid('its package.json exports nothing as "."');
  return posix.normalize(own);
}

/** What an ES module would import as the package itself. */
function conditionOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  for (const [key, value] of Object.entries(exports)) if (['.', 'default', 'import', 'node'].includes(key)) return conditionOf(value);
  return undefined;
}

function parsed(bytes: Buffer | undefined): unknown {
  if (bytes === undefined) throw invalid('it has no package.json');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid('its package.json is no JSON');
  }
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(`${JSON.stringify(path)} is no UTF-8`);
  }
}
