import { bot as storedBot, faqOf, rows } from '../library.ts';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

/** A question was the answer; one that was removed meanwhile is not counted. Two nodes at once may count one. */
export async function countAsked(ctx: Data, bot: string, entry: string, times = 1): Promise<void> {
  const key = `asked:${bot}:${entry}`;
  const [count, ...there] = await Promise.all([ctx.data.get(key), storedBot(ctx, bot), faqOf(ctx, bot, entry)]);
  if (there.every((each) => each !== undefined)) await ctx.data.set(key, Number(count ?? 0) + times);
}

/** How often each question was the answer, by its id. */
export async function askedOf(ctx: Data, bot: string): Promise<ReadonlyMap<string, number>> {
  const prefix = `asked:${bot}:`;
  const counts = new Map<string, number>();
  for await (const page of rows(ctx, prefix)) for (const { key, value } of page) counts.set(key.slice(prefix.length), Number(value));
  return counts;
}
