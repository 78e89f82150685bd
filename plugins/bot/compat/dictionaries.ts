import { z } from 'parlor/plugin';
import type { Dictionary } from '../engine/dictionary/dictionaries.ts';
import type { VocabularyEntry } from '../engine/text/words.ts';
import { rows } from '../library.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { CallError, RC } from './envelope.ts';
import { keepValue } from './room.ts';
import type { TaughtDictionary } from './taught.ts';

type Data = Pick<Own, 'data'>;

export const MOST_DICTIONARIES = 200;
export const MOST_WORDS = 5_000;
/** Of a bot in all; synonyms are words as well. */
const MOST_WORDS_IN_ALL = 20_000;
export const MOST_PATTERNS = 50;
const MOST_PATTERNS_IN_ALL = 500;

export const word = z.object({
  word: z.string().trim().min(1).max(100),
  synonyms: z.array(z.string().trim().min(1).max(100)).max(50),
  createdate: z.string().default(''),
  updatedate: z.string().default(''),
});
export type DictionaryWord = Readonly<z.output<typeof word>>;

/** A dictionary of a bot, as it is kept and shown. */
const dictionary = z.object({
  name: z.string(),
  type: z.enum(['vocab', 'regex']),
  description: z.string().default(''),
  words: z.array(word),
  patterns: z.array(z.string()),
  createdate: z.string(),
  updatedate: z.string(),
});
export type StoredDictionary = Readonly<z.output<typeof dictionary>>;

export const dictionaryName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u);

export async function dictionariesOf(ctx: Data, bot: string): Promise<readonly StoredDictionary[]> {
  const found: StoredDictionary[] = [];
  const rest = slices();
  for await (const page of rows(ctx, `dictionary:${bot}:`)) {
    for (const { value } of page) {
      await rest();
      found.push(dictionary.parse(value));
    }
  }
  return found;
}

export const dictionaryOf = async ({ data }: Data, bot: string, name: string): Promise<StoredDictionary | undefined> => dictionary.safeParse(await data.get(`dictionary:${bot}:${name}`)).data;

/** Refused where the bot has too much of them in all. */
export async function keepDictionary(ctx: Data, bot: string, kept: StoredDictionary): Promise<void> {
  const all = [...(await dictionariesOf(ctx, bot)).filter(({ name }) => name !== kept.name), kept];
  let [words, patterns] = [0, 0];
  for (const each of all) {
    patterns += each.patterns.length;
    for (const { synonyms } of each.words) words += 1 + synonyms.length;
  }
  if (words > MOST_WORDS_IN_ALL) throw new CallError(RC.tooMuch, `The dictionaries of a bot have ${MOST_WORDS_IN_ALL} words and synonyms at most`);
  if (patterns > MOST_PATTERNS_IN_ALL) throw new CallError(RC.tooMuch, `The dictionaries of a bot have ${MOST_PATTERNS_IN_ALL} patterns at most`);
  await keepValue(ctx, `dictionary:${bot}:${kept.name}`, kept, 'The dictionary');
}

export const dropDictionary = ({ data }: Data, bot: string, name: string): Promise<void> => data.delete(`dictionary:${bot}:${name}`);

/** Names of the dictionaries of the system that the bot's author wants to use. All of them work; tools ask which. */
export const referencesOf = async ({ data }: Data, bot: string): Promise<readonly string[]> => z.array(z.string()).safeParse(await data.get(`references:${bot}`)).data ?? [];

export const keepReferences = async ({ data }: Data, bot: string, names: readonly string[]): Promise<void> => data.set(`references:${bot}`, names);

/** As the engine has them. */
export const engineDictionaries = (all: readonly TaughtDictionary[]): readonly Dictionary[] =>
  all.map(({ name, patterns, type, words }) => (type === 'vocab' ? { is: 'vocabulary', name, words } : { is: 'pattern', name, patterns }));

/** Words of the bot's trade. */
export const vocabularyOf = (all: readonly TaughtDictionary[]): readonly VocabularyEntry[] => all.flatMap(({ words }) => words.map(({ synonyms, word: entry }) => ({ word: entry, synonyms })));

/** As the API writes times. */
export const dateOf = (now: number): string => new Date(now).toISOString().slice(0, 19).replace('T', ' ');
