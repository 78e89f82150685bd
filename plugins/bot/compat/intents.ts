import { z } from 'parlor/plugin';
import type { Completion } from '../engine/session/session.ts';
import { rows } from '../library.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { keepValue } from './room.ts';

type Data = Pick<Own, 'data'>;

export const MOST_INTENTS = 500;
export const MOST_UTTERS = 1_000;
/** Of a bot in all. */
export const MOST_UTTERANCES = 20_000;
export const MOST_SLOTS = 30;

export const name = z.string().regex(/^[0-9a-zA-Z_]{1,64}$/);

export const utter = z.object({ id: z.string(), utterance: z.string(), createdate: z.string().default(''), updatedate: z.string().default('') });
export const slot = z.object({ id: z.string(), name: z.string(), requires: z.boolean(), question: z.string(), dict: z.string(), createdate: z.string().default(''), updatedate: z.string().default('') });

export const completion = z.object({ reply: z.string(), handsOver: z.boolean() });

/** Of intents of which nothing was set. */
export const COMPLETES: Completion = { reply: '', handsOver: true };

/** An intent as it is kept. An utterance may have `{slots}`. */
const intent = z.object({
  name: z.string(),
  description: z.string().default(''),
  utters: z.array(utter),
  slots: z.array(slot),
  /** Absent: {@link COMPLETES}. */
  completion: completion.optional(),
  createdate: z.string(),
  updatedate: z.string(),
});
export type StoredIntent = Readonly<z.output<typeof intent>>;

/** Case makes no difference. */
const keyOf = (bot: string, called: string): string => `intent:${bot}:${called.toLowerCase()}`;

export async function intentsOf(ctx: Data, bot: string): Promise<readonly StoredIntent[]> {
  const found: StoredIntent[] = [];
  const rest = slices();
  for await (const page of rows(ctx, `intent:${bot}:`)) {
    for (const { value } of page) {
      await rest();
      found.push(intent.parse(value));
    }
  }
  return found;
}

/** How many utterances a bot has in all, without an intent that is to be written anew. */
export async function utterancesBeside(ctx: Data, bot: string, called: string): Promise<number> {
  let count = 0;
  for (const { name: each, utters } of await intentsOf(ctx, bot)) if (each.toLowerCase() !== called.toLowerCase()) count += utters.length;
  return count;
}

export const intentOf = async ({ data }: Data, bot: string, called: string): Promise<StoredIntent | undefined> => intent.safeParse(await data.get(keyOf(bot, called))).data;

export const keepIntent = (ctx: Data, bot: string, kept: StoredIntent): Promise<void> => keepValue(ctx, keyOf(bot, kept.name), kept, 'The intent');

export const dropIntent = ({ data }: Data, bot: string, called: string): Promise<void> => data.delete(keyOf(bot, called));
