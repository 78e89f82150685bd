import { partsOf, type FileRef, type OutgoingMessage, type OutgoingTyping, type Sending, type SendOutcome } from 'parlor/plugin';
import { isQuotaSpent, outcomeOf, type Answer } from './answer.ts';
import { alarm, call } from './api.ts';
import { accountOf, type Account, type Own } from './config.ts';
import { creditOf, keepSent, known, spend, spendAll, type Known, type Person } from './credit.ts';
import { sayableAs, upload } from './media.ts';

/** Of one message, bytes. */
const MOST_BYTES = 2_048;
/** With so few left, short replies are sent as one. */
const LOW = 2;
/** How long the first of them waits for more, ms. */
const GATHER_MS = 3_000;
/** With none left it is looked at once more: what they have just written may not be counted yet, ms. */
const AGAIN_MS = 1_000;

/** One message of WeChat's, or a file that it has to be given first. */
type Part = { readonly say: object } | { readonly file: FileRef };

/** Says it to the person, if WeChat lets us. */
export async function send(ctx: Own, message: OutgoingMessage, { attempt, behind }: Sending): Promise<SendOutcome | undefined> {
  const account = accountOf(ctx, message.account);
  if (account === undefined) return { failure: 'refused', reason: `there is no account ${message.account} any more` };
  const person = { account: account.id, openid: message.to };
  const standing = await known(ctx, person);
  const { left } = creditOf(standing, Date.now());
  if (left === 0 && attempt === 1) return { failure: 'retry', reason: 'nothing is left', retryMs: AGAIN_MS };
  const parts = await partsIn(ctx, message);
  const taken = standing.sent.part?.message === message.id ? standing.sent.part.taken : 0;
  if (left === null || left > LOW || taken > 0 || !isShort(message)) return sendParts(ctx, account, person, standing, message, parts.slice(taken), taken);
  const along = left === 0 ? [] : following(message, behind);
  if (left > 0 && along.length === 0 && attempt === 1) return { failure: 'retry', reason: 'waits for what can go along with it', retryMs: GATHER_MS };
  const failure = await sendParts(ctx, account, person, standing, message, [textPart([message, ...along].map(({ body }) => body.text).join('\n'))], 0);
  return failure ?? { along: along.length };
}

/** To whom it was shown, and when, by performance.now(). */
const shown = new Map<string, number>();
/** WeChat shows it for 15 s, ms. */
const SHOWN_MS = 12_000;
const MOST_SHOWN = 1_000;

/** The person sees that somebody types. WeChat takes it only where they were heard a moment ago: what it answers is nobody's concern. */
export async function type(ctx: Own, { account: id, to }: OutgoingTyping): Promise<void> {
  const account = accountOf(ctx, id);
  const [person, now] = [`${id}:${to}`, performance.now()];
  if (account === undefined || now - (shown.get(person) ?? -Infinity) < SHOWN_MS) return;
  if (shown.size >= MOST_SHOWN) shown.clear();
  shown.set(person, now);
  await call(ctx, account, 'message/custom/typing', { touser: to, command: 'Typing' });
}

/** Refused as a whole where not all of it may be said: half a message is worse than none. */
async function sendParts(ctx: Own, account: Account, person: Person, standing: Known, { id, to }: OutgoingMessage, parts: readonly Part[], taken: number): Promise<SendOutcome | undefined> {
  const { left } = creditOf(standing, Date.now());
  if (left !== null && parts.length > left) return { failure: 'window-closed', reason: left === 0 ? 'no message is left until they write again' : `needs ${parts.length} messages, and ${left} are left until they write again` };
  let now = standing;
  for (const [index, part] of parts.entries()) {
    const answer = await sendPart(ctx, account, to, part);
    const failure = outcomeOf(answer);
    if (failure !== undefined) {
      await alarm(ctx, account, answer);
      if (isQuotaSpent(answer)) await keepSent(ctx, person, spendAll(now));
      return failure;
    }
    now = spend(now, Date.now(), index + 1 < parts.length ? { message: id, taken: taken + index + 1 } : undefined);
    await keepSent(ctx, person, now.sent);
  }
  return undefined;
}

async function sendPart(ctx: Own, account: Account, to: string, part: Part): Promise<Answer> {
  if ('say' in part) return call(ctx, account, 'message/custom/send', { touser: to, ...part.say });
  const { media, ...answer } = await upload(ctx, account, part.file);
  const as = sayableAs(part.file);
  return media === undefined || as === null ? answer : call(ctx, account, 'message/custom/send', { touser: to, msgtype: as, [as]: { media_id: media } });
}

const textPart = (content: string): Part => ({ say: { msgtype: 'text', text: { content } } });
const bytesOf = (text: string): number => Buffer.byteLength(text);
const fits = (text: string): boolean => bytesOf(text) <= MOST_BYTES;
const split = (text: string): readonly string[] => partsOf(text, MOST_BYTES, bytesOf);

/** A message with choices ends in a menu of them; they are numbered where their menu would be too long. What WeChat does not take of files is an address. */
async function partsIn({ files }: Own, { body: { choices, file, text }, kind }: OutgoingMessage): Promise<readonly Part[]> {
  if (file !== undefined) {
    if (sayableAs(file) !== null) return [{ file }, ...split(text).map(textPart)];
    return split([text, file.name, await files.link(file.id)].filter((line) => line !== '').join('\n')).map(textPart);
  }
  if (kind !== 'quick-replies' || choices === undefined) return split(text).map(textPart);
  const parts = split(text);
  const head = parts.at(-1) ?? '';
  if (!fits([head, ...choices].join('\n'))) return split([text, ...choices.map((choice, index) => `${index + 1}. ${choice}`)].join('\n')).map(textPart);
  return [...parts.slice(0, -1).map(textPart), { say: { msgtype: 'msgmenu', msgmenu: { head_content: head, list: choices.map((content, index) => ({ id: String(index + 1), content })), tail_content: '' } } }];
}

const isShort = ({ body: { text }, kind }: OutgoingMessage): boolean => kind === 'text' && fits(text);

/** Those behind it that go into the same message. */
function following(first: OutgoingMessage, behind: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  let text = first.body.text;
  const end = behind.findIndex((each) => {
    text += `\n${each.body.text}`;
    return !isShort(each) || !fits(text);
  });
  return end === -1 ? behind : behind.slice(0, end);
}
