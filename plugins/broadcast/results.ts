import type { ConversationEvent, OrderOutcome, WorkOutcome, WorkPiece } from 'parlor/plugin';
import { isStop } from './broadcast.ts';
import type { Own } from './config.ts';

/** What a broadcast brought, beside what was sent. Each of them once. */
export interface Results {
  readonly failed: number;
  readonly answered: number;
  /** Who wanted no more. */
  readonly left: number;
}

/** What somebody heard last. */
interface Heard {
  readonly broadcast: string;
  readonly at: number;
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

type Kind = keyof Results;
interface Kept extends Results {
  /** The entry that was counted last: a piece that is done again counts it no second time. */
  readonly last: string;
}
type News =
  | ({ readonly is: 'failed'; readonly broadcast: string; readonly message: number } & Failure)
  | ({ readonly is: 'answered'; readonly contact: string; readonly at: number } & AnswerTo)
  | ({ readonly is: 'left'; readonly contact: string } & AnswerTo);

const DAY_MS = 86_400_000;
/** For so long words count as an answer, and a word as one that opts out. */
export const ANSWER_MS = 7 * DAY_MS;
export const LEAVE_MS = 30 * DAY_MS;
/** A chat that begins with a word has nothing before it but its start, its place in the queue, and a bot. */
const FIRST_SEQ = 4;

/** What a broadcast is called is for supervisors. */
const SELF = { name: 'Broadcast' } as const;

const NONE: Kept = { failed: 0, answered: 0, left: 0, last: '' };
const heardKey = (contact: string): string => `heard:${contact}`;
const saidKey = (conversation: string, seq: number | string): string => `said:${conversation}:${seq}`;
const resultsKey = (broadcast: string): string => `results:${broadcast}`;
const answerKey = (conversation: string): string => `answer:${conversation}`;
const entryKey = (kind: Kind, broadcast: string, of: string): string => `${kind}:${broadcast}:${of}`;

export const noteHeard = ({ data }: Own, contact: string, heard: Heard): Promise<void> => data.set(heardKey(contact), heard);

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

type Posted = Extract<ConversationEvent, { type: 'message.posted' }>;

/** From the log: what was said of a broadcast, and what is said to it. */
export async function hear(ctx: Own, event: Posted, conversation: string): Promise<void> {
  const { announcement, at, body, by, publicSeq, seq } = event;
  if (announcement?.plugin === 'broadcast') return ctx.data.set(saidKey(conversation, seq), { broadcast: announcement.id, at } satisfies Heard);
  if (publicSeq === null || !by.startsWith('v_')) return;
  const contact = by.slice(2);
  const heard = (await ctx.data.get(heardKey(contact))) as Heard | undefined;
  if (heard === undefined || at < heard.at || at - heard.at > LEAVE_MS) return;
  const { broadcast } = heard;
  const leaves = isStop(body.text, ctx.config.stopWords);
  if (!leaves && (at - heard.at > ANSWER_MS || (await entry(ctx, 'answered', broadcast, contact)) !== undefined)) return;
  const is = leaves ? 'left' : 'answered';
  await ctx.queue.add('results', { key: `${is}:${broadcast}:${contact}`, lane: broadcast, payload: { is, broadcast, contact, conversation, seq, at } satisfies News });
}

/** After what was said, which the same log told before. */
export async function miss(ctx: Own, { at, detail, message, reason }: Extract<ConversationEvent, { type: 'delivery.failed' }>, conversation: string): Promise<void> {
  const said = (await ctx.data.get(saidKey(conversation, message))) as Heard | undefined;
  if (said === undefined) return;
  const { broadcast } = said;
  await ctx.queue.add('results', { key: `failed:${conversation}:${message}`, lane: broadcast, payload: { is: 'failed', broadcast, conversation, message, reason, detail, at } satisfies News });
}

/** One broadcast's results one after the other, on one node: so they can be counted. */
export async function record(ctx: Own, { payload }: WorkPiece): Promise<WorkOutcome | undefined> {
  const news = payload as News;
  switch (news.is) {
    case 'failed': {
      const { at, broadcast, conversation, detail, message, reason } = news;
      await count(ctx, 'failed', broadcast, `${conversation}:${message}`, { conversation, reason, detail, at } satisfies Failure);
      return undefined;
    }
    case 'answered': {
      const { at, broadcast, contact, conversation, seq } = news;
      await count(ctx, 'answered', broadcast, contact, at);
      // Where it was said to them in the same chat the words stand above.
      const above = await ctx.data.entries(saidKey(conversation, ''));
      if (!above.some(({ value }) => (value as Heard).broadcast === broadcast)) await ctx.data.set(answerKey(conversation), { broadcast, conversation, seq } satisfies AnswerTo);
      return undefined;
    }
    case 'left': {
      await ctx.outreach.optOut(news.contact, true);
      await count(ctx, 'left', news.broadcast, news.contact, true);
      return sayGoodbye(ctx, news);
    }
  }
}

/** Nobody needs to look at a chat that says nothing else. */
async function sayGoodbye({ config: { goodbye }, conversations }: Own, { conversation, seq }: AnswerTo): Promise<WorkOutcome | undefined> {
  const done: OrderOutcome[] = [];
  if (goodbye.trim() !== '') done.push(await conversations.post({ id: `goodbye:${seq}`, conversation, as: SELF, text: goodbye, audience: 'public' }));
  if (seq <= FIRST_SEQ) done.push(await conversations.end({ id: `left:${seq}`, conversation, as: SELF, solved: true }));
  return done.some((outcome) => 'refused' in outcome && outcome.retryable) ? { error: 'the chat takes nothing for the moment' } : undefined;
}

/** Counted before it is written down, with what was counted: one that is cut off in between is told from one that is new. */
async function count({ data }: Own, kind: Kind, broadcast: string, of: string, value: unknown): Promise<void> {
  const key = entryKey(kind, broadcast, of);
  const kept = ((await data.get(resultsKey(broadcast))) ?? NONE) as Kept;
  if (kept.last !== key) {
    if ((await data.get(key)) !== undefined) return;
    await data.set(resultsKey(broadcast), { ...kept, [kind]: kept[kind] + 1, last: key } satisfies Kept);
  }
  await data.set(key, value);
}

/** What was said and heard so long ago that nothing can follow from it. */
export async function tidy({ data }: Own, now: number): Promise<void> {
  for (const prefix of [heardKey(''), saidKey('', '').slice(0, -1)]) {
    for (let page = await data.entries(prefix); page.length > 0; page = await data.entries(prefix, page.at(-1)?.key)) {
      for (const { key, value } of page) if (now - (value as Heard).at > LEAVE_MS) await data.delete(key);
    }
  }
}
