import fc from 'fast-check';
import type { BotWords, Command, Submission } from '#domain/commands.ts';
import { SYSTEM } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { ann, bob, boss, bot, cem, foreigner, visitor } from '../people.ts';
import { answer, assign, close, offerToBilling, offerToBob, reopen, say, start, startWithBot } from '../play.ts';

/** What reaches an actor: a submission, the last number its sender vouches for, and how far the clock moved (it may jump back). */
export interface Arrival {
  readonly submission: Submission;
  readonly previous: number;
  readonly elapsed: number;
}

const anybody = fc.constantFrom(visitor, visitor, visitor, ann, ann, ann, bob, cem, bot, boss, boss, foreigner, SYSTEM);
const taker = fc.constantFrom(ann, bob, cem, bot, boss, visitor);
const offer = fc.constantFrom('hand-1', 'hand-2');
const target = fc.constantFrom({ agent: 'ann' }, { agent: 'bob' }, { department: 'sales' }, { department: 'billing' });

const words: fc.Arbitrary<BotWords> = fc.constantFrom<BotWords>(
  { kind: 'text', body: { text: 'hello' }, audience: 'public' },
  { kind: 'quick-replies', body: { text: 'which?', choices: ['a', 'b'] }, audience: 'public' },
  { kind: 'suggestion', body: { text: 'say this' }, audience: 'agents' },
  { kind: 'text', body: { text: 'a note' }, audience: 'agents' },
  { kind: 'suggestion', body: { text: 'for all?' }, audience: 'public' },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(start, startWithBot) },
  { weight: 6, arbitrary: fc.constantFrom(say('hello'), say('internal', 'agents'), say(' '), say('x', 'everybody' as 'public')) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('conversation.assign' as const), agent: taker, offer: fc.option(offer),
      reason: fc.constantFrom('accepted' as const, 'routed' as const, 'transferred' as const, 'takeover' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('transfer.offer' as const), to: target, offer, lasts: fc.nat(600_000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('transfer.decline' as const, 'transfer.expire' as const), offer }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('participant.join' as const, 'participant.leave' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('conversation.return' as const, 'conversation.close' as const, 'conversation.complete' as const, 'conversation.abandon' as const, 'transfer.cancel' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('conversation.reopen' as const), agent: fc.option(taker), offer: fc.option(offer) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('bot.answer' as const), turn: fc.integer({ min: 0, max: 14 }), memory: fc.constantFrom('null', '{"step":2}'), wakeMs: fc.constantFrom(null, 60_000),
      says: fc.array(words, { maxLength: 3 }), next: fc.constantFrom('stay' as const, 'stay' as const, 'hand-over' as const, 'complete' as const),
      department: fc.constantFrom(null, 'sales', 'billing'), answers: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('message.announce' as const), body: fc.constantFrom({ text: 'news' }, { text: ' ' }), announcement: fc.constant({ plugin: 'broadcast', id: 'b1', title: 'News' }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('bots.pause' as const, 'bots.resume' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('suggestion.settle' as const), suggestion: fc.integer({ min: 0, max: 14 }), how: fc.constantFrom('sent' as const, 'edited' as const, 'dismissed' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('message.rate' as const), message: fc.integer({ min: 0, max: 14 }), helpful: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('feedback.give' as const), solved: fc.boolean() }) },
);

/** Few streams and small numbers, so that duplicates, gaps, stale numbers and foreign streams are common. */
const id = fc.option(fc.tuple(fc.constantFrom('device-a', 'device-b', '__proto__'), fc.integer({ min: 1, max: 12 })).map(([stream, number]) => `${stream}:${number}`), { freq: 1 });

const elapsed = fc.oneof({ weight: 8, arbitrary: fc.nat(5_000) }, { weight: 1, arbitrary: fc.constantFrom(-60_000, -1, 25 * 60 * 60 * 1_000) });

const arrival: fc.Arbitrary<Arrival> = fc.record({ submission: fc.record({ id, by: anybody, command }), previous: fc.constantFrom(0, 0, 0, 1, 2, 3), elapsed });

const says = (by: Participant, command: Command, id: string | null = null): Arrival => ({ submission: { id, by, command }, previous: 0, elapsed: 1_000 });

/** What seldom comes about by chance: each leads far into the life of a chat, where chance goes on. */
const episode: fc.Arbitrary<readonly Arrival[]> = fc.constantFrom<readonly Arrival[]>(
  [says(ann, assign(ann))],
  [says(ann, { type: 'conversation.return' }), says(ann, assign(ann)), says(ann, offerToBob)],
  [says(ann, assign(ann)), says(ann, say('internal', 'agents'), 'device-n:1'), says(ann, say('hello'), 'device-n:2')],
  [says(ann, assign(ann)), says(ann, offerToBilling), says(ann, say('hello'))],
  [says(boss, { type: 'participant.join' }), says(boss, assign(boss, 'takeover')), says(boss, say('hello'))],
  [says(cem, { type: 'participant.join' }), says(cem, say('hello')), says(cem, { type: 'participant.leave' })],
  [says(visitor, close), says(visitor, { type: 'feedback.give', solved: true }), says(visitor, { type: 'feedback.give', solved: false })],
  [says(visitor, reopen)],
  [says(bot, answer(2, 'hello')), says(visitor, say('help')), says(bot, answer(4, 'person', 'hand-over'))],
  [says(boss, assign(bot, 'takeover')), says(bot, answer(3, 'solved', 'complete'))],
  [says(ann, { type: 'bots.pause' }), says(bot, answer(2, 'billing', 'hand-over', 'billing')), says(bot, answer(3, 'solved', 'complete'))],
);

const happenings: fc.Arbitrary<readonly Arrival[]> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.array(arrival, { minLength: 1, maxLength: 4 }) }, { weight: 2, arbitrary: episode }), { maxLength: 24, size: 'max' })
  .map((parts) => parts.flat());

/** Mostly a chat that was started; sometimes what comes before one exists. */
export const arrivals: fc.Arbitrary<readonly Arrival[]> = fc.oneof(
  { weight: 12, arbitrary: happenings.map((rest) => [says(SYSTEM, start), ...rest]) },
  { weight: 3, arbitrary: happenings.map((rest) => [says(SYSTEM, startWithBot), ...rest]) },
  { weight: 1, arbitrary: happenings },
);
