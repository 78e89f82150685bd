import { answerOf, DAY_SPENT_MS, isDaySpent, isForAdministrators, isStale, SPENT, type Answer } from './answer.ts';
import { urlOf, type Account, type Own } from './config.ts';
import { forget, tokenOf } from './token.ts';

const ALARM_EVERY_MS = 3_600_000;

/** Accounts whose calls of the day are spent are not asked for again until then, ms since the epoch: every call would be refused, and counted. */
const stopped = new Map<string, number>();

/** Another start: an administrator may have seen to it. */
export const resume = (): void => stopped.clear();

/** Asks with the account's token, once more with a new one where WeChat does not know it any more. Throws where no answer came. */
export async function withToken<A extends Answer>(ctx: Own, account: Account, ask: (token: string) => Promise<A>): Promise<A | Answer> {
  if ((stopped.get(account.id) ?? 0) > Date.now()) return SPENT;
  const token = await tokenOf(ctx, account);
  let answer = 'code' in token ? token : await ask(token.value);
  if (isStale(answer) && 'value' in token) {
    await forget(ctx, account, token.value);
    const next = await tokenOf(ctx, account);
    answer = 'code' in next ? next : await ask(next.value);
  }
  if (isDaySpent(answer)) stopped.set(account.id, Date.now() + DAY_SPENT_MS);
  return answer;
}

export function call(ctx: Own, account: Account, path: string, body: object): Promise<Answer> {
  return withToken(ctx, account, async (token) => {
    const given = await ctx.http.request({ url: urlOf(account, `${path}?access_token=${encodeURIComponent(token)}`), method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return answerOf(given.status, given.body);
  });
}

/** Administrators are told of what only they can mend, once an hour for each code. */
export async function alarm(ctx: Own, { id, name }: Account, answer: Answer): Promise<void> {
  if (!isForAdministrators(answer)) return;
  const { code, text } = answer;
  const key = `alarm:${id}:${code}`;
  const now = Date.now();
  if (now - (((await ctx.data.get(key)) as number | undefined) ?? 0) < ALARM_EVERY_MS) return;
  await ctx.data.set(key, now);
  ctx.log('WeChat does not take what this account sends', { account: id, code, text });
  const reason = `${code} ${text}`.slice(0, 200);
  await ctx.notice(isDaySpent(answer)
    ? { en: `WeChat takes no more calls of ${name} today (${reason}). What is said waits.`, 'zh-CN': `公众号“${name}”今日接口调用次数已达上限（${reason}），消息将稍后重试。` }
    : { en: `WeChat refuses what ${name} sends (${reason}). Look at its settings there and here.`, 'zh-CN': `微信拒绝公众号“${name}”发送的消息（${reason}），请检查公众平台和此处的设置。` });
}
