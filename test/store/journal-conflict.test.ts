import { describe, expect, test } from 'vitest';
import { append, creation, newUlid, post, projection, row, start, touch } from './support/entries.ts';
import { engines, openAt, useStore } from './support/engines.ts';

const written = { ticket: null };

describe.each(engines)('unique keys in the journal on %s', (engine) => {
  const at = useStore(engine);

  test('an open key that is taken fails its conversation only', async () => {
    const { store } = at;
    const openKey = newUlid();
    await start(store, { openKey });
    const chats = await Promise.all(Array.from({ length: 5 }, () => start(store)));
    const [guilty, ...others] = chats;
    const results = await Promise.all([
      ...others.map(({ id }) => post(store.journal, id, 1, 2)),
      append(store.journal, { conversation: guilty?.id ?? 0, epoch: 1, rows: [row(2)], projection: projection(2, { openKey }) }),
      ...others.map(({ id }) => post(store.journal, id, 1, 3)),
    ]);
    expect(results).toEqual([...others.map(() => written), { failed: 'open-exists' }, ...others.map(() => written)]);
    for (const { id } of others) expect(await store.events.range(id, 0, 10)).toHaveLength(3);
    expect(await store.events.range(guilty?.id ?? 0, 0, 10)).toHaveLength(1);
    expect(await store.conversations.byId(guilty?.id ?? 0)).toMatchObject({ lastSeq: 1, openKey: null, preview: 'message 1' });
  });

  test('the rows of one entry are all written or none', async () => {
    const { store } = at;
    const { id } = await start(store);
    const rows = [row(2, { clientId: 'fresh' }), row(3, { at: null as never })];
    expect(await append(store.journal, { conversation: id, epoch: 1, rows, touch: touch(3) })).toEqual({ failed: 'store-failed' });
    expect(await store.events.byClientId(id, 'fresh')).toBeUndefined();
    expect(await store.conversations.byId(id)).toMatchObject({ lastSeq: 1 });
  });

  test('of two nodes that open the same chat at once one wins, whole', async () => {
    const { store, place } = at;
    const other = await openAt(place);
    try {
      const openKey = newUlid();
      const results = await Promise.all([start(store, { openKey }), start(other, { openKey }), start(store, { openKey })]);
      const outcomes = results.map(({ result }) => ('failed' in result ? result.failed : 'written'));
      expect(outcomes.toSorted()).toEqual(['open-exists', 'open-exists', 'written']);
      const winner = results[outcomes.indexOf('written')];
      expect(await store.conversations.byOpenKey(openKey)).toMatchObject({ id: winner?.id, lastSeq: 1 });
      for (const loser of results.filter((result) => result !== winner)) {
        expect(await store.conversations.byId(loser.id)).toBeUndefined();
        expect(await store.actors.find(`conversation:${loser.publicId}`)).toBeUndefined();
        expect(await store.events.range(loser.id, 0, 10)).toEqual([]);
      }
    } finally {
      await other.close();
    }
  });

  test('a reopen meets the open key of a newer chat', async () => {
    const { store } = at;
    const openKey = newUlid();
    const old = await start(store, { status: 'closed', endedAt: 5, openKey: null });
    await start(store, { openKey });
    const reopened = projection(2, { status: 'queued', openKey });
    expect(await append(store.journal, { conversation: old.id, epoch: 1, rows: [row(2)], projection: reopened })).toEqual({ failed: 'open-exists' });
    expect(await store.conversations.byId(old.id)).toMatchObject({ status: 'closed', lastSeq: 1 });
  });

  test('a conversation cannot be created twice', async () => {
    const { store } = at;
    const { id, publicId } = await start(store);
    const again = { conversation: id, epoch: 2, rows: [row(1)], projection: projection(1), creation: creation(publicId) };
    expect(await append(store.journal, again)).toEqual({ failed: 'fenced' });
    expect(await store.actors.find(`conversation:${publicId}`)).toMatchObject({ ownerEpoch: 1 });
  });

  test('a row that the schema refuses fails alone', async () => {
    const { store } = at;
    const [good, bad] = await Promise.all([start(store), start(store)]);
    const broken = { ...touch(2), updatedAt: null as never };
    const results = await Promise.all([
      append(store.journal, { conversation: bad.id, epoch: 1, rows: [row(2)], touch: broken }),
      post(store.journal, good.id, 1, 2),
    ]);
    expect(results).toEqual([{ failed: 'store-failed' }, written]);
    expect(await store.conversations.byId(bad.id)).toMatchObject({ lastSeq: 1 });
  });
});
