import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { append, newUlid, post, projection, row, start, touch } from './support/entries.ts';
import { engines, freshPlace, openAt, useStore } from './support/engines.ts';

describe.each(engines)('what an entry carries, on %s', (engine) => {
  const at = useStore(engine);

  test('tickets follow the order of append and stand in the projection', async () => {
    const { store } = at;
    const chats = await Promise.all(Array.from({ length: 10 }, () => start(store, {}, true)));
    const tickets = chats.map(({ result }) => ('ticket' in result ? result.ticket : null));
    expect(tickets).toEqual(tickets.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(new Set(tickets).size).toBe(10);
    const rows = await Promise.all(chats.map(({ id }) => store.conversations.byId(id)));
    expect(rows.map((one) => one?.queueTicket)).toEqual(tickets);
  });

  test('a second ticket replaces the first and is later', async () => {
    const { store } = at;
    const first = await start(store, {}, true);
    const second = await append(store.journal, {
      conversation: first.id, epoch: 1, rows: [row(2)], projection: projection(2), issueTicket: true,
    });
    const [a, b] = [first.result, second].map((result) => ('ticket' in result ? (result.ticket ?? 0) : 0));
    expect(b).toBeGreaterThan(a ?? 0);
    expect(await store.conversations.byId(first.id)).toMatchObject({ queueTicket: b });
  });

  test('only who asked for a ticket is told one, and a fenced entry takes none', async () => {
    const { store } = at;
    const { id } = await start(store);
    const results = await Promise.all([
      post(store.journal, id, 1, 2),
      append(store.journal, { conversation: id, epoch: 1, rows: [row(3)], projection: projection(3), issueTicket: true }),
    ]);
    expect(results).toEqual([{ ticket: null }, { ticket: expect.any(Number) }]);
    const bad = await append(store.journal, { conversation: id, epoch: 9, projection: projection(3), issueTicket: true });
    expect(bad).toEqual({ failed: 'fenced' });
    const { rows } = await sql<{ n: number }>`select count(*) as n from tickets where conversation_id = ${id}`.execute(store.db);
    expect(Number(rows[0]?.n)).toBe(1);
  });

  test('receipts and the dispatch position never go back', async () => {
    const { store } = at;
    const { id } = await start(store);
    const receipts = (deliveredSeq: number, readSeq: number) => [{ participant: 'visitor', deliveredSeq, readSeq }];
    await append(store.journal, { conversation: id, epoch: 1, receipts: receipts(5, 3), dispatchedSeq: 1 });
    await Promise.all([
      append(store.journal, { conversation: id, epoch: 1, receipts: receipts(4, 4) }),
      append(store.journal, { conversation: id, epoch: 1, receipts: receipts(2, 2), dispatchedSeq: 0 }),
    ]);
    expect(await store.receipts.of(id)).toEqual([{ participant: 'visitor', deliveredSeq: 5, readSeq: 4 }]);
    expect(await store.conversations.byId(id)).toMatchObject({ dispatchedSeq: 1 });
  });

  test('the dispatch position may ride with a message', async () => {
    const { store } = at;
    const { id } = await start(store);
    const behind = async () => (await store.conversations.undispatchedUnder({ boots: ['node-a'], nobody: true }, 1, id - 1)).filter((one) => one.id === id);
    await append(store.journal, { conversation: id, epoch: 1, rows: [row(2)], touch: touch(2), dispatchedSeq: 1 });
    expect(await behind()).toEqual([{ id, publicId: expect.any(String) }]);
    await append(store.journal, { conversation: id, epoch: 1, dispatchedSeq: 2 });
    expect(await behind()).toEqual([]);
    await post(store.journal, id, 1, 3);
    expect(await store.conversations.byId(id)).toMatchObject({ lastSeq: 3, dispatchedSeq: 2 });
  });

  test('a recall removes the text in the transaction of its event', async () => {
    const { store } = at;
    const { id } = await start(store);
    await post(store.journal, id, 1, 2);
    await append(store.journal, { conversation: id, epoch: 1, rows: [row(3, { body: null })], touch: touch(3), bodies: [{ seq: 2, body: null }] });
    const events = await store.events.range(id, 1, 10);
    expect(events.map(({ seq, body }) => [seq, body])).toEqual([[2, null], [3, null]]);
    expect(events[0]?.head).toBe(row(2).head);
  });

  test('a snapshot is replaced by a later one only', async () => {
    const { store } = at;
    const { id } = await start(store);
    const write = (seq: number, state: string) =>
      append(store.journal, { conversation: id, epoch: 1, snapshot: { seq, version: 1, state } });
    await write(5, 'five');
    await write(3, 'three');
    expect((await store.recovery.of(id))?.snapshot).toEqual({ seq: 5, version: 1, state: 'five' });
    await write(7, 'seven');
    expect((await store.recovery.of(id))?.snapshot).toMatchObject({ seq: 7, state: 'seven' });
  });

  test('any text comes back as it was', async () => {
    const { store } = at;
    const { id } = await start(store);
    const text = `你好 😀 'single' "double" \\ back\\slash %_ ; -- /* */ \u0001 \t\n end`;
    const head = JSON.stringify({ text });
    await append(store.journal, { conversation: id, epoch: 1, rows: [row(2, { head, body: text, clientId: `a'b"c\\d` })], touch: touch(2) });
    expect(await store.events.byClientId(id, `a'b"c\\d`)).toMatchObject({ head, body: text });
  });

  test('a preview comes with a message, later or with the state, and the latest of a batch stays', async () => {
    const { store } = at;
    const { id } = await start(store);
    const shown = async () => (await store.conversations.byId(id))?.preview;
    const write = (text: string) => append(store.journal, { conversation: id, epoch: 1, preview: { text, by: 'visitor', kind: 'text', from: null } });
    const state = (seq: number, preview: string) =>
      append(store.journal, { conversation: id, epoch: 1, rows: [row(seq)], projection: projection(seq, { preview }) });
    await post(store.journal, id, 1, 2);
    expect(await shown(), 'a plain message leaves it').toBe('message 1');
    await Promise.all([write('two'), state(3, 'three')]);
    expect(await shown()).toBe('three');
    await Promise.all([state(4, 'four'), write('five'), post(store.journal, id, 1, 5)]);
    expect(await shown()).toBe('five');
  });

  test('a preview is cut to its column, and never inside a character', async () => {
    const { store } = at;
    const { id } = await start(store);
    const text = `${'x'.repeat(159)}😀 and more`;
    await append(store.journal, { conversation: id, epoch: 1, preview: { text, by: 'visitor', kind: 'text', from: null } });
    expect((await store.conversations.byId(id))?.preview).toBe(`${'x'.repeat(159)}\ufffd`);
  });

  test('text outlives a database whose own character set cannot hold it', async () => {
    const place = await freshPlace(engine);
    const admin = await openAt(await freshPlace(engine));
    if (engine === 'mysql') {
      const name = new URL(place.url).pathname.slice(1);
      await sql.raw(`alter database ${name} character set latin1`).execute(admin.db);
    }
    await admin.close();
    const store = await openAt(place);
    const { id } = await start(store, { preview: '你好', openKey: newUlid() });
    await append(store.journal, { conversation: id, epoch: 1, rows: [row(2, { body: '再见 😀' })], touch: touch(2), preview: { text: '再见', by: 'visitor', kind: 'text', from: null } });
    expect((await store.events.range(id, 1, 1))[0]?.body).toBe('再见 😀');
    expect(await store.conversations.byId(id)).toMatchObject({ preview: '再见' });
    await store.close();
    await place.remove();
  });
});
