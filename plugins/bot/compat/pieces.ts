import { clearRows } from '../library.ts';
import type { Own } from '../own.ts';
import { CallError, RC } from './envelope.ts';

type Data = Pick<Own, 'data'>;

/** Characters of a piece, in base64: below what the store takes of a value. */
const PIECE = 900_000;
/** Of one thing: some 43 MB. */
const MOST_PIECES = 64;

const keyOf = (name: string, index: number): string => `${name}-${index}`;

/** Keeps what is too large for one value under keys that begin with `name`. Answers with how many pieces it is in. */
export async function keepBytes({ data }: Data, name: string, bytes: Uint8Array, what: string): Promise<number> {
  const text = Buffer.from(bytes).toString('base64');
  const pieces = Math.ceil(text.length / PIECE);
  if (pieces > MOST_PIECES) throw new CallError(RC.tooMuch, `${what} is too large`);
  for (let index = 0; index < pieces; index++) await data.set(keyOf(name, index), text.slice(index * PIECE, (index + 1) * PIECE));
  return pieces;
}

export async function bytesOf({ data }: Data, name: string, pieces: number): Promise<Buffer> {
  const texts = await Promise.all(Array.from({ length: pieces }, (_, index) => data.get(keyOf(name, index))));
  return Buffer.from(texts.join(''), 'base64');
}

/** Clears those under `prefix`, but what belongs to a name that stays. */
export const clearPieces = (ctx: Data, prefix: string, stays: (name: string) => boolean): Promise<void> =>
  clearRows(ctx, prefix, (key) => stays(key.slice(0, key.lastIndexOf('-'))));
