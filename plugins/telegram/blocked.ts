import type { IncomingMessage, Reach } from 'parlor/plugin';
import { accountOf, botOf, type Account, type Own } from './config.ts';

const keyOf = (account: Account, person: string): string => `blocked:${botOf(account)}:${person}`;

/** The person wants nothing from this bot any more. `at`: ms since the epoch. */
export const noteBlocked = ({ data }: Own, account: Account, person: string, at: number): Promise<void> => data.set(keyOf(account, person), at);

/** Since when, ms since the epoch; null for who has not. */
async function blockedSince({ data }: Own, account: Account, person: string): Promise<number | null> {
  const at = await data.get(keyOf(account, person));
  return typeof at === 'number' ? at : null;
}

/** Who writes has the bot back. Reading first: hardly anybody has a mark, and a write costs a commit. */
export async function forgetBlocked(ctx: Own, account: Account, person: string): Promise<void> {
  if ((await blockedSince(ctx, account, person)) !== null) await ctx.data.delete(keyOf(account, person));
}

/** Telegram lets a bot write to whoever has written to it, until they block it. */
export async function reach(ctx: Own, { account: id, externalId }: Pick<IncomingMessage, 'account' | 'externalId'>): Promise<Reach> {
  const account = accountOf(ctx, id);
  if (account !== undefined && (await blockedSince(ctx, account, externalId)) === null) return { possible: true };
  return { possible: false, reason: { en: 'The person has blocked the bot.', 'zh-CN': '对方已屏蔽该机器人。' } };
}
