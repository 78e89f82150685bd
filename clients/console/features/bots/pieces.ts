import { ApiError } from '../../api/client.ts';
import type { Entry } from './bot.ts';
import { MOST_JSON } from './bots-api.ts';

/** Entries that the plugin takes at once. */
const AT_ONCE = 100;
/** JSON of a piece: what belongs to it besides the entries is short. */
const MOST_PIECE = MOST_JSON - 1_000;
/** Where the server does not say how long to wait, ms. */
const WAIT_MS = 1_000;

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

/** Does it, as often as the server asks for a pause. Rejects when `signal` is aborted meanwhile. */
export async function patiently<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== 'rate.limited' && error.code !== 'busy')) throw error;
      const seconds = Number(error.meta['retryAfter']);
      await new Promise((resolve) => setTimeout(resolve, Number.isFinite(seconds) ? seconds * 1_000 : WAIT_MS));
    }
  }
}
