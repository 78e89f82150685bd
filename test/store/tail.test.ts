import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, expect, test, vi } from 'vitest';
import * as spine from '#store/migrations/2026-11-24-spine.ts';
import { openSqlite } from '#store/sqlite/open.ts';
import type { Store } from '#store/store.ts';
import { tempDir } from '../support/temp.ts';
import { append, post, row, start, touch } from './support/entries.ts';
import { collectingLogger, openAt, type Place } from './support/engines.ts';

const open: Store[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

async function openIn(dataDir: string): Promise<Store> {
  const place: Place = { url: 'sqlite:', dataDir, remove: () => Promise.resolve() };
  const store = await openAt(place);
  open.push(store);
  return store;
}

/** The file as it is now, past the store: as a power cut would leave it. */
async function copyOf(dataDir: string): Promise<string> {
  const copy = await tempDir();
  for (const name of ['parlor.db', 'parlor.db-wal']) cpSync(join(dataDir, name), join(copy, name));
  return copy;
}

function look(dataDir: string): { log: number; places: number; settled: number } {
  const db = new DatabaseSync(join(dataDir, 'parlor.db'));
  const read = (query: string): number => Number(db.prepare(query).get()?.['n']);
  const found = {
    log: read('select count(*) as n from log'), places: read('select count(*) as n from places'),
    settled: read(`select value as n from sequences where name = 'log.settled'`),
  };
  db.close();
  return found;
}

test('a crash leaves events without a place: the next start finds them, and the head as it was', async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const [one, other] = [await start(store), await start(store)];
  await append(store.journal, { conversation: one.id, epoch: 1, rows: [row(2), row(3, { publicSeq: null })], touch: { ...touch(3), lastPublicSeq: 2, messageCount: 7 }, dispatchedSeq: 2 });
  await post(store.journal, other.id, 1, 2);
  const copy = await copyOf(dataDir);
  const left = look(copy);
  expect(left.places, 'nothing was settled, or the test shows nothing').toBeLessThan(left.log);

  const again = await openIn(copy);
  expect((await again.events.range(one.id, 0, 10)).map(({ seq, publicSeq }) => [seq, publicSeq])).toEqual([[1, 1], [2, 2], [3, null]]);
  expect(await again.conversations.byId(one.id)).toMatchObject({ lastSeq: 3, lastPublicSeq: 2, messageCount: 7, dispatchedSeq: 2, updatedAt: touch(3).updatedAt });
  expect(await again.conversations.byId(other.id)).toMatchObject({ lastSeq: 2, messageCount: 2 });
  expect(await post(again.journal, one.id, 1, 3), 'the fence knows where the log ends').toEqual({ failed: 'fenced' });
  expect(await post(again.journal, other.id, 1, 3)).toEqual({ ticket: null });
});

test('without load everything is settled unasked', async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const { id } = await start(store);
  await post(store.journal, id, 1, 2);
  await vi.waitFor(() => expect(look(dataDir)).toEqual({ log: 2, places: 2, settled: 2 }), { timeout: 5000 });
});

test('what waits is bounded, over many conversations and over time', { timeout: 60_000 }, async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const started = await Promise.all(Array.from({ length: 900 }, () => start(store)));
  const [quiet, ...busy] = started;
  if (quiet === undefined) throw new Error('nothing started');
  await post(store.journal, quiet.id, 1, 2);
  // 12 events each are too few to be settled together, and more than may wait in all.
  for (let seq = 2; seq <= 13; seq++) await Promise.all(busy.map(({ id }) => post(store.journal, id, 1, seq)));
  const { log, places } = look(await copyOf(dataDir));
  expect(log - places).toBeGreaterThan(4000);
  expect(log - places).toBeLessThanOrEqual(8192);
  for (let seq = 14; seq <= 50; seq++) await Promise.all(busy.map(({ id }) => post(store.journal, id, 1, seq)));
  const later = look(await copyOf(dataDir));
  expect(later.log - later.settled, 'a chat that went quiet holds nobody up').toBeLessThan(40_000);
});

test('a batch does not wait until all that somebody reads is in its place', async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const started = await Promise.all(Array.from({ length: 400 }, () => start(store)));
  for (let seq = 2; seq <= 13; seq++) await Promise.all(started.map(({ id }) => post(store.journal, id, 1, seq)));
  const { log, places } = look(await copyOf(dataDir));
  expect(log - places, 'several turns of it').toBeGreaterThan(2000);

  const [first, last] = [started[0], started.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing started');
  const order: string[] = [];
  const read = store.events.range(last.id, 0, 20).then((events) => order.push(`read ${events.length}`));
  await Promise.all([read, post(store.journal, first.id, 1, 14).then(() => order.push('batch'))]);
  expect(order).toEqual(['batch', 'read 13']);
  expect(await store.conversations.byId(first.id)).toMatchObject({ lastSeq: 14 });
});

test('a department that looks at its queue has nothing put in its place', async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const { id, publicId } = await start(store, {}, true);
  await post(store.journal, id, 1, 2);
  expect((await store.conversations.queueOf('D'.repeat(26))).map((waiting) => waiting.publicId)).toEqual([publicId]);
  const { log, places } = look(await copyOf(dataDir));
  expect(places).toBeLessThan(log);
});

test('what another process wrote meanwhile is neither lost nor written over', async () => {
  const dataDir = await tempDir();
  const store = await openIn(dataDir);
  const other = await openIn(dataDir);
  const { id, publicId } = await start(store);
  await post(store.journal, id, 1, 2);
  await other.actors.claim(`conversation:${publicId}`, 'conversation', 'node-b', 1);
  expect(await post(other.journal, id, 2, 2), 'the other one knows where the log ends').toEqual({ failed: 'fenced' });
  await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 2);
  expect(await post(store.journal, id, 3, 3)).toEqual({ ticket: null });
  expect((await store.events.range(id, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('the body of an event that has no place yet can be replaced', async () => {
  const store = await openIn(await tempDir());
  const { id } = await start(store);
  await Promise.all([post(store.journal, id, 1, 2), append(store.journal, { conversation: id, epoch: 1, bodies: [{ seq: 2, body: null }] })]);
  expect((await store.events.range(id, 1, 10)).map(({ body }) => body)).toEqual([null]);
});

test('a log of before is taken over', async () => {
  const dataDir = await tempDir();
  const parts = await openSqlite(join(dataDir, 'parlor.db'), 'full');
  const db = new Kysely<Record<string, never>>({ dialect: parts.dialect });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '2026-11-24-spine': spine }) } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  for (const [conversation, seq] of [[8, 1], [7, 1], [8, 2]] as const) {
    await sql`insert into events (conversation_id, seq, public_seq, client_id, at, head, body) values (${conversation}, ${seq}, ${seq}, null, 5, '{}', ${`body ${seq}`})`.execute(db);
  }
  await parts.close();

  const logger = collectingLogger();
  const store = await openAt({ url: 'sqlite:', dataDir, remove: () => Promise.resolve() }, { logger });
  open.push(store);
  expect((await store.events.range(8, 0, 10)).map(({ seq, body }) => [seq, body])).toEqual([[1, 'body 1'], [2, 'body 2']]);
  expect(look(dataDir)).toEqual({ log: 3, places: 3, settled: 3 });
});
