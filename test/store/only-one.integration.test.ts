import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { holdAlone } from '#store/sqlite/only-one.ts';
import { tempDir } from '../support/temp.ts';

const module = resolve('src/store/sqlite/only-one.ts');

it('holds a file for one, until it lets go', async () => {
  const path = join(await tempDir(), 'parlor.db');
  const release = await holdAlone(path, 0);
  expect(release).not.toBe(null);
  expect(await holdAlone(path, 0)).toBe(null);
  release?.();
  const again = await holdAlone(path, 0);
  expect(again).not.toBe(null);
  again?.();
});

it('is free when the one who held it was killed', async () => {
  const path = join(await tempDir(), 'parlor.db');
  const child = spawn(process.execPath, ['-e', `import(${JSON.stringify(module)}).then(({ holdAlone }) => holdAlone(${JSON.stringify(path)}, 0)).then(() => { console.log('held'); setInterval(() => {}, 1000); })`], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await holdAlone(path, 0)).toBe(null);
  child.kill('SIGKILL');
  const release = await holdAlone(path);
  expect(release).not.toBe(null);
  release?.();
});
