import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import { Dispatch, alone, following } from '#plugin/dispatch.ts';
import type { Followers } from '#plugin/dispatch.ts';
import type { ReadLog } from '#plugin/log-pages.ts';
import { Observers } from '#plugin/observers.ts';
import { until, useVirtualTime } from '../support/virtual-time.ts';
import { eventAt } from './support/event-at.ts';

useVirtualTime();

let errors: unknown[];
let observers: Observers;
const failed = (error: unknown): void => void errors.push(error);
const observersWithin = (budgetMs?: number): Observers => new Observers({ ok: () => {}, failed, passedOver: () => {}, heldUp: () => {} }, budgetMs);
beforeEach(() => {
  errors = [];
  observers = observersWithin();
});

const unread: ReadLog = () => Promise.reject(new Error('nobody was to read the log'));
const dispatchTo = (others: readonly Followers[] = [], seq = 0, read = unread): Dispatch => new Dispatch(read, seq, [following(observers, 'c1'), ...others], failed);

/** Hears of events, and is through with each when the test says so. */
function gated() {
  const [told, gates]: [number[], (() => void)[]] = [[], []];
  let open = false;
  const tell = async ({ seq }: ConversationEvent): Promise<void> => {
    told.push(seq);
    if (!open) await new Promise<void>((resolve) => void gates.push(resolve));
  };
  /** So many one after the other. */
  const through = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await until(() => expect(gates).not.toEqual([]), { interval: 1, timeout: 4_000 });
      gates.shift()?.();
    }
  };
  const throughAll = (): void => {
    open = true;
    for (const gate of gates) gate();
  };
  return { told, tell, through, throughAll };
}

it('hands events over in order, one at a time, and knows how far it got', async () => {
  const { tell, through, told } = gated();
  observers.add(['message.posted'], tell);
  const dispatch = dispatchTo([], 4);
  for (const seq of [5, 6, 7]) dispatch.offer(eventAt(seq));
  expect([dispatch.busy, dispatch.dispatchedSeq, told]).toEqual([true, 4, [5]]);
  await through(1);
  await until(() => expect(dispatch.dispatchedSeq).toBe(5));
  await through(2);
  await until(() => expect(dispatch.busy).toBe(false));
  expect([told, dispatch.dispatchedSeq]).toEqual([[5, 6, 7], 7]);
});

it('does not wait where nobody does, and counts an event that failed as handed over', async () => {
  observers.add(['message.posted'], () => Promise.reject(new Error('rejected')));
  const dispatch = dispatchTo();
  dispatch.offer(eventAt(1, 'conversation.closed'));
  expect([dispatch.dispatchedSeq, dispatch.busy]).toEqual([1, false]);
  dispatch.offer(eventAt(2));
  await until(() => expect(dispatch.dispatchedSeq).toBe(2));
  expect(errors).toEqual([new Error('rejected')]);
});

it('loses nothing that is offered in the moment in which one gets through', async () => {
  const told: number[] = [];
  const dispatch: Dispatch = dispatchTo([alone(({ seq }) => {
    told.push(seq);
    const telling = Promise.resolve();
    if (seq < 50) void telling.then(() => offerAfter(seq % 12, seq + 1));
    return telling;
  })]);
  const offerAfter = async (turns: number, seq: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    dispatch.offer(eventAt(seq));
  };
  dispatch.offer(eventAt(1));
  await until(() => expect([told.length, dispatch.busy]).toEqual([50, false]));
  expect(told).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});

it('lets neither the observers nor the way out wait for the other', async () => {
  const [observing, posting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [seen, posted]: [number[], number[]] = [[], []];
  observers.add(['message.posted'], ({ seq }) => (seen.push(seq), seq === 2 ? observing.promise : undefined));
  const dispatch = dispatchTo([alone(({ seq }) => (posted.push(seq), seq === 1 ? posting.promise : undefined))]);
  for (const seq of [1, 2, 3]) dispatch.offer(eventAt(seq));
  expect([seen, posted, dispatch.dispatchedSeq, dispatch.busy]).toEqual([[1, 2], [1], 0, true]);
  posting.resolve();
  await until(() => expect([posted, dispatch.dispatchedSeq]).toEqual([[1, 2, 3], 1]));
  observing.resolve();
  await until(() => expect([seen, dispatch.dispatchedSeq, dispatch.busy]).toEqual([[1, 2, 3], 3, false]));
});

it('lets no plugin wait for another that hangs', async () => {
  const seen: number[] = [];
  observers.add(['message.posted'], () => new Promise(() => {}), { owner: 'hangs' });
  observers.add(['message.posted'], async ({ seq }) => void seen.push(seq), { owner: 'works' });
  const dispatch = dispatchTo();
  for (const seq of [1, 2, 3]) dispatch.offer(eventAt(seq));
  await until(() => expect(seen).toEqual([1, 2, 3]));
  expect([dispatch.dispatchedSeq, dispatch.busy], 'the log is done with only where the slowest is').toEqual([0, true]);
});

it('passes over an observer that hangs for too long: the chat comes to rest', async () => {
  observers = observersWithin(20);
  observers.add(['message.posted'], ({ seq }) => (seq === 1 ? new Promise(() => {}) : undefined));
  const dispatch = dispatchTo();
  for (const seq of [1, 2, 3]) dispatch.offer(eventAt(seq));
  await until(() => expect([dispatch.dispatchedSeq, dispatch.busy]).toEqual([3, false]));
  expect(errors).toEqual([new Error('took longer than 20 ms')]);
});

it('holds up what comes after an event that is tried again', async () => {
  const away = Object.assign(new Error('away'), { code: 'store.unavailable' });
  const seen: number[] = [];
  let tries = 0;
  observers.add(['message.posted'], async ({ seq }) => {
    if (seq === 1 && ++tries < 2) throw away;
    seen.push(seq);
  });
  const dispatch = dispatchTo();
  for (const seq of [1, 2]) dispatch.offer(eventAt(seq));
  await until(() => expect(dispatch.dispatchedSeq).toBe(2), { timeout: 4_000 });
  expect(seen).toEqual([1, 2]);
});

describe('one who is far behind', () => {
  const MANY = 200;
  const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const logOf = (to: () => number) => vi.fn<ReadLog>(async (after, limit) => range(after + 1, Math.min(to(), after + limit)).map((seq) => eventAt(seq)));

  it('costs no memory: what it has still to hear is read from the log, each event once and in order', async () => {
    const { tell, throughAll, told } = gated();
    const read = logOf(() => MANY);
    const dispatch = dispatchTo([alone(tell)], 0, read);
    for (const seq of range(1, MANY)) dispatch.offer(eventAt(seq));
    expect(read, 'not before it gets there').not.toHaveBeenCalled();
    throughAll();
    await until(() => expect([dispatch.busy, dispatch.dispatchedSeq]).toEqual([false, MANY]));
    expect(told).toEqual(range(1, MANY));
    expect(read).toHaveBeenCalled();
    expect(read.mock.calls.length, 'many at a time').toBeLessThan(10);
  });

  it('misses nothing that is offered while it catches up, also where the store is ahead of the chat', async () => {
    const { tell, through, throughAll, told } = gated();
    let offered = 0;
    const offer = (count: number): void => {
      for (let i = 0; i < count; i++) dispatch.offer(eventAt(++offered));
    };
    const ahead = logOf(() => offered + 5);
    const dispatch: Dispatch = dispatchTo([alone(tell)], 0, async (after, limit) => {
      const events = await ahead(after, limit);
      offer(1);
      return events;
    });
    for (let turn = 0; turn < 20; turn++) {
      offer(turn === 0 ? 100 : 5);
      await through(5);
    }
    throughAll();
    await until(() => expect(dispatch.busy).toBe(false));
    expect(told).toEqual(range(1, offered));
  });

  it('keeps the pages of a few chats in memory, however many are behind with one who is slow', async () => {
    const [CHATS, LAST] = [40, 30];
    const told = new Map<string, number[]>();
    const stuck = Promise.withResolvers<void>();
    observers.add(['message.posted'], async ({ seq }, conversation) => {
      told.set(conversation, [...(told.get(conversation) ?? []), seq]);
      if (seq > 9) await stuck.promise;
    });
    const read = vi.fn<ReadLog>(logOf(() => LAST));
    const dispatches = Array.from({ length: CHATS }, (_, chat) => new Dispatch(read, 0, [following(observers, `c${chat}`)], failed));
    for (const seq of range(1, LAST)) for (const dispatch of dispatches) dispatch.offer(eventAt(seq));
    await until(() => expect(read.mock.calls.length).toBeGreaterThanOrEqual(16), { timeout: 4_000 });
    await sleep(300);
    expect(read).toHaveBeenCalledTimes(16);
    stuck.resolve();
    await until(() => expect(dispatches.every(({ busy }) => !busy)).toBe(true), { timeout: 4_000 });
    expect([...told.values()]).toEqual(Array.from({ length: CHATS }, () => range(1, LAST)));
  });

  it('waits for a store that is away, which is said', async () => {
    const { tell, throughAll, told } = gated();
    const there = logOf(() => 50);
    const read = vi.fn<ReadLog>(there).mockRejectedValueOnce(new Error('away'));
    const dispatch = dispatchTo([alone(tell)], 0, read);
    for (const seq of range(1, 50)) dispatch.offer(eventAt(seq));
    throughAll();
    await until(() => expect(dispatch.busy).toBe(false), { timeout: 4_000 });
    expect([told, errors]).toEqual([range(1, 50), [new Error('away')]]);
  });

  it('is told no more from a chat that goes on elsewhere, whose position stays where it was', async () => {
    const { tell, through, throughAll, told } = gated();
    const read = logOf(() => MANY);
    const dispatch = dispatchTo([alone(tell)], 0, read);
    for (const seq of range(1, MANY)) dispatch.offer(eventAt(seq));
    await through(2);
    await until(() => expect(told).toEqual([1, 2, 3]));
    dispatch.leave();
    throughAll();
    await until(() => expect(dispatch.dispatchedSeq).toBe(3));
    dispatch.offer(eventAt(MANY + 1));
    await sleep(50);
    expect([told, dispatch.dispatchedSeq]).toEqual([[1, 2, 3], 3]);
    expect(read).not.toHaveBeenCalled();
  });

  it('has nothing read for it once it is gone', async () => {
    const { tell, throughAll, told } = gated();
    const read = logOf(() => MANY);
    const off = observers.add(['message.posted'], tell);
    const dispatch = dispatchTo([], 0, read);
    for (const seq of range(1, MANY)) dispatch.offer(eventAt(seq));
    off();
    throughAll();
    await until(() => expect([dispatch.busy, dispatch.dispatchedSeq]).toEqual([false, MANY]));
    expect(told).toEqual([1]);
    expect(read).not.toHaveBeenCalled();
  });

  it('has its chat read one page a turn of the loop, however many chats catch up at once', async () => {
    let [turn, reads] = [0, 0];
    const perTurn = new Map<number, number>();
    const tick = (): void => void setImmediate(() => { turn++; if (reads < 50) tick(); });
    tick();
    const there = logOf(() => 40);
    const read: ReadLog = (after, limit) => {
      perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
      reads++;
      return there(after, limit);
    };
    const chats = Array.from({ length: 50 }, () => dispatchTo([alone(async () => {})], 0, read));
    for (const chat of chats) for (const seq of range(1, 40)) chat.offer(eventAt(seq));
    await until(() => expect(chats.every(({ busy }) => !busy)).toBe(true));
    expect(reads).toBeGreaterThanOrEqual(50);
    expect(Math.max(...perTurn.values())).toBeLessThan(4);
  });

  it('has nothing read for it once its chat has left, however many read before it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const there = logOf(() => 40);
    const read = vi.fn<ReadLog>(async (after, limit) => (await promise, there(after, limit)));
    const chats = Array.from({ length: 5 }, () => dispatchTo([alone(async () => {})], 0, read));
    for (const chat of chats) for (const seq of range(1, 40)) chat.offer(eventAt(seq));
    await until(() => expect(read).toHaveBeenCalledTimes(1));
    for (const chat of chats) chat.leave();
    resolve();
    await new Promise((done) => void setTimeout(done, 100));
    expect(read).toHaveBeenCalledTimes(1);
  });
});
