import { z } from 'parlor/plugin';
import { rows } from '../library.ts';
import type { Own } from '../own.ts';
import { nameOf, type SaidTurn } from './said.ts';

type Data = Pick<Own, 'data'>;

/** Somebody read what the bot said, and says what was meant. */
const correction = z.object({
  conversation: z.string(),
  turn: z.number(),
  /** Ms: when it was corrected. */
  at: z.number(),
  question: z.string(),
  /** What had answered, and of it which: as in the record. */
  was: z.object({ by: z.string(), entry: z.string().nullable(), of: z.string(), score: z.number().nullable() }),
  /** The entry that was meant; null for none that there is. */
  entry: z.string().nullable(),
  /** How near that one had come. */
  score: z.number().nullable(),
  /** The question was added to it: taken back it goes. */
  added: z.boolean(),
});
export type Correction = Readonly<z.output<typeof correction>>;

/** Of a bot; the oldest go first. */
const MOST_CORRECTIONS = 2_000;

const keyOf = (bot: string, turn: Pick<SaidTurn, 'conversation' | 'turn'>): string => `correction:${bot}:${nameOf(turn)}`;

/** By the names of turns. */
export async function correctionsOf(ctx: Data, bot: string): Promise<ReadonlyMap<string, Correction>> {
  const found = new Map<string, Correction>();
  for await (const page of rows(ctx, `correction:${bot}:`)) {
    for (const { value } of page) {
      const read = correction.safeParse(value).data;
      if (read !== undefined) found.set(nameOf(read), read);
    }
  }
  return found;
}

export async function correctionOf({ data }: Data, bot: string, turn: Pick<SaidTurn, 'conversation' | 'turn'>): Promise<Correction | undefined> {
  return correction.safeParse(await data.get(keyOf(bot, turn))).data;
}

export async function keepCorrection(ctx: Data, bot: string, kept: Correction): Promise<void> {
  const known = await correctionsOf(ctx, bot);
  if (known.size >= MOST_CORRECTIONS && !known.has(nameOf(kept))) {
    const oldest = [...known.values()].reduce((a, b) => (b.at < a.at ? b : a));
    await ctx.data.delete(keyOf(bot, oldest));
  }
  await ctx.data.set(keyOf(bot, kept), kept);
}

export const dropCorrection = ({ data }: Data, bot: string, turn: Pick<SaidTurn, 'conversation' | 'turn'>): Promise<void> => data.delete(keyOf(bot, turn));
