import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '#store/open.ts';
import { tempDir } from '../support/temp.ts';
import { collectingLogger } from './support/engines.ts';

const open = (dataDir: string): Promise<unknown> => openStore({ url: 'sqlite:', dataDir, logger: collectingLogger() });

it('names the folder that it cannot make', async () => {
  const file = join(await tempDir(), 'a-file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'below')]) await expect(open(folder)).rejects.toMatchObject({ code: 'store.disk', message: expect.stringContaining(`the folder ${folder} cannot be made`) });
});

it('names the file that it cannot open', async () => {
  const dir = await tempDir();
  await mkdir(join(dir, 'parlor.db'));
  await expect(open(dir)).rejects.toMatchObject({ code: 'store.disk', message: expect.stringContaining(`the database ${join(dir, 'parlor.db')} cannot be opened for writing`) });
});
