import { z } from 'parlor/plugin';
import { bots, clearRows, together } from '../library.ts';
import type { Own } from '../own.ts';
import { line, type Line } from './said.ts';

type Data = Pick<Own, 'data'>;

/** Of one piece: it is written over as a whole, some 120 KB. */
export const MOST_LINES = 200;
/** One that is not full yet is written over with what comes for so long, ms. */
export const CHUNK_LASTS_MS = 4 * 60 * 60 * 1_000;
/** Pieces of a bot that are kept, full or not: 100,000 lines at most, some 60 MB. */
const MOST_CHUNKS = 500;
const DAY_MS = 86_400_000;
/** Counts name nobody, and are small. */
const COUNTED_DAYS = 90;
/** No clock tells more, ms; so many digits keep keys in the order of time. */
const END = 9_999_999_999_999;

/** Lines of one process from one moment on, until its next piece begins. */
export interface Chunk {
  readonly key: string;
  /** Ms. */
  readonly begunAt: number;
  readonly node: string;
}

const prefixOf = (bot: string): string => `said:${bot}:`;

/** The newest one comes first. */
export const chunkKey = (bot: string, begunAt: number, node: string, number: number): string => `${prefixOf(bot)}${String(END - begunAt).padStart(13, '0')}-${node}-${number}`;

/** What is stored of a bot, the newest first. Their lines are not read. */
export async function chunksOf(ctx: Data, bot: string): Promise<readonly Chunk[]> {
  const prefix = prefixOf(bot);
  const found: Chunk[] = [];
  for (let after = prefix; ;) {
    const keys = await ctx.data.keys(after);
    for (const key of keys) {
      if (!key.startsWith(prefix)) return found;
      found.push(chunkOf(key, prefix));
    }
    const last = keys.at(-1);
    if (last === undefined) return found;
    after = last;
  }
}

export function chunkOf(key: string, prefix = key.slice(0, key.lastIndexOf(':') + 1)): Chunk {
  const [time, node = ''] = key.slice(prefix.length).split('-');
  return { key, begunAt: END - Number(time), node };
}

const lines = z.array(z.unknown());

/** A line that a later release wrote otherwise is left out. */
export async function linesOf({ data }: Data, key: string): Promise<readonly Line[]> {
  const stored = lines.safeParse(await data.get(key)).data ?? [];
  return stored.flatMap((each) => line.safeParse(each).data ?? []);
}

/** Takes away what is too old, or too much; `now` in ms. */
export async function trim(ctx: Data, bot: string, now: number, days: number): Promise<void> {
  const over = (await chunksOf(ctx, bot)).filter(({ begunAt }, place) => place >= MOST_CHUNKS || now - begunAt > days * DAY_MS);
  await together(over, ({ key }) => ctx.data.delete(key));
  const first = new Date(now - COUNTED_DAYS * DAY_MS).toISOString().slice(0, 10);
  await clearRows(ctx, `day:${bot}:`, (key) => (key.split(':')[2] ?? '') >= first);
}

/** The same for every bot: also for those that say nothing any more. */
export async function trimAll(ctx: Own, now: number): Promise<void> {
  for (const { profile: { id } } of await bots(ctx)) await trim(ctx, id, now, ctx.config.historyDays);
}
