import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashInputs } from '../../clients/build-stamp.ts';
import { tempDir } from '../support/temp.ts';

async function house(): Promise<string> {
  const root = await tempDir();
  for (const folder of ['clients/widget/frame', 'clients/console', 'clients/ui', 'src/wire', 'src/domain']) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'clients/widget/frame/main.ts'), 'one');
  await writeFile(join(root, 'clients/console/main.ts'), 'one');
  await writeFile(join(root, 'package-lock.json'), '{}');
  return root;
}

test.each(['clients/widget/frame/main.ts', 'clients/ui/tokens.css', 'src/wire/codec.ts', 'src/domain/evolve.ts', 'package-lock.json', 'clients/build.ts'])('a change of %s makes the widget stale', async (file) => {
  const root = await house();
  const before = await hashInputs(root, 'widget');
  await writeFile(join(root, file), 'two');
  expect(await hashInputs(root, 'widget')).not.toBe(before);
});

test.each(['clients/console/main.ts', 'clients/widget/dist/frame.js', 'clients/widget/dist.42/frame.js', 'README.md'])('a change of %s does not', async (file) => {
  const root = await house();
  const before = await hashInputs(root, 'widget');
  await mkdir(join(root, file, '..'), { recursive: true });
  await writeFile(join(root, file), 'two');
  expect(await hashInputs(root, 'widget')).toBe(before);
});

test('moving words from one file to the next, or renaming a file, is a change', async () => {
  const root = await house();
  const before = await hashInputs(root, 'widget');
  await rm(join(root, 'clients/widget/frame/main.ts'));
  await writeFile(join(root, 'clients/widget/frame/other.ts'), 'one');
  expect(await hashInputs(root, 'widget')).not.toBe(before);
});
