import { codeOf, isForGood, type RouteAnswer, type RouteRequest } from 'parlor/plugin';
import { accountOf, type Account, type Own } from './config.ts';
import { hear, remember } from './credit.ts';
import { heardIn, type Heard } from './heard.ts';
import { isFetching, queue } from './media.ts';
import { isGenuine, opened } from './signature.ts';
import { readXml } from './xml.ts';

/** Whoever does not hear this within 5 s tries twice more, and tells the person that the account is out of order. */
const SUCCESS: RouteAnswer = { status: 200, genuine: true, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'success' };
const refused = (status: number, code: string): RouteAnswer => ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ code }) });
const FORGED = refused(401, 'signature.invalid');

/** Base64 only, so that nothing is read as XML before its signature is known to be good. */
const ENCRYPTED = /<Encrypt>(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?<\/Encrypt>/;

const isSigned = ({ query: { nonce = '', timestamp = '' } }: RouteRequest, { token }: Account, signature: string | undefined, encrypted = ''): boolean =>
  signature !== undefined && isGenuine({ timestamp, nonce, encrypted, signature }, token, Date.now());

/** WeChat asks whether the address is ours; where it asks in secret the answer is not. */
export function answerCheck(ctx: Own, request: RouteRequest): RouteAnswer {
  const account = accountOf(ctx, request.params['account'] ?? '');
  const { echostr = '', msg_signature: secret, signature } = request.query;
  if (account === undefined) return FORGED;
  const answer = (body: string): RouteAnswer => ({ ...SUCCESS, body });
  if (secret !== undefined && account.aesKey !== '') {
    if (!isSigned(request, account, secret, echostr)) return FORGED;
    const echo = opened(echostr, account);
    return echo === null ? refused(400, 'envelope.invalid') : answer(echo);
  }
  return isSigned(request, account, signature) ? answer(echostr) : FORGED;
}

/** Something was said or done. What nobody can take is logged, and not asked for again. */
export async function take(ctx: Own, request: RouteRequest): Promise<RouteAnswer> {
  const account = accountOf(ctx, request.params['account'] ?? '');
  if (account === undefined) return FORGED;
  const letter = letterIn(request, account);
  if (typeof letter !== 'string') return letter;
  const xml = readXml(letter);
  const heard = xml && heardIn(xml, account);
  if (heard === null) return refused(400, 'message.invalid');
  try {
    await keep(ctx, account, heard, latest(request));
  } catch (error) {
    if (!isForGood(error)) throw error;
    ctx.log('a message was refused', { account: account.id, message: heard.id, code: codeOf(error) });
  }
  return SUCCESS;
}

/** Where the account has a key nothing is taken in the clear. */
function letterIn(request: RouteRequest, account: Account): string | RouteAnswer {
  const { encoding, query, rawBody } = request;
  const body = Buffer.from(rawBody, encoding).toString();
  if (account.aesKey === '') return isSigned(request, account, query['signature']) ? body : FORGED;
  const encrypted = ENCRYPTED.exec(body)?.[1];
  if (encrypted === undefined) return isSigned(request, account, query['signature']) ? refused(400, 'envelope.plain') : FORGED;
  if (!isSigned(request, account, query['msg_signature'], encrypted)) return FORGED;
  return opened(encrypted, account) ?? refused(400, 'envelope.invalid');
}

/** By WeChat's clock, which says when things were said as well, or by ours, whichever is ahead; ms since the epoch. */
const latest = ({ query }: RouteRequest): number => Math.max(Date.now(), Number(query['timestamp']) * 1_000);

async function keep(ctx: Own, { id: account, language }: Account, { as, at, facts, id, medium, occasion, openid, text }: Heard, now: number): Promise<void> {
  const person = { account, openid };
  // Words wait for the picture that was sent before them.
  const message = async (): Promise<unknown> => (medium !== undefined || (await isFetching(ctx, person))
    ? queue(ctx, { account, openid, id, medium, text })
    : ctx.chats.receive({ account, externalId: openid, id, locale: language, kind: 'text', body: { text } }));
  await Promise.all([
    occasion === null ? undefined : hear(ctx, person, occasion, at, now),
    facts === undefined ? undefined : remember(ctx, person, facts),
    as === 'message' ? message() : undefined,
    as === 'note' ? ctx.chats.note({ account, externalId: openid, id, text }) : undefined,
  ]);
}
