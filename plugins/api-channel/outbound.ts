import type { OutboundAnswer, OutgoingMessage, SendOutcome } from 'parlor/plugin';
import { accountOf, secretsOf, type Own } from './config.ts';
import { sign } from './signature.ts';

/** Longer than any receiver may ask to be left alone, ms. */
const MOST_PATIENCE_MS = 3_600_000;

/** Posts it to the account's callback, under the same id at every attempt. */
export async function send(ctx: Own, message: OutgoingMessage): Promise<SendOutcome | undefined> {
  const account = accountOf(ctx, message.account);
  if (account === undefined) return { failure: 'refused', reason: `there is no account ${message.account} any more` };
  const { account: _account, ...rest } = message;
  const { file } = message.body;
  const body = JSON.stringify(file === undefined ? rest : { ...rest, body: { ...rest.body, file: { ...file, url: await ctx.files.link(file.id) } } });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return outcomeOf(await ctx.http.request({
    url: account.callback, method: 'POST', body,
    headers: {
      'content-type': 'application/json', 'user-agent': 'Parlor-Channel/1', 'idempotency-key': message.id, 'x-parlor-timestamp': timestamp,
      'x-parlor-signature': secretsOf(account).map((secret) => sign(secret, message.id, timestamp, body)).join(','),
    },
  }));
}

/** 410 and 422 are for good; everything else may be mended within the day. */
function outcomeOf({ body, headers, status }: OutboundAnswer): SendOutcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  const reason = `answered ${status}`;
  if (status === 410 || status === 422) return { failure: codeIn(body) === 'window-closed' ? 'window-closed' : 'refused', reason: codeIn(body) ?? reason };
  const seconds = Number(headers['retry-after']);
  return { failure: 'retry', reason, ...(seconds > 0 ? { retryMs: Math.min(MOST_PATIENCE_MS, seconds * 1_000) } : {}) };
}

/** `code` of a JSON answer. */
function codeIn(body: string): string | null {
  try {
    const { code } = Object(JSON.parse(body)) as { readonly code?: unknown };
    return typeof code === 'string' && code !== '' ? code : null;
  } catch {
    return null;
  }
}
