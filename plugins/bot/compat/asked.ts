import { bot as storedBot, rows } from '../library.ts';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

export const askedKey = (bot: string, entry: string): string => `asked:${bot}:${entry}`;

/** How often questions were the answer besides. Two nodes at once may count one; what a removed bot had is not counted. */
export async function countAsked(ctx: Data, bot: string, times: ReadonlyMap<string, number>): Promise<void> {
  const [counts, stored] = await Promise.all([askedOf(ctx, bot), storedBot(ctx, bot)]);
  if (stored === undefined) return;
  // One after the other, each in a turn of its own: nobody waits for them, and chats do for the store.
  for (const [entry, more] of times) await ctx.data.set(askedKey(bot, entry), (counts.get(entry) ?? 0) + more);
}

/** How often each question was the answer, by its id. */
export async function askedOf(ctx: Data, bot: string): Promise<ReadonlyMap<string, number>> {
  const prefix = askedKey(bot, '');
  const counts = new Map<string, number>();
  for await (const page of rows(ctx, prefix)) for (const { key, value } of page) counts.set(key.slice(prefix.length), Number(value));
  return counts;
}
