import { refuse } from './errors.ts';
import type { Refusal } from './errors.ts';

/** What a message is made of. Kinds beyond text carry their own fields beside a `text` fallback. */
export type MessageKind = 'text' | 'image' | 'file' | 'voice' | 'card' | 'quick-replies' | 'form' | 'system';

export interface MessageBody {
  /** UTF-16, 1 to {@link MAX_TEXT} units, not only white space; kept as it was written. */
  readonly text: string;
}

/** Longest text of one message in UTF-16 units; WeChat allows 2,048 bytes and Telegram 4,096 units, channels split. */
export const MAX_TEXT = 8_000;

/** Checks a body from outside and returns a clean one, or why not. */
export function checkBody(kind: unknown, body: unknown): MessageBody | Refusal {
  if (kind !== 'text') return refuse('command.malformed', { field: 'kind' });
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return refuse('command.malformed', { field: 'body' });
  const { text } = body;
  if (text.length > MAX_TEXT) return refuse('message.too-long', { max: MAX_TEXT });
  if (text.trim() === '') return refuse('message.empty');
  return { text: text.isWellFormed() ? text : text.toWellFormed() };
}

/** The first written line of a message as lists show it, at most `max` UTF-16 units, never half a surrogate pair. */
export function previewOf(body: MessageBody, max = 120): string {
  const head = body.text.trimStart().slice(0, max + 1);
  const line = (head.includes('\n') ? head.slice(0, head.indexOf('\n')) : head).slice(0, max);
  return line.isWellFormed() ? line : line.slice(0, -1);
}
