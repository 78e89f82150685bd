import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrateToLatest, migrations } from '#store/migrations/index.ts';
import type { Store } from '#store/store.ts';
import { append, newUlid, post, start, touch } from './support/entries.ts';
import { collectingLogger, engines, freshPlace, openAt, type EngineName, type Place } from './support/engines.ts';
import { LATER, ofLaterRelease } from './support/later-release.ts';

const warnings = (logger: ReturnType<typeof collectingLogger>): string[] => logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
const told = expect.stringContaining('a later release');

/** A database, and what is open on it until the test ends. */
async function scene(engine: EngineName): Promise<{ place: Place; open: () => Promise<Store & { readonly warnings: () => string[] }> }> {
  const place = await freshPlace(engine);
  const stores = new Set<Store>();
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    await place.remove();
  });
  const open = async () => {
    const logger = collectingLogger();
    const store = await openAt(place, { logger });
    stores.add(store);
    const close = async () => {
      if (stores.delete(store)) await store.close();
    };
    return { ...store, close, warnings: () => warnings(logger) };
  };
  return { place, open };
}

/** Everything that is written all day, and read back. */
async function work(store: Store): Promise<void> {
  const { id, publicId } = await start(store, { openKey: newUlid() }, true);
  expect(await post(store.journal, id, 1, 2)).toEqual({ ticket: null });
  const luggage = { conversation: id, epoch: 1, touch: touch(2), receipts: [{ participant: 'v_1', deliveredSeq: 2, readSeq: 1 }], snapshot: { seq: 2, version: 1, state: '{}' } };
  expect(await append(store.journal, luggage)).toEqual({ ticket: null });
  expect((await store.events.range(id, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(await store.recovery.of(id)).toMatchObject({ row: { publicId, lastSeq: 2 }, snapshot: { seq: 2 }, receipts: [{ participant: 'v_1' }] });
  expect(await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-b', 1)).toMatchObject({ epoch: 2 });
  await store.timers.set({ actorKey: `conversation:${publicId}`, name: 'grace', dueAt: 5, payload: '{}' });
  expect(await store.timers.of(`conversation:${publicId}`)).toMatchObject([{ name: 'grace', dueAt: 5 }]);
  const department = { id: newUlid(), name: 'Support', assignment: 'auto' as const, settings: {}, position: 1, createdAt: 1, archivedAt: null };
  await store.departments.create(department);
  expect(await store.departments.find(department.id)).toMatchObject(department);
  const agent = {
    id: newUlid(), login: newUlid().toLowerCase(), name: 'Mei', passwordHash: 'hash', role: 'agent' as const, capacity: 5, locale: null, theme: null,
    tokenVersion: 1, mustChangePassword: false, createdAt: 1, disabledAt: null,
  };
  await store.agents.create(agent);
  expect(await store.agents.find(agent.id)).toMatchObject(agent);
  await store.departments.addMember(department.id, agent.id);
  const fresh = { id: newUlid(), name: null, email: null, attributes: {}, createdAt: 1, updatedAt: 1 };
  expect(await store.contacts.findOrCreate({ channelAccountId: newUlid(), externalId: 'x' }, fresh)).toMatchObject(fresh);
  await store.settings.set('kept', publicId);
  expect(await store.settings.get('kept')).toBe(publicId);
}

describe.each(engines)('a schema of a later release, on %s', (engine) => {
  test('a node of the release before that runs writes on, and one that starts is told and writes', async () => {
    const { open } = await scene(engine);
    const running = await open();
    await work(running);
    expect(await migrateToLatest(running.db, collectingLogger(), ofLaterRelease())).toEqual([LATER]);
    await work(running);
    expect(running.warnings()).toEqual([]);
    await running.close();
    const started = await open();
    expect(started.warnings()).toEqual([told]);
    await work(started);
    // Its own release finds the schema as it left it.
    const logger = collectingLogger();
    expect(await migrateToLatest(started.db, logger, ofLaterRelease())).toEqual([]);
    expect(warnings(logger)).toEqual([]);
  });

  test('a node that starts while a later release migrates waits for it', async () => {
    const { open } = await scene(engine);
    const running = await open();
    let over = false;
    let starting: Promise<{ readonly over: boolean; readonly warnings: string[] }> | undefined;
    await migrateToLatest(running.db, collectingLogger(), ofLaterRelease(async () => {
      starting = open().then((started) => ({ over, warnings: started.warnings() }));
      await sleep(500);
      over = true;
    }));
    expect(await starting).toEqual({ over: true, warnings: [told] });
  });

  test('an unknown name among ours is an error, and so is one of ours that is missing below a later one', async () => {
    const { place, open } = await scene(engine);
    const { db } = await open();
    const refused = { code: 'store.migration' };
    const last = Object.keys(migrations).at(-1)!;
    // As another line of releases would have done it: in order.
    await sql`update kysely_migration set timestamp = '2098-01-01T00:00:00.000Z' where name = ${last}`.execute(db);
    await sql`insert into kysely_migration (name, timestamp) values ('2026-11-25-lost', '2097-01-01T00:00:00.000Z')`.execute(db);
    await expect(openAt(place)).rejects.toMatchObject(refused);
    await sql`delete from kysely_migration where name = '2026-11-25-lost'`.execute(db);
    await (await open()).settings.set('kept', 'yes');
    await sql`update kysely_migration set name = ${LATER} where name = ${last}`.execute(db);
    await expect(openAt(place)).rejects.toMatchObject(refused);
  });
});
