import { DatabaseSync } from 'node:sqlite';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { SqliteWriter } from '#store/sqlite/writer.ts';
import { tempDir } from '../support/temp.ts';
import { append, post, row, start, touch } from './support/entries.ts';
import { collectingLogger, useStore } from './support/engines.ts';

describe('failures of the SQLite journal', () => {
  const at = useStore('sqlite');

  test('a full disk: store-failed, nothing half written, and it goes on when there is room', async () => {
    const { store } = at;
    const { id, publicId } = await start(store);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 1)}`.execute(store.db);
    const body = 'x'.repeat(100_000);
    const full = await append(store.journal, { conversation: id, epoch: 1, rows: [row(2, { body })], touch: touch(2) });
    const setting = await store.settings.set('big', body).catch((error: unknown) => error);
    await sql`pragma max_page_count = 1000000`.execute(store.db);
    expect(full).toEqual({ failed: 'store-failed' });
    expect(setting).toMatchObject({ code: 'store.disk' });
    expect(await store.conversations.byId(id)).toMatchObject({ lastSeq: 1 });
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 1);
    expect(await post(store.journal, id, 2, 2)).toEqual({ ticket: null });
  });

  test('another process holds the file for too long: store-failed, and it goes on', { timeout: 30_000 }, async () => {
    const { store, place } = at;
    const { id, publicId } = await start(store);
    const other = new DatabaseSync(join(place.dataDir, 'parlor.db'));
    other.exec('begin immediate');
    const result = await post(store.journal, id, 1, 2);
    other.exec('rollback');
    other.close();
    expect(result).toEqual({ failed: 'store-failed' });
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 1);
    expect(await post(store.journal, id, 2, 2)).toEqual({ ticket: null });
  });

  test('a file that is no database: a typed error', async () => {
    const dataDir = await tempDir();
    await writeFile(join(dataDir, 'parlor.db'), 'not a database '.repeat(100));
    await expect(openStore({ url: 'sqlite:', dataDir, logger: collectingLogger() })).rejects.toMatchObject({ code: 'store.failed' });
    const folder = openStore({ url: `sqlite:${dataDir}`, dataDir, logger: collectingLogger() });
    await expect(folder).rejects.toMatchObject({ code: 'store.disk' });
  });

  test('the thread dies: whoever waits is told, and whoever comes later', async () => {
    const thread = new URL('./support/dying-writer.ts', import.meta.url);
    const writer = new SqliteWriter({ path: ':memory:', synchronous: 'full' }, thread);
    await writer.open();
    const statement = { sql: 'select 1', parameters: [] };
    const waiting = await Promise.allSettled([writer.execute(statement), writer.lease(), writer.request({ kind: 'abandon' })]);
    expect(waiting.map((one) => (one.status === 'rejected' ? one.reason : one))).toEqual(
      waiting.map(() => expect.objectContaining({ code: 'store.failed' })),
    );
    expect(await writer.failed).toMatchObject({ code: 'store.failed' });
    await expect(writer.execute(statement)).rejects.toMatchObject({ code: 'store.failed' });
    await writer.close();
  });

  test('a thread that ends because it was told to has not failed', async () => {
    const thread = new URL('./support/leaving-writer.ts', import.meta.url);
    const writer = new SqliteWriter({ path: ':memory:', synchronous: 'full' }, thread);
    await writer.open();
    await writer.close();
    expect(await Promise.race([writer.failed, Promise.resolve('no failure')])).toBe('no failure');
  });
});
