import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { tempDir } from '../support/temp.ts';
import { append, row, start, touch } from './support/entries.ts';
import { openAt } from './support/engines.ts';

/** Pages of log at which the writer would have to copy all of it by itself, bytes. */
const BY_ITSELF = 8000 * 4096;

test('the log is copied beside the writer: it never becomes so long that the writer must, and nothing is lost', { timeout: 60_000 }, async () => {
  const dataDir = await tempDir();
  const store = await openAt({ url: 'sqlite:', dataDir, remove: () => Promise.resolve() }, { durability: 'relaxed', journal: { lingerMs: 0 } });
  const sizeOf = (name: string): number => statSync(join(dataDir, name)).size;
  const { id } = await start(store);
  const body = 'x'.repeat(50_000);
  // Some 2,700 pages, four times.
  for (const last of [206, 411, 616, 821]) {
    for (let seq = last - 204; seq <= last; seq++) {
      expect(await append(store.journal, { conversation: id, epoch: 1, rows: [row(seq, { body })], touch: touch(seq) })).toEqual({ ticket: null });
    }
    // It begins with the 200th commit since the last time.
    await vi.waitFor(() => expect(sizeOf('parlor.db')).toBeGreaterThan((last - 25) * body.length), { timeout: 20_000 });
    expect(sizeOf('parlor.db-wal'), 'bytes of log').toBeLessThan(BY_ITSELF);
  }
  await store.close();
  const file = new DatabaseSync(join(dataDir, 'parlor.db'));
  expect(file.prepare('select count(*) as n, max(seq) as last from events').get()).toEqual({ n: 821, last: 821 });
  expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  file.close();
});
