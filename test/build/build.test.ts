import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildClients } from '../../clients/build-clients.ts';
import { replaceFolder } from '../../clients/build-output.ts';
import { tempDir } from '../support/temp.ts';

/** A repository with one small client. */
async function house(): Promise<string> {
  const root = await tempDir();
  await mkdir(join(root, 'clients/shop'), { recursive: true });
  await writeFile(join(root, 'clients/shop/vite.config.ts'), `export default { base: '/shop/' };`);
  await writeFile(join(root, 'clients/shop/index.html'), '<!doctype html><script type="module" src="./main.ts"></script>');
  await writeFile(join(root, 'clients/shop/main.ts'), 'const words: string = "good day"; document.title = words;');
  return root;
}

async function run(root: string, onlyStale = true): Promise<{ ok: boolean; output: string }> {
  let output = '';
  const ok = await buildClients({ root, onlyStale, write: (text) => (output += text) });
  return { ok, output };
}

const builtScript = async (root: string): Promise<string> => {
  const assets = join(root, 'clients/shop/dist/assets');
  const [script = ''] = await readdir(assets);
  return readFile(join(assets, script), 'utf8');
};

test('builds a stale client once, and says nothing when it is fresh', async () => {
  const root = await house();
  const first = await run(root);
  expect(first).toMatchObject({ ok: true, output: expect.stringMatching(/^Building the shop… \d+\.\d s {2}\(.+ gzip\)\n$/) });
  expect(await builtScript(root)).toContain('good day');
  expect(await run(root)).toEqual({ ok: true, output: '' });
  expect((await run(root, false)).output).toContain('Building the shop');
});

test('builds again after a change', async () => {
  const root = await house();
  await run(root);
  await writeFile(join(root, 'clients/shop/main.ts'), 'document.title = "good evening";');
  await run(root);
  expect(await builtScript(root)).toContain('good evening');
});

test('a broken build names file and line, and leaves the last good one and no half of its own', async () => {
  const root = await house();
  await run(root);
  await writeFile(join(root, 'clients/shop/main.ts'), 'const = 3;');
  const { ok, output } = await run(root);
  expect(ok).toBe(false);
  expect(output).toMatch(/main\.ts:1:\d+/);
  expect(await builtScript(root)).toContain('good day');
  expect((await readdir(join(root, 'clients/shop'))).sort()).toEqual(['dist', 'index.html', 'main.ts', 'vite.config.ts']);
});

test('one of several builds of a client failing keeps all of the old dist', async () => {
  const root = await house();
  await run(root);
  await writeFile(join(root, 'clients/shop/second.ts'), 'import "./missing.ts";');
  await writeFile(join(root, 'clients/shop/vite.config.ts'), `
    const second = { build: { rolldownOptions: { input: 'second.ts' } } };
    export default { base: '/shop/' };
    export const builds = [{ base: '/shop/' }, second];`);
  // A module is loaded once a process: the changed configuration needs a folder of its own.
  const copy = await tempDir();
  await cp(root, copy, { recursive: true });
  expect((await run(copy)).ok).toBe(false);
  expect(await builtScript(copy)).toContain('good day');
});

test('of two folders that are put in one place at once, one whole folder stays', async () => {
  const root = await tempDir();
  const place = join(root, 'dist');
  const folders = ['a', 'b', 'c'].map((name) => join(root, name));
  for (const folder of [place, ...folders]) {
    await mkdir(folder);
    await writeFile(join(folder, 'one'), folder);
    await writeFile(join(folder, 'two'), folder);
  }
  await Promise.all(folders.map((folder) => replaceFolder(folder, place)));
  expect(await readFile(join(place, 'one'), 'utf8')).toBe(await readFile(join(place, 'two'), 'utf8'));
  expect(folders.some((folder) => existsSync(`${folder}.old`))).toBe(false);
});
