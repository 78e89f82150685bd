import { describe, expect, test } from 'vitest';
import { append, post, row, start, touch } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('the journal on %s', (engine) => {
  const at = useStore(engine);

  test('keeps the order of one conversation and puts every row into the log once', async () => {
    const { store } = at;
    const { id } = await start(store);
    const results = await Promise.all(Array.from({ length: 50 }, (_, i) => post(store.journal, id, 1, i + 2)));
    expect(results).toEqual(results.map(() => ({ ticket: null })));
    const events = await store.events.range(id, 0, 1000);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 51 }, (_, i) => i + 1));
    expect(events[3]).toEqual(row(4));
  });

  test('answers in the order of append, over all conversations', async () => {
    const { store } = at;
    const chats = await Promise.all([start(store), start(store), start(store)]);
    const answered: string[] = [];
    const expected: string[] = [];
    const waiting: Promise<unknown>[] = [];
    for (let seq = 2; seq < 12; seq++) {
      for (const { id } of chats) {
        expected.push(`${id}:${seq}`);
        waiting.push(post(store.journal, id, 1, seq).then(() => answered.push(`${id}:${seq}`)));
      }
    }
    await Promise.all(waiting);
    expect(answered).toEqual(expected);
  });

  test('commits what arrived together together, and flushes once after the callbacks', async () => {
    const { store } = at;
    const chats = await Promise.all(Array.from({ length: 20 }, () => start(store)));
    await store.journal.drain();
    const before = store.journal.stats.commits;
    const calls: string[] = [];
    store.journal.afterBatch = () => calls.push('flush');
    await Promise.all(chats.map(({ id }) => post(store.journal, id, 1, 2).then(() => calls.push('ack'))));
    await store.journal.drain();
    store.journal.afterBatch = undefined;
    const commits = store.journal.stats.commits - before;
    expect(commits).toBeLessThanOrEqual(2);
    expect(calls.filter((call) => call === 'flush')).toHaveLength(commits);
  });

  test('writes the head and the preview of the last entry of a conversation', async () => {
    const { store } = at;
    const { id } = await start(store);
    await Promise.all([
      post(store.journal, id, 1, 2),
      append(store.journal, { conversation: id, epoch: 1, rows: [row(3), row(4)], touch: touch(4), preview: { text: '你好 😀', by: 'agent', kind: 'image', from: 'a_1' } }),
    ]);
    expect(await store.conversations.byId(id)).toMatchObject({ lastSeq: 4, lastPublicSeq: 4, messageCount: 4, preview: '你好 😀', previewBy: 'agent', previewKind: 'image', previewFrom: 'a_1' });
  });

  test('a callback that throws hurts nobody else', async () => {
    const { store } = at;
    const [one, other] = await Promise.all([start(store), start(store)]);
    const boom = new Promise<void>((resolve) => {
      store.journal.append({
        conversation: one.id, epoch: 1, rows: [row(2)], touch: touch(2), projection: null,
        committed: () => {
          resolve();
          throw new Error('a defect of the caller');
        },
        failed: () => undefined,
      });
    });
    expect(await post(store.journal, other.id, 1, 2)).toEqual({ ticket: null });
    await boom;
    expect(await post(store.journal, one.id, 1, 3)).toEqual({ ticket: null });
  });

  test('refuses an entry that would break the log, before taking it', async () => {
    const { store } = at;
    const { id } = await start(store);
    await expect(append(store.journal, { conversation: id, epoch: 1, rows: [row(2), row(4)], touch: touch(4) })).rejects.toThrow(TypeError);
    await expect(append(store.journal, { conversation: id, epoch: 1, rows: [row(2)], touch: touch(3) })).rejects.toThrow(TypeError);
    await expect(append(store.journal, { conversation: id, epoch: 1, rows: [row(2)] })).rejects.toThrow(TypeError);
    await expect(post(store.journal, id, 1, 2, 'x'.repeat(65))).rejects.toThrow(TypeError);
    expect(await post(store.journal, id, 1, 2)).toEqual({ ticket: null });
  });
});
