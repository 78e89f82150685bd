import { describe, expect, test, vi } from 'vitest';
import type { BatchWriter, Outcome } from '#store/batch.ts';
import { lingerFor } from '#store/journal-limits.ts';
import { GroupJournal } from '#store/journal.ts';
import { append, post, row, start, touch } from './support/entries.ts';
import { collectingLogger, engines, freshPlace, openAt, useStore } from './support/engines.ts';

describe.each(engines)('the bounds of the journal on %s', (engine) => {
  const limits = { maxQueuedRows: 10, maxQueuedBytes: 20_000, maxBatchRows: 4 };
  const at = useStore(engine, { journal: limits });

  test('a full queue says so, takes nothing, and takes again when it has drained', async () => {
    const { store } = at;
    const { id } = await start(store);
    const posts = Array.from({ length: 12 }, (_, i) => post(store.journal, id, 1, i + 2));
    const settled = await Promise.allSettled(posts);
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(10);
    expect(settled.slice(10).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(store.journal.depth).toBe(0);
    expect(await store.events.range(id, 0, 100)).toHaveLength(11);
    expect(await post(store.journal, id, 1, 12)).toEqual({ ticket: null });
  });

  test('bytes count as well as rows', async () => {
    const { store } = at;
    const { id } = await start(store);
    const big = (seq: number) =>
      append(store.journal, { conversation: id, epoch: 1, rows: [row(seq, { body: 'x'.repeat(15_000) })], touch: touch(seq) });
    const settled = await Promise.allSettled([big(2), big(3), big(4)]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  test('a batch never holds more rows than it may', async () => {
    const { store } = at;
    const { id } = await start(store);
    await store.journal.drain();
    const before = store.journal.stats.commits;
    await Promise.all(Array.from({ length: 8 }, (_, i) => post(store.journal, id, 1, i + 2)));
    expect(store.journal.stats.commits - before).toBeGreaterThanOrEqual(2);
  });

  test('closing waits for what was taken and refuses the rest', async () => {
    const place = await freshPlace(engine);
    const store = await openAt(place);
    const { id } = await start(store);
    const last = post(store.journal, id, 1, 2);
    const closing = store.close();
    await expect(post(store.journal, id, 1, 3)).rejects.toThrow('busy');
    expect(await last).toEqual({ ticket: null });
    await closing;
    const again = await openAt(place);
    expect(await again.events.range(id, 0, 10)).toHaveLength(2);
    await again.close();
    await place.remove();
  });
});

test('beyond saturation it refuses instead of letting everybody wait, and takes again at once', async () => {
  const commits: PromiseWithResolvers<readonly Outcome[]>[] = [];
  const writer: BatchWriter = {
    write: () => {
      const commit = Promise.withResolvers<readonly Outcome[]>();
      commits.push(commit);
      return commit.promise;
    },
    writeCarefully: () => Promise.reject(new Error('nothing conflicts here')),
    close: () => Promise.resolve(),
  };
  const journal = new GroupJournal(writer, collectingLogger(), { lingerMs: 0, maxWaitMs: 50 });
  const first = post(journal, 1, 1, 1);
  await vi.waitFor(() => expect(commits).toHaveLength(1));
  expect(journal.waitMs, 'what is being written does not wait').toBe(0);
  const second = post(journal, 2, 1, 1);
  expect(journal.accepts).toBe(true);
  await vi.waitFor(() => expect(journal.accepts).toBe(false));
  await expect(post(journal, 3, 1, 1)).rejects.toThrow('busy');
  commits[0]?.resolve([null]);
  await first;
  await vi.waitFor(() => expect(commits).toHaveLength(2));
  expect(journal.accepts).toBe(true);
  commits[1]?.resolve([null]);
  await second;
});

test('the faster the disk, the more rows share a commit: waiting and writing take no longer together', () => {
  expect([0.2, 1, 2, 10].map((commitMs) => lingerFor(commitMs))).toEqual([expect.closeTo(6), expect.closeTo(4.4), expect.closeTo(2.4), 2]);
  expect(lingerFor(10, 8)).toBe(8);
});
