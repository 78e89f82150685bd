import type { Spoken } from 'parlor/plugin';
import type { Broadcast } from './broadcast.ts';
import type { Own } from './config.ts';

/** What a broadcast brought, beside what was sent. Each of them once. */
export interface Results {
  readonly failed: number;
  readonly answered: number;
  /** Who wanted no more. */
  readonly left: number;
}

/** Said to somebody, or in a chat. */
export interface Said {
  readonly broadcast: string;
  readonly at: number;
}

/** What somebody heard last, and what before it: it stands again where this was not said in the end. */
interface Heard extends Said {
  readonly before?: Said;
}

/** Of one that a channel did not bring. */
export interface Failure {
  readonly conversation: string;
  readonly reason: string;
  readonly detail: string;
  readonly at: number;
}

/** The first words after a broadcast. */
export interface AnswerTo {
  readonly broadcast: string;
  readonly conversation: string;
  readonly seq: number;
}

/** What was answered. */
type Words = Pick<Broadcast, 'text' | 'title'>;

type Kind = keyof Results;
interface Kept extends Results {
  /** The entry that was counted last: a piece that is done again counts it no second time. */
  readonly last: string;
}

/** For so long a word opts out, ms. */
export const LEAVE_MS = 30 * 86_400_000;

const NONE: Kept = { failed: 0, answered: 0, left: 0, last: '' };
const heardKey = (contact: string): string => `heard:${contact}`;
const saidKey = (conversation: string, seq: number | string): string => `said:${conversation}:${seq}`;
const resultsKey = (broadcast: string): string => `results:${broadcast}`;
const answerKey = (conversation: string): string => `answer:${conversation}`;
const wordsKey = (broadcast: string): string => `words:${broadcast}`;
const entryKey = (kind: Kind, broadcast: string, of: string): string => `${kind}:${broadcast}:${of}`;

/** Before it is said: they may answer before whoever says it knows that it was. The first time counts, however often it is tried. */
export async function noteHeard(ctx: Own, contact: string, said: Said): Promise<void> {
  const known = await heardBy(ctx, contact);
  if (known?.broadcast === said.broadcast) return;
  await ctx.data.set(heardKey(contact), { ...said, ...(known === undefined ? {} : { before: { broadcast: known.broadcast, at: known.at } }) } satisfies Heard);
}

/** It was not said, and will not be; or it is noted again before it is. */
export async function takeBack(ctx: Own, contact: string, broadcast: string): Promise<void> {
  const known = await heardBy(ctx, contact);
  if (known?.broadcast !== broadcast) return;
  if (known.before === undefined) await ctx.data.delete(heardKey(contact));
  else await ctx.data.set(heardKey(contact), known.before);
}

export async function heardBy({ data }: Own, contact: string): Promise<Heard | undefined> {
  return (await data.get(heardKey(contact))) as Heard | undefined;
}

export const noteSaid = ({ data }: Own, { conversation, seq }: Spoken, said: Said): Promise<void> => data.set(saidKey(conversation, seq), said);

/** Of which broadcast this message is. */
export async function saidAt({ data }: Own, { conversation, seq }: Spoken): Promise<Said | undefined> {
  return (await data.get(saidKey(conversation, seq))) as Said | undefined;
}

export async function isSaidIn({ data }: Own, conversation: string, broadcast: string): Promise<boolean> {
  return (await data.entries(saidKey(conversation, ''))).some(({ value }) => (value as Said).broadcast === broadcast);
}

export async function resultsOf({ data }: Own, broadcast: string): Promise<Results> {
  const { answered, failed, left } = ((await data.get(resultsKey(broadcast))) ?? NONE) as Kept;
  return { answered, failed, left };
}

/** 100 at most, behind `after`. */
export async function failuresOf({ data }: Own, broadcast: string, after?: string): Promise<readonly { readonly of: string; readonly failure: Failure }[]> {
  const prefix = entryKey('failed', broadcast, '');
  return (await data.entries(prefix, after === undefined ? undefined : prefix + after)).map(({ key, value }) => ({ of: key.slice(prefix.length), failure: value as Failure }));
}

export async function entry({ data }: Own, kind: Kind, broadcast: string, of: string): Promise<unknown> {
  return data.get(entryKey(kind, broadcast, of));
}

/** In this chat it was answered, by this message. */
export async function answerIn({ data }: Own, conversation: string): Promise<AnswerTo | undefined> {
  return (await data.get(answerKey(conversation))) as AnswerTo | undefined;
}

/** With the words that it answers: they stay with the chat when the broadcast is removed. */
export async function noteAnswer({ data }: Own, answer: AnswerTo, { text, title }: Words): Promise<void> {
  await data.set(wordsKey(answer.broadcast), { text, title } satisfies Words);
  await data.set(answerKey(answer.conversation), answer);
}

/** Of a broadcast that was answered, there still or not. */
export async function wordsOf({ data }: Own, broadcast: string): Promise<Words | undefined> {
  return (await data.get(wordsKey(broadcast))) as Words | undefined;
}

/** Counted before it is written down, with what was counted: one that is cut off in between is told from one that is new. */
export async function count({ data }: Own, kind: Kind, broadcast: string, of: string, value: unknown): Promise<void> {
  const key = entryKey(kind, broadcast, of);
  const kept = ((await data.get(resultsKey(broadcast))) ?? NONE) as Kept;
  if (kept.last !== key) {
    if ((await data.get(key)) !== undefined) return;
    await data.set(resultsKey(broadcast), { ...kept, [kind]: kept[kind] + 1, last: key } satisfies Kept);
  }
  await data.set(key, value);
}

export async function forgetSaid({ data }: Own, { conversation, seq }: Spoken): Promise<void> {
  await data.delete(saidKey(conversation, seq));
}

/**
 * All results, but neither what answers in the chats answer, nor who has heard it: their word opts out for as long as it would. False
 * where time, by performance.now(), was up before.
 */
export async function forgetResults({ data }: Own, broadcast: string, until: number): Promise<boolean> {
  for (const kind of ['failed', 'answered', 'left'] as const) {
    for (let page = await data.entries(entryKey(kind, broadcast, '')); page.length > 0; page = await data.entries(entryKey(kind, broadcast, ''))) {
      if (performance.now() > until) return false;
      for (const { key } of page) await data.delete(key);
    }
  }
  await data.delete(resultsKey(broadcast));
  return true;
}

/** What was said and heard so long ago that nothing can follow from it. */
export async function tidy({ data }: Own, now: number): Promise<void> {
  for (const prefix of [heardKey(''), saidKey('', '').slice(0, -1)]) {
    for (let page = await data.entries(prefix); page.length > 0; page = await data.entries(prefix, page.at(-1)?.key)) {
      for (const { key, value } of page) if (now - (value as Said).at > LEAVE_MS) await data.delete(key);
    }
  }
}
