import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Plugin } from '#plugin/define.ts';
import { testPlugin } from '#plugin/testing.ts';
import { createPackage, createPlugin } from '../../plugins/new.ts';
import { isolated, sourcesOf } from './support/isolated.ts';
import { tempDir } from '../support/temp.ts';

it('begins a plugin that works, and never writes over one', async () => {
  const root = await tempDir();
  const [path = '', test = ''] = await createPlugin(root, 'first-one');
  expect([path, test]).toEqual(['plugins/first-one/index.ts', 'test/plugins/first-one.test.ts']);
  const source = await readFile(join(root, path), 'utf8');
  await expect(createPlugin(root, 'first-one')).rejects.toMatchObject({ code: 'EEXIST' });
  await writeFile(join(root, path), source.replace('#plugin/define.ts', resolve('src/plugin/define.ts')));
  const { default: plugin } = (await import(pathToFileURL(join(root, path)).href)) as { default: Plugin };
  const tested = await testPlugin(plugin, { config: { word: 'hi' } });
  expect([await tested.post('hi'), await tested.post('bye')]).toEqual(['hi!', 'bye']);
  await tested.happens({ type: 'message.posted', body: { text: 'four' } });
  await tested.work();
  expect(await tested.render('page')).toMatchObject([{ fields: [{ label: 'Characters so far', value: '4' }] }, { type: 'buttons' }]);
  await tested.act('page', 'reset');
  expect(tested.data.has('characters')).toBe(false);
});

it('begins a package that runs in a process of its own, and never writes over one', async () => {
  const folder = join(await tempDir(), 'first-one');
  expect(await createPackage(folder, 'first-one')).toEqual(['package.json', 'index.js']);
  await expect(createPackage(folder, 'first-one')).rejects.toMatchObject({ code: 'EEXIST' });
  const tested = await testPlugin(await isolated('index.js', sourcesOf(folder)), { config: { word: 'hi' } });
  expect([await tested.post('hi'), await tested.post('bye')]).toEqual(['hi!', 'bye']);
});

it('says on the command line where the package is and what is next, and nothing beside it', async () => {
  const folder = join(await tempDir(), 'first-one');
  const { stderr, stdout } = await promisify(execFile)(process.execPath, ['plugins/new.ts', 'first-one', '--package', folder]);
  expect([stdout.split('\n')[0], stderr]).toEqual([folder, '']);
});
