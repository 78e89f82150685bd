import { inPieces } from './answers.ts';
import type { BotCall, Piece } from './answers.ts';

export interface DictionaryWord {
  readonly word: string;
  readonly synonyms: readonly string[];
}

/** Words with their synonyms, or regular expressions. */
export interface Dictionary {
  readonly name: string;
  readonly type: 'vocab' | 'regex';
  readonly description: string;
  readonly words: readonly DictionaryWord[];
  readonly patterns: readonly string[];
}

/** A dictionary in a list. */
export interface DictionaryRow {
  readonly name: string;
  readonly type: Dictionary['type'];
  readonly description: string;
  /** How many. */
  readonly words: number;
  readonly patterns: number;
  readonly samples: readonly string[];
}

/** Of one pattern: where it finds something, or what of it is not supported and where. UTF-16 units. */
export type TriedPattern = { readonly code: string; readonly at: number } | { readonly matches: readonly { readonly from: number; readonly to: number }[]; readonly complete: boolean };

export type DictionaryFlaw = 'no-name' | 'bad-name' | 'many-words' | 'long-word' | 'many-synonyms' | 'many-patterns' | 'long-pattern';

/** Of each slot may be, without anybody making them. */
export const SYSTEM = ['@TIME', '@LOC', '@PER', '@ORG', '@NUMBER', '@ANY'] as const;
export const isSystem = (name: string): name is (typeof SYSTEM)[number] => SYSTEM.some((each) => each === name);
export const MOST_OF_DICTIONARIES = { name: 64, description: 500, words: 5_000, word: 100, synonyms: 50, patterns: 50, pattern: 500 } as const;
const DICTIONARY_NAME = /^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u;
const APART = /[,;，；、\t]/;

/** A word a line, with its synonyms behind it, as one would paste them. */
export const wordsIn = (text: string): readonly DictionaryWord[] =>
  text.split('\n').flatMap((line) => {
    const [word = '', ...synonyms] = line.split(APART).map((each) => each.trim()).filter((each) => each !== '');
    return word === '' ? [] : [{ word, synonyms: [...new Set(synonyms)].filter((each) => each !== word) }];
  });

export const wordsAsText = (words: readonly DictionaryWord[]): string => words.map(({ synonyms, word }) => [word, ...synonyms].join(', ')).join('\n');

/** What the plugin would not take; patterns are checked where they are tried. */
export function flawOfDictionary({ name, patterns, words }: Dictionary): DictionaryFlaw | null {
  if (name === '') return 'no-name';
  if (!DICTIONARY_NAME.test(name)) return 'bad-name';
  if (words.length > MOST_OF_DICTIONARIES.words) return 'many-words';
  if (words.some(({ synonyms, word }) => [word, ...synonyms].some(({ length }) => length > MOST_OF_DICTIONARIES.word))) return 'long-word';
  if (words.some(({ synonyms }) => synonyms.length > MOST_OF_DICTIONARIES.synonyms)) return 'many-synonyms';
  if (patterns.length > MOST_OF_DICTIONARIES.patterns) return 'many-patterns';
  return patterns.some(({ length }) => length > MOST_OF_DICTIONARIES.pattern) ? 'long-pattern' : null;
}

export const dictionariesApi = (call: BotCall) => ({
  dictionaries: (bot: string) => inPieces((from) => call<Piece<DictionaryRow>>('dictionary.list', { bot, from })),
  dictionary: async (bot: string, name: string): Promise<Dictionary> => {
    const first = await call<Piece<DictionaryWord> & Omit<Dictionary, 'words'>>('dictionary.get', { bot, name });
    const { description, name: called, patterns, type } = first;
    return { name: called, type, description, patterns, words: await inPieces(async (from) => (from === 0 ? first : call<Piece<DictionaryWord>>('dictionary.get', { bot, name, from }))) };
  },
  saveDictionary: (bot: string, dictionary: Dictionary, isNew: boolean) => call<true>('dictionary.save', { bot, dictionary, isNew }),
  removeDictionary: (bot: string, name: string) => call<true>('dictionary.remove', { bot, name }),
  tryPatterns: (bot: string, patterns: readonly string[], text: string) => call<readonly TriedPattern[]>('dictionary.try', { bot, patterns, text }),
});
