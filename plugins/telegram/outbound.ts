import { setTimeout as sleep } from 'node:timers/promises';
import type { InlineKeyboardMarkup } from '@grammyjs/types';
import { partsOf, type FileRef, type OutgoingMessage, type OutgoingTyping, type SendOutcome } from 'parlor/plugin';
import { BotApiError, call, upload } from './api.ts';
import { noteBlocked } from './blocked.ts';
import { accountOf, botOf, type Account, type Own } from './config.ts';
import { isOf, wordsOf } from './errors.ts';
import { Pace } from './pace.ts';
import { dataOf } from './updates.ts';

/** A message waits here for its turn so long at most, ms; longer it waits in its lane, and others go on. */
const PATIENCE_MS = 5_000;

/** Of one message, and of the words under a file, UTF-16 units. */
const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;
/** Bytes. */
const MAX_PHOTO = 10 << 20;
/** Less than a request may carry (25 MiB), by what stands around a file. */
const MAX_FILE = (25 << 20) - (64 << 10);
const PHOTOS: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);
const VOICES: ReadonlySet<string> = new Set(['audio/ogg', 'audio/mpeg', 'audio/mp4']);

let pace = new Pace();

/** Another start, perhaps of another bot: what was known of the pace is known anew soon enough. */
export const forgetPace = (): void => void (pace = new Pace());

const sentKey = ({ id }: OutgoingMessage): string => `sent:${id}`;

/** One message at Telegram. */
type Part = { readonly text: string; readonly keyboard?: InlineKeyboardMarkup | undefined } | { readonly file: FileRef; readonly kind: OutgoingMessage['kind']; readonly caption: string };

/**
 * Says it in as many messages as Telegram needs for it, at the pace that Telegram takes. Telegram knows no idempotency keys: what it took
 * without saying so is said again. Of several messages those that it has are remembered, so that a later one's failure repeats none.
 */
export async function send(ctx: Own, message: OutgoingMessage): Promise<SendOutcome | undefined> {
  const account = accountOf(ctx, message.account);
  if (account === undefined) return { failure: 'refused', reason: `there is no account ${message.account} any more` };
  const parts = await partsIn(ctx, message);
  const done = parts.length === 1 ? 0 : Number((await ctx.data.get(sentKey(message))) ?? 0);
  for (const [index, part] of [...parts.entries()].slice(done)) {
    const failure = await sendPart(ctx, account, message.to, part);
    if (failure !== undefined) return failure;
    if (index < parts.length - 1) await ctx.data.set(sentKey(message), index + 1);
  }
  if (parts.length > 1) await ctx.data.delete(sentKey(message));
  return undefined;
}

/** Buttons stand under the last one. Words that are too many for a caption come behind their file; a file that is too large is an address. */
async function partsIn({ files }: Own, message: OutgoingMessage): Promise<readonly Part[]> {
  const { body: { file, text }, kind } = message;
  if (file !== undefined && file.size > MAX_FILE) return partsOf([text, file.name, await files.link(file.id)].filter((line) => line !== '').join('\n'), MAX_TEXT).map((each) => ({ text: each }));
  const isCaption = file !== undefined && text.length <= MAX_CAPTION;
  const texts = isCaption ? [] : partsOf(text, MAX_TEXT);
  const keyboard = keyboardOf(message);
  return [...(file === undefined ? [] : [{ file, kind, caption: isCaption ? text : '' }]), ...texts.map((each, index) => ({ text: each, keyboard: index === texts.length - 1 ? keyboard : undefined }))];
}

async function sendPart(ctx: Own, account: Account, to: string, part: Part): Promise<SendOutcome | undefined> {
  const wait = pace.take(botOf(account), to, performance.now(), PATIENCE_MS);
  if (wait > PATIENCE_MS) return { failure: 'retry', reason: 'Telegram takes no more messages at the moment', retryMs: wait };
  await sleep(wait);
  try {
    if ('file' in part) await sendFile(ctx, account, to, part);
    else await call(ctx, account, 'sendMessage', { chat_id: Number(to), text: part.text, ...(part.keyboard === undefined ? {} : { reply_markup: part.keyboard }) });
    return undefined;
  } catch (error) {
    if (isOf(error, 'file.')) return { failure: 'refused', reason: wordsOf(error) };
    if (!(error instanceof BotApiError)) throw error;
    return outcomeOf(ctx, account, to, error);
  }
}

/** What Telegram would not take for a picture or a voice it takes as a file. */
async function sendFile(ctx: Own, account: Account, to: string, { caption, file: { id, size, type }, kind }: Extract<Part, { readonly file: FileRef }>): Promise<void> {
  const file = await ctx.files.read(id);
  const fields = { chat_id: to, ...(caption === '' ? {} : { caption }) };
  if (kind === 'image' && size <= MAX_PHOTO && PHOTOS.has(type)) await upload(ctx, account, 'sendPhoto', fields, 'photo', file);
  else if (kind === 'voice' && VOICES.has(type)) await upload(ctx, account, 'sendVoice', fields, 'voice', file);
  else await upload(ctx, account, 'sendDocument', fields, 'document', file);
}

/** One button a line: choices are sentences. */
const keyboardOf = ({ body: { choices }, kind }: OutgoingMessage): InlineKeyboardMarkup | undefined =>
  (kind !== 'quick-replies' || choices === undefined ? undefined : { inline_keyboard: choices.map((text, index) => [{ text, callback_data: dataOf(text, index) }]) });

/** What is wrong with the person or the message is for good; with the token, the pace or Telegram itself it may be mended within the day. */
async function outcomeOf(ctx: Own, account: Account, to: string, { message: reason, retryAfter, status }: BotApiError): Promise<SendOutcome> {
  switch (status) {
    case 400:
    case 413: return { failure: 'refused', reason };
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
