import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { TimerWheel } from '#cluster/timer-wheel.ts';
import { refuse } from '#domain/errors.ts';
import { Bots } from '#plugin/bots/bots.ts';
import type { BotChat } from '#plugin/bots/in-chat.ts';
import { ChannelOutbox } from '#plugin/channel/outbox.ts';
import type { OutboxOptions } from '#plugin/channel/outbox.ts';
import { Dispatch, alone, following } from '#plugin/dispatch.ts';
import { Observers } from '#plugin/observers.ts';
import type { Teller } from '#plugin/teller.ts';
import { BotPart } from '#rooms/conversation/bot-part.ts';
import type { BotPartDeps } from '#rooms/conversation/bot-part.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import { LineReader } from '#store/line-reader.ts';
import { bot } from '../domain/people.ts';
import { conversations } from '../domain/play.ts';
import { until, useVirtualTime } from '../support/virtual-time.ts';
import { eventAt } from './support/event-at.ts';

useVirtualTime();

/** Longer than anybody waits before another try, ms. */
const LONGER_MS = 1_300;
const MOVED = { refusal: { code: 'actor.moved' } };
const away = Object.assign(new Error('away'), { code: 'store.unavailable' });

it('an observer that could not is not asked again by a chat that left, and has not had the event; nor has who waited behind it', async () => {
  const failed = vi.fn<(error: unknown) => void>();
  const observers = new Observers({ ok: () => {}, failed, passedOver: () => {}, heldUp: () => {} });
  const asked: string[] = [];
  observers.add(['message.posted'], async ({ seq }, conversation) => {
    asked.push(`${conversation} ${seq}`);
    throw away;
  }, { owner: 'one', outside: true });
  const chats = Array.from({ length: 10 }, (_, chat) => new Dispatch(async () => [], 4, [following(observers, `c${chat}`)], failed));
  for (const chat of chats) for (const seq of [5, 6]) chat.offer(eventAt(seq));
  await sleep(20);
  const before = [...asked];
  expect(before, 'the others wait for their turn').toContain('c0 5');
  expect(before).not.toContain('c9 5');
  for (const chat of chats) chat.leave();
  await sleep(2 * LONGER_MS);
  expect(asked).toEqual(before);
  expect(chats.map(({ dispatchedSeq }) => dispatchedSeq)).toEqual(chats.map(() => 4));
  expect(failed).not.toHaveBeenCalled();
});

it('what one is through with counts, also where that was after the chat left', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const dispatch = new Dispatch(async () => [], 4, [alone(() => promise)], () => {});
  for (const seq of [5, 6]) dispatch.offer(eventAt(seq));
  dispatch.leave();
  resolve();
  await until(() => expect(dispatch.dispatchedSeq).toBe(5));
});

it('a channel’s way out asks a store that is away no more once the chat left', async () => {
  const find = vi.fn(async () => { throw away; });
  const options = { plugins: { find }, queue: {}, contacts: {}, typing: {}, undelivered: async () => {}, onError: () => {} } as unknown as OutboxOptions;
  const way = new ChannelOutbox(options).for({ id: 'a', kind: 'wechat', settings: {} } as ChannelAccount, { conversation: 'c', contact: 'k', speaker: async () => null });
  const teller = { left: false };
  const posted = way!.post({ ...eventAt(1), by: 'a_ann' }, teller satisfies Teller)!;
  await until(() => expect(find).toHaveBeenCalledTimes(1));
  teller.left = true;
  await expect(posted).rejects.toMatchObject(MOVED);
  expect(find).toHaveBeenCalledTimes(1);
});

it('a bot’s part asks the store no more once the actor is gone, and does not call a turn done that the log has not', async () => {
  let retiring = false;
  let chat!: BotChat;
  const at = vi.fn(async () => { throw away; });
  const bots = Object.assign(new Bots(), { in: (given: BotChat) => ((chat = given), {}) });
  const part = new BotPart(bots, {
    owner: {}, conversation: 'c', actorId: 1, log: { durable: conversations.queued }, store: { events: { at }, lines: new LineReader(() => {}) }, timers: {} as TimerWheel, alarms: { timers: {}, fresh: true },
    keptMs: null, now: () => 0, hasDepartment: async () => true, taken: () => false, onError: () => {}, submit: async () => refuse('actor.moved'), retiring: () => retiring,
  } as unknown as BotPartDeps);
  expect(part.followers).toBeDefined();
  const remembered = chat.memory(4);
  await until(() => expect(at).toHaveBeenCalledTimes(1));
  retiring = true;
  await expect(remembered).rejects.toMatchObject(MOVED);
  expect(at).toHaveBeenCalledTimes(1);
  await expect(chat.submit(bot, { type: 'bot.answer', turn: 4, says: [], memory: 'null', wakeMs: null, next: 'stay', department: null })).rejects.toMatchObject(MOVED);
});
