import { setTimeout as sleep } from 'node:timers/promises';
import type { InlineKeyboardMarkup } from '@grammyjs/types';
import type { OutgoingMessage, OutgoingTyping, SendOutcome } from 'parlor/plugin';
import { BotApiError, call } from './api.ts';
import { noteBlocked } from './blocked.ts';
import { accountOf, botOf, type Account, type Own } from './config.ts';
import { Pace } from './pace.ts';
import { partsOf } from './parts.ts';
import { dataOf } from './updates.ts';

/** A message waits here for its turn so long at most, ms; longer it waits in its lane, and others go on. */
const PATIENCE_MS = 5_000;

let pace = new Pace();

/** Another start, perhaps of another bot: what was known of the pace is known anew soon enough. */
export const forgetPace = (): void => void (pace = new Pace());

const sentKey = ({ id }: OutgoingMessage): string => `sent:${id}`;

/**
 * Says it in as many messages as Telegram needs for it, at the pace that Telegram takes. Telegram knows no idempotency keys: what it took
 * without saying so is said again. Of several messages those that it has are remembered, so that a later one's failure repeats none.
 */
export async function send(ctx: Own, message: OutgoingMessage): Promise<SendOutcome | undefined> {
  const account = accountOf(ctx, message.account);
  if (account === undefined) return { failure: 'refused', reason: `there is no account ${message.account} any more` };
  const parts = partsOf(message.body.text);
  const keyboard = keyboardOf(message);
  const done = parts.length === 1 ? 0 : Number((await ctx.data.get(sentKey(message))) ?? 0);
  for (const [index, text] of [...parts.entries()].slice(done)) {
    const isLast = index === parts.length - 1;
    const failure = await sendPart(ctx, account, message.to, text, isLast ? keyboard : undefined);
    if (failure !== undefined) return failure;
    if (!isLast) await ctx.data.set(sentKey(message), index + 1);
  }
  if (parts.length > 1) await ctx.data.delete(sentKey(message));
  return undefined;
}

async function sendPart(ctx: Own, account: Account, to: string, text: string, keyboard: InlineKeyboardMarkup | undefined): Promise<SendOutcome | undefined> {
  const wait = pace.take(botOf(account), to, performance.now(), PATIENCE_MS);
  if (wait > PATIENCE_MS) return { failure: 'retry', reason: 'Telegram takes no more messages at the moment', retryMs: wait };
  await sleep(wait);
  try {
    await call(ctx, account, 'sendMessage', { chat_id: Number(to), text, ...(keyboard === undefined ? {} : { reply_markup: keyboard }) });
    return undefined;
  } catch (error) {
    if (!(error instanceof BotApiError)) throw error;
    return outcomeOf(ctx, account, to, error);
  }
}

/** One button a line: choices are sentences. */
const keyboardOf = ({ body: { choices }, kind }: OutgoingMessage): InlineKeyboardMarkup | undefined =>
  (kind !== 'quick-replies' || choices === undefined ? undefined : { inline_keyboard: choices.map((text, index) => [{ text, callback_data: dataOf(text, index) }]) });

/** What is wrong with the person or the message is for good; with the token, the pace or Telegram itself it may be mended within the day. */
async function outcomeOf(ctx: Own, account: Account, to: string, { message: reason, retryAfter, status }: BotApiError): Promise<SendOutcome> {
  switch (status) {
    case 400: return { failure: 'refused', reason };
    case 403:
      if (/deactivated/.test(reason)) return { failure: 'refused', reason };
      await noteBlocked(ctx, account, to, Date.now());
      return { failure: 'window-closed', reason };
    case 429: {
      if (retryAfter === undefined) return { failure: 'retry', reason };
      pace.pause(botOf(account), to, performance.now(), retryAfter * 1_000);
      return { failure: 'retry', reason, retryMs: retryAfter * 1_000 };
    }
    default: return { failure: 'retry', reason };
  }
}

/** The person sees for 5 s that somebody types. */
export async function type(ctx: Own, { account: id, to }: OutgoingTyping): Promise<void> {
  const account = accountOf(ctx, id);
  if (account !== undefined) await call(ctx, account, 'sendChatAction', { chat_id: Number(to), action: 'typing' });
}
