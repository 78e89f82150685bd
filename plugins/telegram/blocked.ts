import { botOf, type Account, type Own } from './config.ts';

const keyOf = (account: Account, person: string): string => `blocked:${botOf(account)}:${person}`;

/** The person wants nothing from this bot any more. `at`: ms since the epoch. */
export const noteBlocked = ({ data }: Own, account: Account, person: string, at: number): Promise<void> => data.set(keyOf(account, person), at);

/** Since when, ms since the epoch; null for who has not. */
export async function blockedSince({ data }: Own, account: Account, person: string): Promise<number | null> {
  const at = await data.get(keyOf(account, person));
  return typeof at === 'number' ? at : null;
}

/** Who writes has the bot back. Reading first: hardly anybody has a mark, and a write costs a commit. */
export async function forgetBlocked(ctx: Own, account: Account, person: string): Promise<void> {
  if ((await blockedSince(ctx, account, person)) !== null) await ctx.data.delete(keyOf(account, person));
}
