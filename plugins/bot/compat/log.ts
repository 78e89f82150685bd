import { z } from 'parlor/plugin';
import { bot as storedBot } from '../library.ts';
import type { Own } from '../own.ts';
import type { Lanes } from './lanes.ts';

/** What functions of a bot wrote, and why they failed: for who writes them. */
const row = z.object({ id: z.string(), createdAt: z.string(), logLevel: z.enum(['debug', 'error']), service: z.string(), message: z.string() });
export type LogRow = Readonly<z.output<typeof row>>;

const MOST_ROWS = 200;
const MOST_MESSAGE = 1_000;

export const logOf = async ({ data }: Pick<Own, 'data'>, bot: string): Promise<readonly LogRow[]> => z.array(row).safeParse(await data.get(`log:${bot}`)).data ?? [];

export async function log(ctx: Pick<Own, 'data'>, bot: string, lanes: Lanes, now: number, lines: readonly Pick<LogRow, 'logLevel' | 'message'>[]): Promise<void> {
  if (lines.length === 0) return;
  const added = lines.slice(-MOST_ROWS).map(({ logLevel, message }): LogRow => ({ id: crypto.randomUUID(), createdAt: new Date(now).toISOString(), logLevel, service: 'conversation', message: message.slice(0, MOST_MESSAGE).toWellFormed() }));
  await lanes.change(ctx, `log:${bot}`, async (own) => {
    const [there, rows] = await Promise.all([storedBot(ctx, bot), logOf(own, bot)]);
    if (there !== undefined) await own.data.set(`log:${bot}`, [...rows, ...added].slice(-MOST_ROWS));
  });
}
