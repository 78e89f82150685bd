import { answerOf, BUSY, type Answer } from './answer.ts';
import { urlOf, type Account, type Own } from './config.ts';

/** An access token. */
interface Token {
  readonly value: string;
  /** Whose: other settings need another token. */
  readonly appid: string;
  /** Ms since the epoch. */
  readonly until: number;
}

/** Not used in the last of its life: what is on its way must arrive, and clocks differ, s. */
const MARGIN_S = 300;
const LEAST_S = 30;

/** All nodes keep them together; each remembers what it has read, by account. */
const remembered = new Map<string, Token>();
const asked = new Map<string, Promise<Token | Answer>>();

const keyOf = ({ id }: Account): string => `token:${id}`;
const isGood = (token: Token | undefined, { appid }: Account): token is Token => token !== undefined && token.appid === appid && token.until > Date.now();

/** Another start, or other values. */
export const forgetTokens = (): void => remembered.clear();

/** Asked for once, however many want it at a time. An answer of WeChat's where there is none. */
export async function tokenOf(ctx: Own, account: Account): Promise<Token | Answer> {
  const token = remembered.get(account.id);
  if (isGood(token, account)) return token;
  const underWay = asked.get(account.id);
  if (underWay !== undefined) return underWay;
  const asking = find(ctx, account).finally(() => asked.delete(account.id));
  asked.set(account.id, asking);
  return asking;
}

async function find(ctx: Own, account: Account): Promise<Token | Answer> {
  const kept = (await ctx.data.get(keyOf(account))) as Token | undefined;
  const token = isGood(kept, account) ? kept : await fetchToken(ctx, account);
  if ('value' in token) remembered.set(account.id, token);
  return token;
}

/** WeChat answers all nodes with the same one as long as it is good, and takes the former one for five minutes. */
async function fetchToken({ data, http }: Own, account: Account): Promise<Token | Answer> {
  const { body, status } = await http.request({
    url: urlOf(account, 'stable_token'), method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credential', appid: account.appid, secret: account.appsecret, force_refresh: false }),
  });
  const answer = answerOf(status, body);
  const { access_token: value, expires_in: seconds } = answer.json;
  if (answer.code !== 0 || typeof value !== 'string' || typeof seconds !== 'number') return { code: answer.code || BUSY, text: answer.text || 'no token in the answer' };
  const token: Token = { value, appid: account.appid, until: Date.now() + Math.max(LEAST_S, seconds - MARGIN_S) * 1_000 };
  await data.set(keyOf(account), token);
  return token;
}

/** WeChat does not know this one any more. Where another node has a newer one already, that one is used. */
export async function forget({ data }: Own, account: Account, value: string): Promise<void> {
  if (remembered.get(account.id)?.value === value) remembered.delete(account.id);
  const kept = (await data.get(keyOf(account))) as Token | undefined;
  if (kept?.value === value) await data.delete(keyOf(account));
}
