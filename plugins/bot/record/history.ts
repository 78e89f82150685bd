import type { Own } from '../own.ts';
import { CHUNK_LASTS_MS, chunkOf, chunksOf, linesOf, type Chunk } from './chunks.ts';
import type { Records } from './record.ts';
import { nameOf, type Line, type SaidTurn, type SettledTurn } from './said.ts';

type Data = Pick<Own, 'data'>;

/** What was said, and what agents made of what was suggested. */
export interface Row extends SaidTurn {
  readonly settled: SettledTurn['settled'] | null;
}

/** From the newest on; another page begins behind it. */
export interface Cursor {
  readonly at: number;
  readonly name: string;
}

export interface Wanted {
  /** Ms: nothing older. */
  readonly since: number;
  readonly after: Cursor | null;
  readonly most: number;
  readonly is: (turn: SaidTurn) => boolean;
}

/** Pieces behind the cursor that are read for one look, and for how long, ms: whoever looks for what is rare goes on from where it ended. */
const MOST_READ = 150;
const READS_MS = 2_000;
/** A suggestion is used within so long, ms. */
const SETTLES_MS = 60 * 60 * 1_000;

/** The newest first. `next` is null at the end; it may be there although nothing was found so far. */
export async function historyOf(ctx: Data, records: Records, bot: string, { after, is, most, since }: Wanted): Promise<{ readonly rows: readonly Row[]; readonly next: Cursor | null }> {
  const { chunks: held } = records.held(bot);
  const stored = (await chunksOf(ctx, bot)).filter(({ key }) => !held.has(key));
  const all = [...[...held.keys()].map((key) => chunkOf(key)), ...stored].sort((a, b) => b.begunAt - a.begunAt)
    .filter(({ begunAt }) => after === null || begunAt <= after.at + SETTLES_MS);
  const began = performance.now();
  const rows: Row[] = [];
  const seen = new Set<string>();
  const settled = new Map<string, SettledTurn['settled']>();
  let waiting: SaidTurn[] = [];
  let behind = 0;
  const ends = boundsOf(all);
  for (const [place, chunk] of all.entries()) {
    for (const line of held.get(chunk.key) ?? await linesOf(ctx, chunk.key)) collect(line);
    // What is newer than all that the rest can hold is in its place.
    const rest = ends[place + 1] ?? -Infinity;
    const ready = waiting.filter(({ at }) => at > rest).sort(newestFirst);
    waiting = waiting.filter(({ at }) => at <= rest);
    for (const turn of ready) {
      if (turn.at < since) return { rows, next: null };
      if (isBefore(turn, after) || seen.has(nameOf(turn))) continue;
      seen.add(nameOf(turn));
      if (!is(turn)) continue;
      rows.push({ ...turn, settled: settled.get(nameOf(turn)) ?? null });
      if (rows.length === most) return { rows, next: { at: turn.at, name: nameOf(turn) } };
    }
    if (rest < since) return { rows, next: null };
    // Pieces of many processes may all reach to the newest: only a cursor behind the one before leads to the end.
    if (rest < (after?.at ?? Infinity)) behind++;
    if (place + 1 < all.length && (behind >= MOST_READ || (behind > 0 && performance.now() - began > READS_MS))) return { rows, next: { at: rest, name: '' } };
  }
  return { rows, next: null };

  function collect(line: Line): void {
    if ('at' in line) waiting.push(line);
    else settled.set(nameOf(line), line.settled);
  }
}

/** Up to when each piece, and all that are behind it, may have lines: a process begins a piece where its last one ends, and after a while anyway. */
function boundsOf(chunks: readonly Chunk[]): readonly number[] {
  const ends = new Map<string, number>();
  const own = chunks.map(({ begunAt, node }) => {
    const end = Math.min(ends.get(node) ?? Infinity, begunAt + CHUNK_LASTS_MS);
    ends.set(node, begunAt);
    return end;
  });
  let most = -Infinity;
  return own.toReversed().map((end) => (most = Math.max(most, end))).toReversed();
}

const newestFirst = (a: SaidTurn, b: SaidTurn): number => b.at - a.at || (nameOf(a) < nameOf(b) ? 1 : -1);

/** It stood on a page before. */
const isBefore = (turn: SaidTurn, after: Cursor | null): boolean => after !== null && (turn.at > after.at || (turn.at === after.at && after.name !== '' && nameOf(turn) >= after.name));
