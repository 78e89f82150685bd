import { createHash } from 'node:crypto';
import { codeOf, z, type FileRef, type IncomingMessage } from 'parlor/plugin';
import type { Own } from './config.ts';
import type { ProblemCode } from './problem.ts';

/** Files of one message. */
const MOST_FILES = 5;
/** UTF-16 units of a key that a number fits behind. */
const MAX_KEY = 158;
/** The whole of a request has ten seconds, ms. */
const FETCH_MS = 4_000;

const named = { name: z.string().min(1).max(500), type: z.string().max(200).optional(), durationMs: z.number().int().positive().optional() };
export const attachments = z.array(z.union([
  z.object({ ...named, base64: z.base64().min(1) }),
  z.object({ ...named, url: z.url({ protocol: /^https?$/ }).max(2_000) }),
], 'a name of 1 to 500 characters, and base64 or an http address as url')).max(MOST_FILES);

type Attachment = z.output<typeof attachments>[number];

/** Why a file did not come, as the sender is told. */
export class Unfetched extends Error {
  readonly code: Extract<ProblemCode, 'file.unavailable' | 'file.unreachable'>;
  constructor(code: Unfetched['code']) {
    super(`a file could not be fetched: ${code}`);
    this.code = code;
  }
}

async function bytesOf({ http }: Own, attachment: Attachment): Promise<Uint8Array> {
  if ('base64' in attachment) return Buffer.from(attachment.base64, 'base64');
  const answer = await http.request({ url: attachment.url, as: 'bytes', publicOnly: true, timeout: FETCH_MS }).catch((error: unknown) => {
    throw new Unfetched(codeOf(error) === 'http.not-allowed' ? 'file.unreachable' : 'file.unavailable');
  });
  // A redirect is an answer like any other: the address is to be the one that was signed.
  if (answer.status >= 500) throw new Unfetched('file.unavailable');
  if (answer.status !== 200 || answer.truncated || answer.bytes === undefined) throw new Unfetched('file.unreachable');
  return answer.bytes;
}

/** What the house takes it for if it is what it says: it looks for itself. */
const kindOf = ({ type }: FileRef): IncomingMessage['kind'] => (type.startsWith('image/') ? 'image' : type.startsWith('audio/') ? 'voice' : 'file');

/** Of the n-th file of a message. However long the key is, it is short enough; where it was before, it is as it was. */
const furtherIdOf = (id: string, n: number): string => (id.length <= MAX_KEY ? `${id}#${n}` : `${createHash('sha256').update(id).digest('base64url')}#${n}`);

/** A message each, the text with the first; their ids follow from the first one's. Rejects with {@link Unfetched}. */
export async function messagesOf(ctx: Own, message: IncomingMessage, files: readonly Attachment[]): Promise<readonly IncomingMessage[]> {
  const kept = await Promise.all(files.map(async (attachment) => {
    const { durationMs, name, type } = attachment;
    return ctx.files.keep({ name, bytes: await bytesOf(ctx, attachment), ...(type === undefined ? {} : { type }), ...(durationMs === undefined ? {} : { durationMs }) });
  }));
  return kept.map((file, index) => ({ ...message, id: index === 0 ? message.id : furtherIdOf(message.id, index + 1), kind: kindOf(file), body: { text: index === 0 ? message.body.text : '', file } }));
}
