import { refuse } from './errors.ts';
import type { Refusal } from './errors.ts';
import { checkFile, isFileKind } from './file.ts';
import type { FileKind, FileRef } from './file.ts';

/** What a message is made of. Kinds beyond text carry their own fields beside a `text` fallback. */
/** A `suggestion` is for agents: a bot's words, to be sent as their own. */
export type MessageKind = 'text' | 'suggestion' | FileKind | 'card' | 'quick-replies' | 'form' | 'system';

export interface MessageBody {
  /** UTF-16, 1 to {@link MAX_TEXT} units, not only white space; kept as it was written. Of a file its caption, which may be empty. */
  readonly text: string;
  /** Of `quick-replies`: what the visitor may answer with one tap, 1 to 10 texts of at most 80 units. */
  readonly choices?: readonly string[];
  /** Of `image`, `file` and `voice`. */
  readonly file?: FileRef;
}

/** Longest text of one message in UTF-16 units; WeChat allows 2,048 bytes and Telegram 4,096 units, channels split. */
export const MAX_TEXT = 8_000;

const MOST_CHOICES = 10;
const MAX_CHOICE = 80;

/** Checks a body from outside and returns a clean one, or why not. */
export function checkBody(kind: unknown, body: unknown): MessageBody | Refusal {
  if (kind !== 'text' && kind !== 'suggestion' && kind !== 'quick-replies' && !isFileKind(kind)) return refuse('command.malformed', { field: 'kind' });
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return refuse('command.malformed', { field: 'body' });
  const { text } = body;
  if (text.length > MAX_TEXT) return refuse('message.too-long', { max: MAX_TEXT });
  if (isFileKind(kind)) {
    const file = checkFile('file' in body ? body.file : undefined);
    return file === null ? refuse('command.malformed', { field: 'file' }) : { text: text.trim() === '' ? '' : text.toWellFormed(), file };
  }
  if (text.trim() === '') return refuse('message.empty');
  if (kind !== 'quick-replies') return { text: text.toWellFormed() };
  const choices = choicesOf(body);
  return choices === null ? refuse('command.malformed', { field: 'choices' }) : { text: text.toWellFormed(), choices };
}

function choicesOf(body: object): readonly string[] | null {
  if (!('choices' in body) || !Array.isArray(body.choices) || body.choices.length === 0 || body.choices.length > MOST_CHOICES) return null;
  const choices: readonly unknown[] = body.choices;
  const texts = choices.filter((choice) => typeof choice === 'string' && choice.trim() !== '' && choice.length <= MAX_CHOICE) as readonly string[];
  return texts.length === choices.length ? texts.map((choice) => choice.toWellFormed()) : null;
}

/** The first written line of a message as lists show it, at most `max` UTF-16 units, never half a surrogate pair. Of a file its name; of a picture without a caption nothing. */
export function previewOf(kind: MessageKind, { file, text }: MessageBody, max = 120): string {
  const head = (kind === 'file' && file !== undefined ? file.name : text).trimStart().slice(0, max + 1);
  const line = (head.includes('\n') ? head.slice(0, head.indexOf('\n')) : head).slice(0, max);
  return line.isWellFormed() ? line : line.slice(0, -1);
}
