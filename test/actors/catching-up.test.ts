import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import { SYSTEM } from '#domain/participant.ts';
import { initialState } from '#domain/state.ts';
import { Dispatch, alone, following } from '#plugin/dispatch.ts';
import type { Followers } from '#plugin/dispatch.ts';
import type { ReadLog } from '#plugin/log-pages.ts';
import { Observers } from '#plugin/observers.ts';
import { SNAPSHOT_VERSION } from '#rooms/conversation/chat-log.ts';
import { recover } from '#rooms/conversation/recovery.ts';
import { LineReader } from '#store/line-reader.ts';
import type { Store } from '#store/store.ts';
import { encodeEvent } from '#wire/log-line.ts';
import { eventAt } from './support/event-at.ts';

let errors: unknown[];
let observers: Observers;
const failed = (error: unknown): void => void errors.push(error);
beforeEach(() => {
  errors = [];
  observers = new Observers({ ok: () => {}, failed, passedOver: () => {}, heldUp: () => {} });
});

const eventsOf = (from: number, to: number): readonly ConversationEvent[] => Array.from({ length: to - from + 1 }, (_, i) => eventAt(from + i));
const range = (from: number, to: number): readonly number[] => eventsOf(from, to).map(({ seq }) => seq);
const logUpTo = (end: () => number) => vi.fn<ReadLog>(async (after, limit) => eventsOf(after + 1, Math.min(end(), after + limit)));
const dispatchTo = (read: ReadLog, seq: number, others: readonly Followers[] = []): Dispatch => new Dispatch(read, seq, [following(observers, 'c1'), ...others], failed);
/** An observer that is through with each event at once. */
function swift(): number[] {
  const told: number[] = [];
  observers.add(['message.posted'], ({ seq }) => void told.push(seq), { owner: 'swift' });
  return told;
}

describe('what an earlier activation had not got to', () => {
  const [DONE, FIRST, END] = [10, 100, 400];

  it('is told from its beginning, and then from the log a page at a time; what is said meanwhile comes after it', async () => {
    let end = END;
    const told = swift();
    const slow: number[] = [];
    const read = logUpTo(() => end);
    const dispatch: Dispatch = dispatchTo(async (after, limit) => {
      const page = await read(after, limit);
      if (end < END + 5) dispatch.offer(eventAt(++end));
      return page;
    }, DONE, [alone(async ({ seq }) => void slow.push(seq))]);
    dispatch.goOn(eventsOf(DONE + 1, FIRST), END);
    expect([told, dispatch.busy], 'the chat does not rest').toEqual([range(DONE + 1, FIRST), true]);
    await vi.waitFor(() => expect([dispatch.busy, dispatch.dispatchedSeq]).toEqual([false, END + 5]), { timeout: 4_000 });
    expect([told, slow]).toEqual([range(DONE + 1, END + 5), range(DONE + 1, END + 5)]);
    dispatch.offer(eventAt(END + 6));
    expect(told.at(-1)).toBe(END + 6);
  });

  it('holds up nobody but who is stuck in it, and the position stays with that one', async () => {
    const [stuck, told, all] = [Promise.withResolvers<void>(), [] as number[], swift()];
    const dispatch = dispatchTo(logUpTo(() => END), DONE, [alone(({ seq }) => (told.push(seq), stuck.promise))]);
    dispatch.goOn(eventsOf(DONE + 1, FIRST), END);
    await vi.waitFor(() => expect(all).toEqual(range(DONE + 1, END)), { timeout: 4_000 });
    expect([told, dispatch.busy, dispatch.dispatchedSeq]).toEqual([[DONE + 1], true, DONE]);
    stuck.resolve();
    await vi.waitFor(() => expect([dispatch.busy, dispatch.dispatchedSeq]).toEqual([false, END]), { timeout: 4_000 });
    expect(told).toEqual(range(DONE + 1, END));
  });

  it('is for the next activation once the chat has left', async () => {
    const told = swift();
    const dispatch: Dispatch = dispatchTo(async (after, limit) => (dispatch.leave(), logUpTo(() => END)(after, limit)), DONE);
    dispatch.goOn(eventsOf(DONE + 1, FIRST), END);
    await sleep(100);
    expect([told, dispatch.dispatchedSeq]).toEqual([range(DONE + 1, FIRST), FIRST]);
  });

  it('waits for a store that is away, which is said', async () => {
    const told = swift();
    const dispatch = dispatchTo(logUpTo(() => END).mockRejectedValueOnce(new Error('away')), DONE);
    dispatch.goOn(eventsOf(DONE + 1, FIRST), END);
    await vi.waitFor(() => expect(dispatch.busy).toBe(false), { timeout: 4_000 });
    expect([told, errors]).toEqual([range(DONE + 1, END), [new Error('away')]]);
  });

  it('is not read with the chat but for its beginning, however much it is', async () => {
    const MANY = 20_000;
    const log = eventsOf(1, MANY).map((event) => ({ ...encodeEvent(event), seq: event.seq, publicSeq: event.publicSeq }));
    const state = JSON.stringify({ ...initialState, status: 'active', endedAt: null, seq: MANY, publicSeq: MANY });
    const read = vi.fn(async (_: number, after: number, limit: number) => log.slice(after, after + limit));
    const publicBefore = async (_: number, before: number, limit: number) => log.slice(0, before - 1).slice(-limit);
    const { undispatched } = await recover({
      lines: new LineReader(failed), events: { range: read, publicBefore },
      recovery: { of: async () => ({ row: { id: 1, preview: `${MANY}`, previewBy: SYSTEM.id, previewKind: 'text', previewFrom: null, dispatchedSeq: DONE }, snapshot: { seq: MANY, version: SNAPSHOT_VERSION, state }, receipts: [], tail: log.slice(-50) }) },
    } as unknown as Store, 1);
    expect([undispatched[0]?.seq, undispatched.length <= 500, read.mock.calls.length]).toEqual([DONE + 1, true, 1]);
  });
});

describe('a chat that leaves', () => {
  it('makes room at once for others that catch up with the same owner, whatever it waits for', async () => {
    const [LANES, LAST] = [16, 30];
    const stuck = Promise.withResolvers<void>();
    observers.add(['message.posted'], ({ seq }) => (seq > 9 ? stuck.promise : Promise.resolve()), { owner: 'stuck' });
    const lanes = vi.spyOn(observers.lanes('stuck')!, 'run');
    const read = logUpTo(() => LAST);
    const behind = (count: number): readonly Dispatch[] => {
      const chats = Array.from({ length: count }, () => dispatchTo(read, 0));
      for (const event of eventsOf(1, LAST)) for (const chat of chats) chat.offer(event);
      return chats;
    };
    const chats = behind(40);
    await vi.waitUntil(() => read.mock.calls.length === LANES, { timeout: 4_000 });
    const others = behind(3);
    await sleep(100);
    expect(read, 'they wait behind them').toHaveBeenCalledTimes(LANES);
    for (const chat of chats.slice(LANES)) chat.leave();
    const left = await Promise.allSettled(lanes.mock.results.slice(LANES, chats.length).map(({ value }) => value as Promise<unknown>));
    expect(left.map(({ status }) => status), 'none is waited for until its turn').toEqual(chats.slice(LANES).map(() => 'rejected'));
    expect(read).toHaveBeenCalledTimes(LANES);
    for (const chat of chats) chat.leave();
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(LANES + 3));
    stuck.resolve();
    await vi.waitFor(() => expect(others.map(({ busy, dispatchedSeq }) => [busy, dispatchedSeq])).toEqual(others.map(() => [false, LAST])), { timeout: 4_000 });
    expect(chats.map(({ dispatchedSeq }) => dispatchedSeq), 'what one was through with counts').toEqual(chats.map((_, chat) => (chat < LANES ? 10 : 9)));
  });
});
