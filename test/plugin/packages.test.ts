import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { readInstalled } from '#plugin/packages/installed.ts';
import { readArchive } from '#plugin/packages/package.ts';
import { unpack } from '#plugin/packages/tar.ts';
import { readPackages } from '#plugin/shelf.ts';
import { refusalOf } from './support/nodes.ts';
import { packed, pax, tarball, type Entry } from './support/tarball.ts';

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'parlor-package-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return dir;
}

const reasonOf = async (work: Promise<unknown>): Promise<unknown> => ((await refusalOf(work)) as { readonly meta?: { readonly reason?: unknown } }).meta?.reason;

it('reads what npm packs', async () => {
  const deep = `lib/${'long-'.repeat(25)}name.js`;
  const dir = await folder({
    'package.json': JSON.stringify({ name: '@shop/polite', version: '2.1.0', type: 'module', exports: { '.': { types: './index.d.ts', default: './lib/index.js' } }, dependencies: { parlor: '*' } }),
    'lib/index.js': 'export default 1;', [deep]: 'export default 2;', 'lib/words.json': '{"words":["文"]}', 'README.md': 'words', 'index.d.ts': 'export {};',
  });
  const [{ filename = '' } = {}] = JSON.parse(execFileSync('npm', ['pack', '--json', '--offline', '--ignore-scripts'], { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as { readonly filename?: string }[];
  expect(await readArchive(await readFile(join(dir, filename)))).toEqual({
    name: '@shop/polite', version: '2.1.0',
    code: { main: 'lib/index.js', sources: { 'lib/index.js': 'export default 1;', [deep]: 'export default 2;', 'lib/words.json': '{"words":["文"]}', 'package.json': expect.any(String) } },
  });
});

it('reads long paths from pax headers', async () => {
  const files = await unpack(tarball([{ path: 'PaxHeader', type: 'x', text: pax('path', 'package/a/long/path.js') + pax('mtime', '1.5') }, { path: 'package/a', text: 'x' }, { path: 'package/b', text: 'y' }]));
  expect([...files.keys()]).toEqual(['a/long/path.js', 'b']);
});

it.each<[string, readonly Entry[], RegExp]>([
  ['a path upwards', [{ path: 'package/../../etc/passwd' }], /no path in a package/],
  ['a path upwards in a pax header', [{ path: 'x', type: 'x', text: pax('path', 'package/../x') }, { path: 'package/a' }], /no path in a package/],
  ['an absolute path', [{ path: '/etc/passwd' }], /no path in a package/],
  ['a path of another system', [{ path: 'package\\..\\x' }], /no path in a package/],
  ['a symbolic link', [{ path: 'package/a', type: '2' }], /is a link/],
  ['a hard link', [{ path: 'package/a', type: '1' }], /is a link/],
  ['a device', [{ path: 'package/a', type: '3' }], /is a link, or no file/],
  ['a link in a pax header', [{ path: 'x', type: 'x', text: pax('linkpath', '/etc/passwd') }, { path: 'package/a' }], /has links/],
  ['a size that is another in a pax header', [{ path: 'x', type: 'x', text: pax('size', '9') }, { path: 'package/a' }], /damaged/],
  ['a file twice', [{ path: 'package/a' }, { path: 'package/a' }], /twice/],
  ['too many files', Array.from({ length: 1_001 }, (_, index) => ({ path: `package/${index}` })), /more than 1000 files/],
])('refuses %s', async (_what, entries, reason) => {
  expect(await reasonOf(unpack(tarball(entries)))).toMatch(reason);
});

it.each([
  ['what is no archive', Buffer.from('hello'), /no \.tgz/],
  ['a bomb', gzipSync(Buffer.alloc(64 << 20)), /unpacks to more/],
  ['an archive that breaks off', gzipSync(Buffer.concat([(() => { const whole = Buffer.alloc(512); whole.write('package/a'); whole.write('00000001000\0', 124); whole.write(' '.repeat(8), 148); whole.write('0', 156); whole.write(`${whole.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148); return whole; })()])), /breaks off/],
  ['a damaged header', gzipSync(Buffer.alloc(1_024, 'x')), /damaged/],
])('refuses %s', async (_what, archive, reason) => {
  expect(await reasonOf(unpack(archive))).toMatch(reason);
});

it.each([
  ['no package.json', tarball([{ path: 'package/index.js' }]), /no package\.json/],
  ['a package.json that is none', tarball([{ path: 'package/package.json', text: '{' }]), /no JSON/],
  ['a dependency', packed({ 'index.js': '' }, { dependencies: { 'left-pad': '1' } }), /depends on left-pad/],
  ['a peer', packed({ 'index.js': '' }, { peerDependencies: { parlor: '*', react: '*' } }), /depends on react/],
  ['no main file', packed({ 'other.js': '' }), /"index\.js" is not there/],
  ['exports without itself', packed({ 'index.js': '' }, { exports: { './other': './index.js' } }), /exports nothing/],
  ['CommonJS', packed({ 'index.js': '' }, { type: 'commonjs' }), /no ES module/],
  ['too much of it', packed({ 'index.js': 'x'.repeat(3 << 20) }), /sources are larger/],
])('refuses a package with %s', async (_what, archive, reason) => {
  expect(await reasonOf(readArchive(archive))).toMatch(reason);
});

it('reads a package that npm has installed, without what it brought for itself', async () => {
  const root = await folder({
    'package.json': '{}',
    'node_modules/@shop/polite/package.json': JSON.stringify({ name: '@shop/polite', version: '1.0.0', type: 'module', main: 'index.js' }),
    'node_modules/@shop/polite/index.js': 'export default 1;', 'node_modules/@shop/polite/node_modules/x/index.js': 'export default 2;',
  });
  const { code, name } = await readInstalled(root, '@shop/polite');
  expect([name, Object.keys(code.sources).toSorted()]).toEqual(['@shop/polite', ['index.js', 'package.json']]);
  expect(await reasonOf(readInstalled(root, 'nobody'))).toMatch(/npm install/);
  const errors: unknown[] = [];
  expect((await readPackages(root, ['nobody', '@shop/polite'], (error) => errors.push(error))).map((each) => each.name)).toEqual(['@shop/polite']);
  expect(errors.map(String)).toEqual(['Error: the package nobody cannot be used']);
});
