import type { Update } from '@grammyjs/types';
import { codeOf, isForGood, isSameSecret, type IncomingMessage, type RouteAnswer, type RouteRequest } from 'parlor/plugin';
import { call } from './api.ts';
import { accountOf, botOf, webhookSecretOf, type Account, type Own } from './config.ts';
import { forgetBlocked, noteBlocked } from './blocked.ts';
import { wordsOf } from './errors.ts';
import { copy } from './files.ts';
import { hear, type Heard, type Media, type Person } from './updates.ts';

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** An update at the webhook: 200 when it is on disk. Whose bots there are nobody learns who does not know their secret. */
export async function takeCall(ctx: Own, { encoding, headers, params, rawBody }: RouteRequest): Promise<RouteAnswer> {
  const account = accountOf(ctx, params['account'] ?? '');
  if (account?.mode !== 'webhook' || !isSameSecret(headers[SECRET_HEADER] ?? '', webhookSecretOf(account))) return { status: 401 };
  try {
    await take(ctx, account, JSON.parse(Buffer.from(rawBody, encoding).toString()) as Update);
    return { status: 200, genuine: true };
  } catch (error) {
    ctx.log('an update could not be taken, and is to come again', { account: account.id, error: wordsOf(error) });
    return { status: 503, genuine: true };
  }
}

/** Takes one update, for good: rejects only where it may go well when it is brought again. */
export async function take(ctx: Own, account: Account, update: Update): Promise<void> {
  const heard = understood(ctx, update);
  switch (heard?.is) {
    case undefined: return;
    case 'blocked':
      await noteBlocked(ctx, account, heard.from.id, heard.at);
      return tellAgents(ctx, account, heard);
    case 'unblocked':
      await forgetBlocked(ctx, account, heard.from.id);
      return tellAgents(ctx, account, heard);
    case 'said': return receive(ctx, account, heard.id, heard.from, heard.text, heard.media);
    case 'chose':
      if (heard.text !== null) await receive(ctx, account, heard.id, heard.from, heard.text);
      // Or the button turns for a minute. That it was pressed too long ago for an answer is no matter.
      await call(ctx, account, 'answerCallbackQuery', { callback_query_id: heard.query }).catch((error: unknown) => ctx.log('a button was not answered', { error: wordsOf(error) }));
  }
}

const WORDS = {
  blocked: { en: 'Has blocked the bot: nothing is delivered until they are back', 'zh-CN': '用户已屏蔽机器人，恢复之前无法送达消息' },
  unblocked: { en: 'Is back: messages are delivered again', 'zh-CN': '用户已恢复机器人，可以继续送达消息' },
} as const;

/** In the chat that is open, where there is one. */
const tellAgents = (ctx: Own, account: Account, { from, id, is }: Extract<Heard, { readonly is: 'blocked' | 'unblocked' }>): Promise<void> =>
  forGood(ctx, account, id, () => ctx.chats.note({ account: account.id, externalId: from.id, id: `${botOf(account)}:${id}`, text: WORDS[is][account.language] }));

/** What cannot be read never will be: it is passed over, and those behind it go on. */
function understood({ log }: Own, update: Update): Heard | null {
  try {
    return hear(update);
  } catch (error) {
    log('an update could not be read', { update: update.update_id, error: wordsOf(error) });
    return null;
  }
}

async function receive(ctx: Own, account: Account, id: string, { id: externalId, locale, name }: Person, text: string, media: Media | null = null): Promise<void> {
  const file = media && (await copy(ctx, account, media));
  const message: IncomingMessage = {
    // Another bot under the same account numbers its messages anew.
    account: account.id, id: `${botOf(account)}:${id}`, externalId, ...(media === null || file === null ? { kind: 'text', body: { text } } : { kind: media.kind, body: { text: media.caption, file } }),
    ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }),
  };
  await forGood(ctx, account, id, async () => void (await ctx.chats.receive(message)));
  await forgetBlocked(ctx, account, externalId);
}

/** Rejects only where it may go well the next time. */
async function forGood(ctx: Own, account: Account, id: string, does: () => Promise<void>): Promise<void> {
  try {
    await does();
  } catch (error) {
    if (!isForGood(error)) throw error;
    ctx.log('an update was not accepted', { account: account.id, id, code: codeOf(error) });
  }
}
