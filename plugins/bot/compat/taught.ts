import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';
import { dictionariesOf, vocabularyOf } from './dictionaries.ts';
import { examplesOf } from './examples.ts';
import { completion, intentsOf } from './intents.ts';

/** All that a bot is taught of intents, and nothing of who wrote it when: what a training learns from, and what a version keeps. */
export const taught = z.object({
  intents: z.array(z.object({
    name: z.string(),
    /** With `{slots}`. */
    utters: z.array(z.string()),
    slots: z.array(z.object({ name: z.string(), dict: z.string(), requires: z.boolean(), question: z.string() })),
    completion: completion.optional(),
  })),
  dictionaries: z.array(z.object({
    name: z.string(),
    type: z.enum(['vocab', 'regex']),
    words: z.array(z.object({ word: z.string(), synonyms: z.array(z.string()) })),
    patterns: z.array(z.string()),
  })),
});
type Read = z.output<typeof taught>;
export type TaughtIntent = Readonly<Read['intents'][number]>;
export type TaughtDictionary = Readonly<Read['dictionaries'][number]>;
export interface Taught {
  readonly intents: readonly TaughtIntent[];
  readonly dictionaries: readonly TaughtDictionary[];
}

/** The working copy, as it is written now. */
export async function taughtNow(ctx: Pick<Own, 'data'>, bot: string): Promise<Taught> {
  const [intents, dictionaries] = await Promise.all([intentsOf(ctx, bot), dictionariesOf(ctx, bot)]);
  return {
    intents: intents.map(({ completion: completes, name, slots, utters }) => ({
      name, utters: utters.map(({ utterance }) => utterance), slots: slots.map(({ dict, name: slot, question, requires }) => ({ name: slot, dict, requires, question })),
      // One that nothing was set of is as it was in versions of before that could be.
      ...(completes === undefined ? {} : { completion: completes }),
    })),
    dictionaries: dictionaries.map(({ name, patterns, type, words }) => ({ name, type, patterns, words: words.map(({ synonyms, word }) => ({ word, synonyms })) })),
  };
}

/** Of what a training learns from: another one is due where it has changed. */
export const fingerprint = (all: Taught): string => short([examplesOf(all), vocabularyOf(all.dictionaries)]);

/** Of all of it, what slots ask, what is said at the end and patterns besides. */
export const digest = ({ dictionaries, intents }: Taught): string => short([intents, dictionaries]);

const short = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
