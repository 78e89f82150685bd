import type { Entry } from './bot.ts';
import { MOST_JSON } from './bots-api.ts';

/** Entries that the plugin takes at once. */
const AT_ONCE = 100;
/** JSON of a piece: what belongs to it besides the entries is short. */
const MOST_PIECE = MOST_JSON - 1_000;

/** The entries in pieces that the plugin takes. */
export function piecesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const pieces: Entry[][] = [];
  let length = Infinity;
  for (const entry of entries) {
    const own = JSON.stringify(entry).length + 1;
    const last = pieces.at(-1);
    if (last !== undefined && last.length < AT_ONCE && length + own <= MOST_PIECE) {
      last.push(entry);
      length += own;
    } else {
      pieces.push([entry]);
      length = own;
    }
  }
  return pieces;
}
