import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Store } from '#store/store.ts';
import { append, post, row, start, touch } from './support/entries.ts';
import { beside } from '../support/at-once.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { freshPlace, openAt, useStore } from './support/engines.ts';

/** The server's id of the connection that runs a batch now; waits for it. */
async function journalThread(store: Store): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ id: number | string }>`
      select id from information_schema.processlist
      where db = database() and id <> connection_id() and info like '%json_table%'`.execute(store.db);
    const [row] = rows;
    if (row !== undefined) return Number(row.id);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const lockOwner = (id: number) => sql`select id from actors where id = ${id} for update`;

beside('failures of the MySQL journal', () => {
  const at = useStore('mysql');

  test('a connection killed under a commit: unknown, and the journal goes on', async () => {
    const { store } = at;
    const { id, publicId } = await start(store);
    const result = await store.db.transaction().execute(async (trx) => {
      await lockOwner(id).execute(trx);
      const pending = post(store.journal, id, 1, 2);
      const later = post(store.journal, id, 1, 3);
      await sql`kill ${sql.lit(await journalThread(store))}`.execute(store.db);
      return Promise.all([pending, later]);
    });
    expect(result[0]).toEqual({ failed: 'unknown' });
    expect(['unknown', 'fenced']).toContain('failed' in result[1] ? result[1].failed : 'written');
    expect(await post(store.journal, id, 1, 2), 'still the old epoch').toEqual({ failed: 'fenced' });
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 1);
    expect(await post(store.journal, id, 2, 2)).toEqual({ ticket: null });
  });

  test('waiting too long for a lock: once more', { timeout: 30_000 }, async () => {
    const { store } = at;
    const { id } = await start(store);
    const pending = await store.db.transaction().execute(async (trx) => {
      await lockOwner(id).execute(trx);
      const waiting = post(store.journal, id, 1, 2);
      await new Promise((resolve) => setTimeout(resolve, 6000));
      return { waiting };
    });
    expect(await pending.waiting).toEqual({ ticket: null });
  });

  test('a deadlock with somebody else: once more', async () => {
    const { store } = at;
    const [low, high] = await Promise.all([start(store), start(store)]);
    const batch = await store.db.transaction().execute(async (trx) => {
      // Many changed rows: the server gives way to us and undoes the journal.
      await sql`insert into settings (name, value) select concat('weight ', seq), 'x' from seq_1_to_500`.execute(trx);
      await lockOwner(high.id).execute(trx);
      const both = Promise.all([post(store.journal, low.id, 1, 2), post(store.journal, high.id, 1, 2)]);
      await journalThread(store);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await lockOwner(low.id).execute(trx);
      return { both };
    });
    expect(await batch.both).toEqual([{ ticket: null }, { ticket: null }]);
  });

  test('text that does not fit its column fails alone', async () => {
    const { store } = at;
    const [good, bad] = await Promise.all([start(store), start(store)]);
    const preview = { text: 'long', by: 'x'.repeat(17), kind: 'text', from: null };
    const results = await Promise.all([
      append(store.journal, { conversation: bad.id, epoch: 1, rows: [row(2)], touch: touch(2), preview }),
      post(store.journal, good.id, 1, 2),
    ]);
    expect(results).toEqual([{ failed: 'store-failed' }, { ticket: null }]);
  });
});

test.concurrent('a database that answers nothing any more holds up no end', { timeout: 40_000 }, async ({ onTestFinished }) => {
  const place = await freshPlace('mysql');
  onTestFinished(() => place.remove());
  const { proxy, url } = await TcpProxy.before(place.url);
  onTestFinished(() => proxy.close());
  const store = await openAt({ ...place, url });
  await start(store);
  proxy.swallow('up', 'down');
  // The first gives its connection up in the end; the second waits for one that is never made.
  await expect(store.settings.get('any')).rejects.toThrow();
  const stuck = store.settings.get('any').catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  await store.close();
  expect(performance.now() - began).toBeLessThan(2_000);
  await stuck;
});
