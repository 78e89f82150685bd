import { randomUUID } from 'node:crypto';
import { codeOf, isForGood, type FileRef, type WorkOutcome, type WorkPiece } from 'parlor/plugin';
import { answerOf, BUSY, outcomeOf, type Answer } from './answer.ts';
import { alarm, withToken } from './api.ts';
import { accountOf, urlOf, type Account, type Own } from './config.ts';
import type { Medium } from './heard.ts';

/** A picture, a recording or a film that somebody has sent, and that WeChat keeps for three days; or words behind one. */
export interface Pending {
  readonly account: string;
  readonly openid: string;
  readonly id: string;
  readonly medium?: Medium | undefined;
  /** Said in its place if it does not come. */
  readonly text: string;
}

interface Got extends Answer {
  readonly bytes?: Uint8Array;
  readonly type?: string;
}

/** Of all that one file may take, ms. */
const TIMEOUT_MS = 25_000;
const NAMES = { image: 'picture', voice: 'voice', video: 'video' } as const;

/** What WeChat takes, and how large, bytes. Voice has a minute at most, which nobody here knows. */
const TAKES: Readonly<Record<string, { readonly as: 'image' | 'voice'; readonly extension: string; readonly most: number }>> = {
  'image/jpeg': { as: 'image', extension: 'jpg', most: 10 << 20 },
  'image/png': { as: 'image', extension: 'png', most: 10 << 20 },
  'image/gif': { as: 'image', extension: 'gif', most: 10 << 20 },
  'audio/amr': { as: 'voice', extension: 'amr', most: 2 << 20 },
  'audio/mpeg': { as: 'voice', extension: 'mp3', most: 2 << 20 },
};

/** It leads where nobody may go, now and later. WeChat's own code for a file that is none. */
const NOWHERE: Got = { code: 40007, text: 'leads to no public server' };

type Who = Pick<Pending, 'account' | 'openid'>;

/** What of a person's was put last into their lane, until it is said; from then on {@link NOTHING}. */
const lastOf = ({ account, openid }: Who): string => `media:${account}:${openid}`;
/** An id of none. */
const NOTHING = '';

/** Whether something of theirs is still being fetched: what they say next is to wait for it. */
export const isFetching = async ({ data }: Own, who: Who): Promise<boolean> => ((await data.get(lastOf(who))) ?? NOTHING) !== NOTHING;

/** Says it when it is there, behind what came before it. */
export async function queue(ctx: Own, pending: Pending): Promise<void> {
  const { account, id, openid } = pending;
  await ctx.data.set(lastOf(pending), id);
  await ctx.queue.add('media', { key: `${account}:${id}`, lane: `${account}:${openid}`, payload: pending });
}

/** Compared and swapped: what is put behind it at this moment is still waited for. */
async function said({ data }: Own, pending: Pending): Promise<void> {
  await data.replace(lastOf(pending), pending.id, NOTHING);
}

/** Copies it while it is there, and says it in the chat. */
export async function bring(ctx: Own, { payload }: WorkPiece): Promise<WorkOutcome | undefined> {
  const pending = payload as Pending;
  const outcome = pending.medium === undefined ? await say(ctx, pending) : await fetchAndSay(ctx, pending, pending.medium);
  if (outcome === undefined) await said(ctx, pending);
  return outcome;
}

async function say(ctx: Own, { account: id, openid, text, ...message }: Pending): Promise<undefined> {
  const account = accountOf(ctx, id);
  if (account === undefined) return;
  try {
    await ctx.chats.receive({ account: id, externalId: openid, id: message.id, locale: account.language, kind: 'text', body: { text } });
  } catch (error) {
    if (!isForGood(error)) throw error;
    ctx.log('a message was refused', { account: id, message: message.id, code: codeOf(error) });
  }
}

async function fetchAndSay(ctx: Own, { account: id, openid, ...message }: Pending, medium: Medium): Promise<WorkOutcome | undefined> {
  const account = accountOf(ctx, id);
  if (account === undefined) return { dead: `there is no account ${id} any more` };
  const { bytes, type, ...answer } = await download(ctx, account, medium.id).catch((error: unknown): Got => {
    if (codeOf(error) === 'http.not-allowed') return NOWHERE;
    throw error;
  });
  const failure = outcomeOf(answer);
  if (failure !== undefined || bytes === undefined) {
    await alarm(ctx, account, answer);
    return failure !== undefined && 'failure' in failure && failure.failure === 'retry' ? { error: failure.reason } : { dead: `${answer.code} ${answer.text}` };
  }
  try {
    const file = await ctx.files.keep({ name: `${NAMES[medium.kind]}.${extensionOf(type, medium.kind)}`, bytes, ...(type === undefined ? {} : { type }) });
    await ctx.chats.receive({ account: id, externalId: openid, id: message.id, locale: account.language, kind: kindOf(file), body: { text: medium.caption, file } });
    return undefined;
  } catch (error) {
    if (!isForGood(error)) throw error;
    return { dead: String(codeOf(error)) };
  }
}

/** Agents read at least that there was something. */
export async function missed(ctx: Own, { payload }: WorkPiece): Promise<void> {
  const pending = payload as Pending;
  const { account: id, medium, openid, text } = pending;
  const account = accountOf(ctx, id);
  if (account !== undefined) await ctx.chats.receive({ account: id, externalId: openid, id: medium === undefined ? pending.id : `${pending.id}-missed`, locale: account.language, kind: 'text', body: { text } });
  await said(ctx, pending);
}

/** What the house takes it for if it is what it says: it looks for itself. */
const kindOf = ({ type }: FileRef): 'image' | 'voice' | 'file' => (type.startsWith('image/') ? 'image' : type.startsWith('audio/') ? 'voice' : 'file');

const EXTENSIONS = { image: 'jpg', voice: 'amr', video: 'mp4' } as const;
const extensionOf = (type: string | undefined, kind: Medium['kind']): string => (type === undefined ? undefined : TAKES[type]?.extension) ?? EXTENSIONS[kind];

/** JSON instead of a file is an error, or the address of a film. */
function download(ctx: Own, account: Account, media: string): Promise<Got> {
  return withToken(ctx, account, async (token) => {
    const given = await fetchFile(ctx, urlOf(account, `media/get?access_token=${encodeURIComponent(token)}&media_id=${encodeURIComponent(media)}`));
    const { video_url: film } = given.json ?? {};
    // Where else it leads is for WeChat to say, but not into the house's own net.
    return typeof film === 'string' ? fetchFile(ctx, film, { publicOnly: !isAtApi(film, account) }) : given;
  });
}

const isAtApi = (address: string, { api }: Account): boolean => URL.canParse(address) && new URL(address).origin === new URL(api).origin;

async function fetchFile({ http }: Own, url: string, { publicOnly = false } = {}): Promise<Got & { readonly json?: Readonly<Record<string, unknown>> }> {
  const { bytes = new Uint8Array(), headers, status, truncated } = await http.request({ url, as: 'bytes', publicOnly, timeout: TIMEOUT_MS });
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (status !== 200 || /json|text\/plain/.test(type)) return answerOf(status, new TextDecoder().decode(bytes));
  if (truncated) return { code: TOO_LARGE, text: 'larger than is taken' };
  return { code: 0, text: '', bytes, ...(/^(?:image|audio|video)\//.test(type) ? { type: type.trim() } : {}) };
}

/** WeChat's own code for a file that is too large. */
const TOO_LARGE = 40006;

/** How it can be said: null as its address only. */
export const sayableAs = ({ size, type }: FileRef): 'image' | 'voice' | null => {
  const takes = TAKES[type];
  return takes !== undefined && size <= takes.most ? takes.as : null;
};

/** Gives it to WeChat, which keeps it for three days; its id there. */
export async function upload(ctx: Own, account: Account, file: FileRef): Promise<Answer & { readonly media?: string }> {
  const { bytes, type } = await ctx.files.read(file.id);
  const { as = 'image', extension = '' } = TAKES[type] ?? {};
  const { body, contentType } = formOf(bytes, type, `${as}.${extension}`);
  return withToken(ctx, account, async (token) => {
    const given = await ctx.http.request({ url: urlOf(account, `media/upload?access_token=${encodeURIComponent(token)}&type=${as}`), method: 'POST', headers: { 'content-type': contentType }, bytes: body, timeout: TIMEOUT_MS });
    const { json, ...answer } = answerOf(given.status, given.body);
    return typeof json['media_id'] === 'string' ? { ...answer, media: json['media_id'] } : { ...answer, code: answer.code || BUSY };
  });
}

/** RFC 7578, one file. */
function formOf(bytes: Uint8Array, type: string, name: string): { readonly body: Uint8Array; readonly contentType: string } {
  const boundary = `form-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return { body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]), contentType: `multipart/form-data; boundary=${boundary}` };
}
