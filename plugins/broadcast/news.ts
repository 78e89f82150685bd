import type { ConversationEvent, OrderOutcome, Spoken, WorkOutcome, WorkPiece } from 'parlor/plugin';
import { find } from './book.ts';
import { isStop } from './broadcast.ts';
import type { Own } from './config.ts';
import { isFirst } from './openings.ts';
import { sweep, type Removal } from './removal.ts';
import { count, entry, forgetSaid, heardBy, isSaidIn, LEAVE_MS, noteAnswer, noteSaid, saidAt, type AnswerTo, type Failure, type Said } from './results.ts';

/** The word of who wants no more. `alone`: the chat says nothing else. */
type LeavesBy = AnswerTo & { readonly alone: boolean };

type News =
  | ({ readonly is: 'failed'; readonly broadcast: string; readonly message: number } & Failure)
  | ({ readonly is: 'answered'; readonly contact: string; readonly at: number } & AnswerTo)
  | ({ readonly is: 'left'; readonly contact: string } & LeavesBy)
  | ({ readonly is: 'goodbye' } & LeavesBy)
  | Removal;

/** For so long words count as an answer, ms. */
const ANSWER_MS = 7 * 86_400_000;

/** What a broadcast is called is for supervisors. */
const SELF = { name: 'Broadcast' } as const;

type Posted = Extract<ConversationEvent, { type: 'message.posted' }>;

/** From the log: what was said of a broadcast, and what is said to it. */
export async function hear(ctx: Own, event: Posted, conversation: string): Promise<void> {
  const { announcement, at, body, by, publicSeq, seq } = event;
  const alone = isFirst(conversation, seq);
  if (announcement?.plugin === 'broadcast') return hearOwn(ctx, { conversation, seq }, { broadcast: announcement.id, at });
  if (publicSeq === null || !by.startsWith('v_')) return;
  const leaves = isStop(body.text, ctx.config.stopWords);
  const { contact, heard } = await (leaves ? anyOf(ctx, by.slice(2)) : one(ctx, by.slice(2)));
  if (heard === undefined || at - heard.at > (leaves ? LEAVE_MS : ANSWER_MS)) return;
  const { broadcast } = heard;
  if (!leaves && (!(await isAfter(ctx, heard, at, conversation)) || (await entry(ctx, 'answered', broadcast, contact)) !== undefined)) return;
  const answer = { broadcast, contact, conversation, seq };
  const news: News = leaves ? { is: 'left', ...answer, alone } : { is: 'answered', ...answer, at };
  await ctx.queue.add('results', { key: `${news.is}:${broadcast}:${contact}`, lane: broadcast, payload: news });
}

/** A wish to be left alone is for no bot: it would look for an answer to it. */
export async function takes(ctx: Own, { at, body, by }: Posted): Promise<boolean> {
  if (!isStop(body.text, ctx.config.stopWords)) return false;
  const { heard } = await anyOf(ctx, by.slice(2));
  return heard !== undefined && at - heard.at <= LEAVE_MS;
}

/** Written down before it is asked whether the broadcast is there still: its removal takes away what was before, this what comes after. */
async function hearOwn(ctx: Own, spoken: Spoken, said: Said): Promise<void> {
  await noteSaid(ctx, spoken, said);
  if ((await find(ctx, said.broadcast)) === undefined) await forgetSaid(ctx, spoken);
}

interface Listener {
  readonly contact: string;
  readonly heard: Said | undefined;
}

const one = async (ctx: Own, contact: string): Promise<Listener> => ({ contact, heard: await heardBy(ctx, contact) });

/** Of all contacts that are the same person the one who heard something last: it may be said by any of their channels that they want no more. */
async function anyOf(ctx: Own, contact: string): Promise<Listener> {
  const person = await ctx.contacts.find(contact);
  const contacts = new Set([contact, ...(person === null ? [] : [person.id, ...person.ways.map((way) => way.contact)])]);
  const all = await Promise.all([...contacts].map((each) => one(ctx, each)));
  return all.reduce((last, each) => ((each.heard?.at ?? 0) > (last.heard?.at ?? 0) ? each : last));
}

/**
 * Whether words are behind what was said. One log has an order, whoever wrote what; between two logs nothing but the clocks of their nodes
 * tells, which is enough for a figure. Who wants no more is not asked for it: a clock that goes wrong loses nobody's word.
 */
const isAfter = async (ctx: Own, { at: said, broadcast }: Said, at: number, conversation: string): Promise<boolean> => at >= said || (await isSaidIn(ctx, conversation, broadcast));

/** After what was said, which the same log told before. */
export async function miss(ctx: Own, { at, detail, message, reason }: Extract<ConversationEvent, { type: 'delivery.failed' }>, conversation: string): Promise<void> {
  const said = await saidAt(ctx, { conversation, seq: message });
  if (said === undefined) return;
  const { broadcast } = said;
  await ctx.queue.add('results', { key: `failed:${conversation}:${message}`, lane: broadcast, payload: { is: 'failed', broadcast, conversation, message, reason, detail, at } satisfies News });
}

/** One broadcast's results one after the other, on one node: so they can be counted, and nothing of it comes after its removal. */
export async function record(ctx: Own, { payload }: WorkPiece): Promise<WorkOutcome | undefined> {
  const news = payload as News;
  const { broadcast } = news;
  if (news.is === 'removed') {
    await sweep(ctx, news);
    return undefined;
  }
  const kept = await find(ctx, broadcast);
  switch (news.is) {
    case 'failed': {
      const { at, conversation, detail, message, reason } = news;
      if (kept !== undefined) await count(ctx, 'failed', broadcast, `${conversation}:${message}`, { conversation, reason, detail, at } satisfies Failure);
      return undefined;
    }
    case 'answered': {
      const { contact, conversation, seq } = news;
      if (kept === undefined) return undefined;
      await count(ctx, 'answered', broadcast, contact, true);
      // Where it was said to them in the same chat the words stand above.
      if (!(await isSaidIn(ctx, conversation, broadcast))) await noteAnswer(ctx, { broadcast, conversation, seq }, kept);
      return undefined;
    }
    case 'left': {
      const { alone, contact, conversation, seq } = news;
      await ctx.outreach.optOut(contact, true);
      if (kept !== undefined) await count(ctx, 'left', broadcast, contact, true);
      // A piece of its own, beside the results: a chat that takes nothing for the moment neither holds them up, nor opts out again who has opted in meanwhile.
      await ctx.queue.add('results', { key: `goodbye:${conversation}:${seq}`, payload: { is: 'goodbye', broadcast, conversation, seq, alone } satisfies News });
      return undefined;
    }
    case 'goodbye': return sayGoodbye(ctx, news);
  }
}

/** Nobody needs to look at a chat that says nothing else. */
async function sayGoodbye({ config: { goodbye }, conversations }: Own, { alone, conversation, seq }: LeavesBy): Promise<WorkOutcome | undefined> {
  const isToWait = (outcome: OrderOutcome): boolean => 'refused' in outcome && outcome.retryable;
  const toCome: WorkOutcome = { error: 'the chat takes nothing for the moment' };
  if (goodbye.trim() !== '' && isToWait(await conversations.post({ id: `goodbye:${seq}`, conversation, as: SELF, text: goodbye, audience: 'public' }))) return toCome;
  return alone && isToWait(await conversations.end({ id: `left:${seq}`, conversation, as: SELF, solved: true })) ? toCome : undefined;
}
