import { isSameSecret, type RouteAnswer, type RouteRequest } from 'parlor/plugin';
import { depthOf } from '../engine/functions/result.ts';
import { parseJson } from '../engine/text/json.ts';
import { bot as storedBot } from '../library.ts';
import type { Own } from '../own.ts';
import { accountCalls, type AccountCall } from './account-calls.ts';
import { botCalls } from './bot-calls.ts';
import { namesIn, segmentsOf, type Around, type BotCall, type Call } from './calls.ts';
import { chatCalls } from './chat-calls.ts';
import { dictionaryCalls } from './dictionary-calls.ts';
import { answered, CallError, gone, RC, refused } from './envelope.ts';
import { faqCalls } from './faq-calls.ts';
import { intentCalls } from './intent-calls.ts';
import { keyOf } from './keys.ts';
import { modelCalls } from './model-calls.ts';
import { proverCalls } from './prover-calls.ts';
import { credentialsIn, isGenuine, UsedSignatures } from './signature.ts';
import { userCalls } from './user-calls.ts';

const BASE = segmentsOf('/api/v1');
const CHATBOT = 'chatbot';
const MOST_DEPTH = 32;
const NOT_GOOD = 'The signature is not good: check clientId, secret, and the clock, and sign each call anew';

const used = new UsedSignatures();

const ofBots: readonly Call[] = [...faqCalls, ...chatCalls, ...modelCalls, ...userCalls, ...dictionaryCalls, ...intentCalls, ...proverCalls, ...botCalls];

/** What is answered under `/api/v1`: whatever is wrong, status 200 with an `rc` that says so. */
export async function open(ctx: Own, request: RouteRequest, around: Around): Promise<RouteAnswer> {
  const given = segmentsOf(request.path).map(decoded);
  const [first, id, ...rest] = given.slice(BASE.length);
  if (BASE.some((segment, index) => given[index] !== segment) || first === undefined) return refused(RC.missing, `There is no call ${request.method} ${request.path}`);
  try {
    if (first === CHATBOT && id !== undefined) return await ofBot(ctx, request, around, id, rest);
    return await ofAccount(ctx, request, around, given.slice(BASE.length));
  } catch (error) {
    if (error instanceof CallError) return refused(error.rc, error.message);
    ctx.log('a call of the bot API failed', { call: `${request.method} ${request.path}`, error: String(error) });
    return refused(RC.failed, 'This server failed');
  }
}

async function ofBot(ctx: Own, request: RouteRequest, around: Around, id: string, path: readonly string[]): Promise<RouteAnswer> {
  const now = Date.now();
  const credentials = credentialsIn(request.headers['authorization'] ?? '');
  const [bot, key] = await Promise.all([storedBot(ctx, id), keyOf(ctx, id)]);
  const windowMs = ctx.config.replayMinutes * 60_000;
  // The same answer whether there is no such bot, no secret, or another one: nobody learns which bots there are.
  if (credentials?.appId !== id || key === undefined || !isGenuine(credentials, request, key.secret, { now, windowMs }) || bot === undefined) return refused(RC.notAllowed, NOT_GOOD);
  if (request.method !== 'GET' && !used.use(credentials, { now, windowMs })) return refused(RC.notAllowed, NOT_GOOD);
  const on: BotCall = {
    ...around, ctx, bot, id, request, now,
    brain: async () => {
      const brain = await around.brains.of(ctx, id);
      if (brain === undefined) throw gone();
      return brain;
    },
    mind: (brain, session, branch) => around.minds.with(ctx, id, brain, now, { branch, session }),
    settle: (change) => around.brains.settle(ctx, id, change),
  };
  return perform(ofBots, on, request, path);
}

async function ofAccount(ctx: Own, request: RouteRequest, around: Around, path: readonly string[]): Promise<RouteAnswer> {
  const token = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  if (ctx.config.accountToken === '' || !isSameSecret(token, ctx.config.accountToken)) return refused(RC.notAllowed, 'The access token is not good');
  const on: AccountCall = { ...around, ctx, now: Date.now() };
  return perform(accountCalls, on, request, path);
}

async function perform<On>(calls: readonly Call<On>[], on: On, request: RouteRequest, path: readonly string[]): Promise<RouteAnswer> {
  for (const { method, read, segments } of calls) {
    const names = method === request.method ? namesIn(segments, path) : null;
    if (names === null) continue;
    const answer = read({ ...request.query, ...bodyOf(request), ...names });
    return typeof answer === 'function' ? answered(await answer(on)) : refused(RC.badInput, answer.issues.slice(0, 3).map(({ message, path: at }) => `${at.join('.')}: ${message}`).join('; '));
  }
  return refused(RC.missing, `There is no call ${request.method} /${path.join('/')}`);
}

/** Empty where there is none, or a file; some clients send `null` for none. */
function bodyOf({ encoding, headers, rawBody }: RouteRequest): object {
  if (['', 'null'].includes(rawBody.trim()) || (headers['content-type'] ?? '').startsWith('multipart/')) return {};
  const body = encoding !== 'utf8' || depthOf(rawBody) > MOST_DEPTH ? undefined : parseJson(rawBody);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new CallError(RC.badInput, `The body is no JSON object, or more than ${MOST_DEPTH} deep`);
  return body;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
