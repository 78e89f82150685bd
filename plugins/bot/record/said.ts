import { z, type BotTurn } from 'parlor/plugin';
import type { Memory } from '../reply/memory.ts';
import { chosen } from '../reply/offers.ts';
import type { Replied } from '../reply/trace.ts';

/** Questions that come nearest, beside a turn. */
const MOST_HITS = 3;
const MAX_QUESTION = 500;
const MAX_POST = 120;

const REASONS = ['asked', 'unknown', 'flow', 'intent'] as const;
/** Why a chat went to a person: it was asked for, nothing was known, a dialogue leads there, or an intent of which all is known. */
export type HandedBecause = (typeof REASONS)[number];

const hit = z.object({ id: z.string(), score: z.number(), post: z.string() });

/** What a bot said to a question, and why. */
const saidTurn = z.object({
  conversation: z.string(),
  /** Position in the log of what it answers. */
  turn: z.number(),
  /** Ms. */
  at: z.number(),
  visitor: z.object({ id: z.string(), name: z.string() }),
  question: z.string(),
  role: z.enum(['serves', 'engages', 'assists']),
  /** The part of it that answered, as in a trace. */
  by: z.string(),
  hits: z.array(hit),
  /** The entry that was the answer. */
  entry: z.string().nullable(),
  /** The intent, the flow or the topic that answered. */
  of: z.string(),
  handed: z.enum(REASONS).nullable(),
});
export type SaidTurn = Readonly<z.output<typeof saidTurn>>;

/** What an agent made of what was suggested at that turn. */
const settledTurn = z.object({ conversation: z.string(), turn: z.number(), settled: z.enum(['sent', 'edited', 'dismissed']) });
export type SettledTurn = Readonly<z.output<typeof settledTurn>>;

/** A line of the record. */
export const line = z.union([saidTurn, settledTurn]);
export type Line = z.output<typeof line>;

export const nameOf = ({ conversation, turn }: Pick<SaidTurn, 'conversation' | 'turn'>): string => `${conversation}-${turn}`;

/** Null where it kept quiet, only greeted, or has said before that a person comes: a chat is handed over once, until one has been there. */
export function saidIn({ at, conversation, cue, memory, role, turn, visitor }: BotTurn, { answer, entry, trace }: Replied): SaidTurn | null {
  const before = Object(memory) as Partial<Memory>;
  if (before.quiet === true) return null;
  const handed = answer.next === 'hand-over' ? becauseOf(trace) : null;
  if (handed === null && (cue.kind !== 'said' || trace.by === 'nothing' || trace.by === 'welcome')) return null;
  const question = cue.kind === 'said' ? chosen(before.offered ?? [], cue.text) : ((Object(answer.memory) as Partial<Memory>).lastQuestion ?? '');
  return {
    conversation, turn, at, role, entry, handed,
    visitor: { id: visitor.id.slice(0, 80), name: visitor.name.slice(0, 80) },
    question: question.slice(0, MAX_QUESTION).toWellFormed(),
    by: trace.by, of: trace.of ?? trace.flow?.id ?? '',
    hits: trace.hits.slice(0, MOST_HITS).map(({ id, post, score }) => ({ id, score: Math.round(score * 1_000) / 1_000, post: post.slice(0, MAX_POST).toWellFormed() })),
  };
}

const becauseOf = ({ by, flow }: Replied['trace']): HandedBecause => (by === 'human' ? 'asked' : by === 'intent' ? 'intent' : flow === undefined ? 'unknown' : 'flow');

export const KINDS = ['answered', 'asked', 'unknown', 'handed', 'suggested'] as const;
export type Kind = (typeof KINDS)[number];

/** What came of it, as somebody looks for it. */
export function isOf({ by, handed, role }: SaidTurn, kind: Kind): boolean {
  if (kind === 'handed') return handed !== null;
  if (kind === 'suggested') return role === 'assists';
  return role !== 'assists' && outcomeOf(by) === kind;
}

/** What an answer was, by the part that gave it; null: it was to no question, as to a wish for a person, or to what was said of an answer before. */
export function outcomeOf(by: string): 'answered' | 'asked' | 'unknown' | null {
  if (by === 'question') return 'asked';
  if (by === 'fallback' || by === 'hand-over') return 'unknown';
  return by === 'human' || by === 'unhelpful' ? null : 'answered';
}

/** The part under which it is counted for people: that a person was called for what it did not know is one thing more, told by itself. */
export const partOf = (by: string): string => (outcomeOf(by) === 'unknown' ? 'fallback' : by);

/** Nothing that it knows was an answer, not even one that it asked back for. */
export const isUnknown = ({ by, handed }: Pick<SaidTurn, 'by' | 'handed'>): boolean => by === 'fallback' || by === 'question' || handed === 'unknown';
