import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gather } from '#plugin/isolated/code.ts';
import { TimeoutError } from '#plugin/within.ts';
import { tempDir } from '../support/temp.ts';

/** The path of the first of these files. */
async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await tempDir();
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return join(dir, Object.keys(files)[0] ?? '');
}

it('gathers a file and what it imports, without types', async () => {
  const main = await written({ 'main.ts': "import { a } from './a.mjs';\nexport const b: number = a;", 'a.mjs': 'export const a = 1;' });
  const { modules } = JSON.parse((await gather(20_000, main)).toString()) as { modules: Record<string, { source: string }> };
  expect(Object.entries(modules).map(([url, { source }]) => [url.split('/').at(-1), source.replaceAll(/ +/g, ' ')])).toEqual([
    ['main.ts', "import { a } from './a.mjs';\nexport const b = a;"], ['a.mjs', 'export const a = 1;'],
  ]);
});

it.each([
  ['a.cjs', "import './a.cjs';", 'module.exports = 1;', 'commonjs'],
  ['a.json', "import './a.json' with { type: 'json' };", '{}', 'json'],
])('refuses by its name what a process could not take for what it is: %s', async (name, text, other, format) => {
  await expect(gather(20_000, await written({ 'main.mjs': text, [name]: other }))).rejects.toThrow(new RegExp(`/${name} is ${format}, and a plugin's process takes ES modules only: import one`));
});

it('says that it took too long', async () => {
  await expect(gather(1_000, await written({ 'main.mjs': 'setInterval(() => {}, 1_000); await new Promise(() => {});' }))).rejects.toThrow(TimeoutError);
});
