import { describe, expect, test } from 'vitest';
import { append, newUlid, post, projection, row, start, type Draft } from './support/entries.ts';
import { engines, openAt, useStore } from './support/engines.ts';

const fenced = { failed: 'fenced' };
const written = { ticket: null };

describe.each(engines)('the fence on %s', (engine) => {
  const at = useStore(engine);

  test('a zombie writes nothing after another node took over', async () => {
    const { store, place } = at;
    const successor = await openAt(place);
    try {
      const { id, publicId } = await start(store);
      expect(await successor.actors.claim(`conversation:${publicId}`, 'conversation', 'node-b', 1)).toEqual({ id, epoch: 2 });
      expect(await post(store.journal, id, 1, 2)).toEqual(fenced);
      expect(await store.events.range(id, 0, 10)).toHaveLength(1);
      expect(await post(successor.journal, id, 2, 2)).toEqual(written);
      expect(await post(store.journal, id, 1, 3)).toEqual(fenced);
      expect(await successor.conversations.byId(id)).toMatchObject({ lastSeq: 2 });
    } finally {
      await successor.close();
    }
  });

  test.each<Partial<Draft>>([
    { receipts: [{ participant: 'v', deliveredSeq: 1, readSeq: 1 }] },
    { bodies: [{ seq: 1, body: 'forged' }] },
    { snapshot: { seq: 1, version: 1, state: '{}' } },
    { dispatchedSeq: 1 },
    { preview: { text: 'forged', by: 'agent', kind: 'text', from: 'a_1' } },
    { projection: projection(1, { status: 'active' }) },
  ])('a zombie may not write %j either', async (draft) => {
    const { store } = at;
    const { id, publicId } = await start(store);
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-b', 1);
    expect(await append(store.journal, { conversation: id, epoch: 1, ...draft })).toEqual(fenced);
    expect(await store.receipts.of(id)).toEqual([]);
    expect((await store.recovery.of(id))?.snapshot).toBeUndefined();
    expect((await store.events.range(id, 0, 10))[0]?.body).toBe('{"text":"message 1"}');
    expect(await store.conversations.byId(id)).toMatchObject({ dispatchedSeq: 0, status: 'queued', preview: 'message 1' });
  });

  test('a gap or a step back in the log is fenced, also under the right epoch', async () => {
    const { store } = at;
    const [gap, back] = await Promise.all([start(store), start(store)]);
    expect(await post(store.journal, gap.id, 1, 3)).toEqual(fenced);
    expect(await post(store.journal, back.id, 1, 1)).toEqual(fenced);
    expect(await store.events.range(gap.id, 0, 10)).toHaveLength(1);
    expect(await store.conversations.byId(gap.id)).toMatchObject({ lastSeq: 1 });
  });

  test('what an activation granted is written while it is the latest of its actor, alone and in a batch that is written carefully', async () => {
    const { store } = at;
    const desk = `desk:${newUlid()}`;
    const claimed = await store.actors.claim(desk, 'desk', 'node-a', undefined);
    const grant = { actor: claimed!.id, epoch: claimed!.epoch };
    const granted = async (conversation: number, seq: number, more: Partial<Draft> = {}) =>
      append(store.journal, { conversation, epoch: 1, rows: [row(seq)], projection: projection(seq, { status: 'active', ...more.projection }), grant });
    const [before, after, plain] = await Promise.all([start(store), start(store), start(store)]);
    expect(await granted(before.id, 2)).toEqual(written);
    await store.actors.claim(desk, 'desk', 'node-b', grant.epoch);
    expect(await Promise.all([granted(after.id, 2), post(store.journal, plain.id, 1, 2)])).toEqual([fenced, written]);
    expect(await store.conversations.byId(after.id)).toMatchObject({ lastSeq: 1, status: 'queued' });
    const openKey = newUlid();
    const [guilty, late, good] = await Promise.all([start(store), start(store, { openKey }), start(store)]);
    const twice = append(store.journal, { conversation: guilty.id, epoch: 1, rows: [row(2)], projection: projection(2, { openKey }) });
    expect(await Promise.all([twice, granted(late.id, 2), post(store.journal, good.id, 1, 2)])).toEqual([{ failed: 'open-exists' }, fenced, written]);
  });

  test('others in the batch of a fenced entry are written', async () => {
    const { store } = at;
    const [good, bad] = await Promise.all([start(store), start(store)]);
    const results = await Promise.all([post(store.journal, bad.id, 1, 9), post(store.journal, good.id, 1, 2)]);
    expect(results).toEqual([fenced, written]);
    expect(await store.events.range(good.id, 0, 10)).toHaveLength(2);
  });

  test('everything built on a failed entry fails, until a new epoch', async () => {
    const { store } = at;
    const { id, publicId } = await start(store);
    const openKey = newUlid();
    await Promise.all([post(store.journal, id, 1, 2), start(store, { openKey })]);
    const results = await Promise.all([
      post(store.journal, id, 1, 3),
      append(store.journal, { conversation: id, epoch: 1, rows: [row(4)], projection: projection(4, { openKey }) }),
      post(store.journal, id, 1, 5),
      append(store.journal, { conversation: id, epoch: 1, snapshot: { seq: 5, version: 1, state: 'of what never happened' } }),
    ]);
    expect(results).toEqual([written, { failed: 'open-exists' }, fenced, fenced]);
    expect(await post(store.journal, id, 1, 4), 'a position that would fit the log').toEqual(fenced);
    expect((await store.recovery.of(id))?.snapshot).toBeUndefined();
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 1);
    expect(await post(store.journal, id, 2, 4)).toEqual(written);
    expect((await store.events.range(id, 0, 10)).map((event) => event.seq)).toEqual([1, 2, 3, 4]);
  });

  test('two epochs of one conversation never share a batch', async () => {
    const { store } = at;
    const { id, publicId } = await start(store);
    await store.actors.claim(`conversation:${publicId}`, 'conversation', 'node-a', 1);
    const results = await Promise.all([post(store.journal, id, 1, 2), post(store.journal, id, 2, 2), post(store.journal, id, 2, 3)]);
    expect(results).toEqual([fenced, written, written]);
  });
});
