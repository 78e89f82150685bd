import { Frame } from '#wire/protocol.ts';

/** Longer than any head: the ids of chat and command, and what stands between them. */
const HEAD_BYTES = 256;
const HEAD = /^\{(?:"c":"([0-9A-Z]{26})",)?"id":"([A-Za-z0-9_-]{8,40}:\d{1,15})","p":\d{1,15},"cmd":\{"type":"message\.post"/;

/** Who is to be told that words were not taken. */
export interface Addressee {
  readonly c?: string;
  readonly id: string;
}

/**
 * The head of a frame with somebody's words, read without the words: refusing costs little, however long they are. Null
 * for any other frame, and for heads that our clients do not write; those are read whole.
 */
export function wordsIn(bytes: Buffer): Addressee | null {
  if (bytes[1] !== Frame.command) return null;
  const [, c, id] = HEAD.exec(bytes.toString('latin1', 2, HEAD_BYTES)) ?? [];
  if (id === undefined) return null;
  return c === undefined ? { id } : { c, id };
}
