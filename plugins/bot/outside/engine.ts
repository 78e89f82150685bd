import { createHmac, randomInt } from 'node:crypto';
import { z } from 'parlor/plugin';
import { spoken } from '../faq.ts';
import type { Own } from '../own.ts';
import { OutsideError, type Failure } from './failure.ts';
import type { Brought, Target } from './gate.ts';
import { sendJson } from './send.ts';
import type { Engine } from './settings.ts';

/** What an engine made of a text. */
export interface EngineAnswer {
  /** Null: it does not know. */
  readonly text: string | null;
  /** Answers that may be tapped. */
  readonly choices: readonly string[];
  /** Questions that it knows, and that are somewhat like it. */
  readonly near: readonly string[];
}

export interface EngineAsked {
  readonly user: string;
  readonly text: string;
  readonly best: number;
  readonly suggest: number;
}

const envelope = z.object({ rc: z.number(), data: z.unknown().optional(), error: z.unknown().optional(), msg: z.unknown().optional() });
const turn = z.object({
  string: z.string().nullish(),
  logic_is_fallback: z.boolean().nullish(),
  service: z.object({ provider: z.string() }).nullish(),
  params: z.unknown().optional(),
  faq: z.array(z.object({ post: z.string() })).nullish(),
});
const rows = z.array(z.object({ score: z.coerce.number(), replies: z.array(z.object({ content: z.string(), rtype: z.string().optional(), enabled: z.boolean().optional() })) }));

/** Of a message, UTF-16 units, and of what lies beside it. */
const MOST_TEXT = 4_000;
const MOST_CHOICES = 10;
const MOST_CHOICE = 80;
const MOST_NEAR = 3;
/** Who says nothing on purpose, or does not know. */
const SILENT: ReadonlySet<string> = new Set(['fallback', 'mute']);
/** As this house's own server says it; others have no codes that are known. */
const NOT_ALLOWED = 5;

export const targetOf = ({ dailyAnswers, id, seconds }: Engine): Target => ({ id: `engine.${id}`, ms: seconds * 1_000, most: { answers: dailyAnswers, tokens: Infinity } });

/** A turn of somebody's dialogue with it. Rejects with an OutsideError. */
export async function converse(ctx: Own, engine: Engine, asked: EngineAsked, ms: number): Promise<Brought<EngineAnswer>> {
  const read = turn.safeParse(await call(ctx, engine, '/conversation/query', { fromUserId: asked.user, textMessage: asked.text, faqBestReplyThreshold: asked.best, faqSuggReplyThreshold: asked.suggest, isDebug: false }, ms));
  if (!read.success) throw new OutsideError('unreadable', 'no answer of a dialogue');
  const { faq, logic_is_fallback: isFallback, params, service, string } = read.data;
  const text = plainOf(string ?? '');
  const isKnown = isFallback !== true && !SILENT.has(service?.provider ?? '') && text !== '';
  return { tokens: 0, got: { text: isKnown ? text : null, choices: isKnown ? choicesIn(params) : [], near: isKnown ? [] : shortOf((faq ?? []).map(({ post }) => post), MOST_NEAR) } };
}

/** What it would answer, without a dialogue: for agents. Rejects with an OutsideError. */
export async function lookUp(ctx: Own, engine: Engine, asked: EngineAsked, ms: number): Promise<Brought<EngineAnswer>> {
  const read = rows.safeParse(await call(ctx, engine, '/faq/query', { query: asked.text, fromUserId: asked.user, faqBestReplyThreshold: asked.best, faqSuggReplyThreshold: asked.suggest }, ms));
  if (!read.success) throw new OutsideError('unreadable', 'no list of questions');
  const [first] = [...read.data].sort((a, b) => b.score - a.score).filter(({ score }) => score >= asked.suggest);
  const replies = first?.replies.filter(({ enabled }) => enabled !== false) ?? [];
  const text = spoken({ replies: replies.map(({ content }) => content), formats: replies.map(({ rtype }) => (rtype === 'html' ? 'html' : 'plain')) }).join('\n').slice(0, MOST_TEXT).toWellFormed();
  return { tokens: 0, got: { text: text === '' ? null : text, choices: [], near: [] } };
}

async function call(ctx: Own, { clientId, secret, url }: Engine, path: string, body: unknown, ms: number): Promise<unknown> {
  const base = url.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  // Only what begins with `/api` is signed, whatever the server stands under.
  const signed = `/api/v1/chatbot/${clientId}${path}`;
  const answer = envelope.safeParse(await sendJson(ctx, { url: `${base}${signed}`, body, ms, headers: { authorization: authorization(clientId, secret, 'POST', signed, Date.now()) } }));
  if (!answer.success) throw new OutsideError('unreadable', 'no rc');
  const { data, error, msg, rc } = answer.data;
  if (rc !== 0) throw new OutsideError(failureOf(rc, error), `rc ${rc} ${typeof error === 'string' ? error : typeof msg === 'string' ? msg : ''}`);
  return data;
}

const failureOf = (rc: number, error: unknown): Failure => (rc === NOT_ALLOWED || (typeof error === 'string' && /auth|signature|secret/i.test(error)) ? 'key' : 'rejected');

/** As the API's clients sign: base64 of JSON, without a scheme; the body is not signed. `now` in ms. */
export function authorization(clientId: string, secret: string, method: string, path: string, now: number): string {
  const timestamp = Math.floor(now / 1_000);
  const random = randomInt(1_000_000_000, 10_000_000_000);
  const signature = createHmac('sha1', secret).update(`${clientId}${timestamp}${random}${method}${path}`).digest('hex');
  return Buffer.from(JSON.stringify({ appId: clientId, timestamp, random, signature })).toString('base64');
}

const plainOf = (text: string): string => (spoken({ replies: [text], formats: ['html'] })[0] ?? '').slice(0, MOST_TEXT).toWellFormed();

/** Of a list of questions, or of buttons: `[{ label | text | title }]`, or the like beneath `items`. What else may come with an answer no chat can show. */
function choicesIn(params: unknown): readonly string[] {
  const list = Array.isArray(params) ? params : (Object(params) as { readonly items?: unknown }).items;
  if (!Array.isArray(list)) return [];
  return shortOf(list.map((each: unknown) => {
    const { label, text, title } = Object(each) as Readonly<Record<string, unknown>>;
    return typeof each === 'string' ? each : [label, text, title].find((words) => typeof words === 'string');
  }), MOST_CHOICES);
}

const shortOf = (texts: readonly unknown[], most: number): readonly string[] =>
  [...new Set(texts.flatMap((text) => (typeof text === 'string' && text.trim() !== '' && text.length <= MOST_CHOICE ? [text.trim().toWellFormed()] : [])))].slice(0, most);
