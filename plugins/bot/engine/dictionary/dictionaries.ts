import { findNames } from './names.ts';
import type { NameKind, Tagged } from './names.ts';
import { extractNumber } from './number.ts';
import { compilePattern, findPattern, isPatternError } from './pattern.ts';
import type { Pattern, PatternError, Span } from './pattern.ts';
import { extractTime } from './time.ts';
import { Vocabulary } from './vocabulary.ts';
import type { VocabularyWord } from './vocabulary.ts';

/** A dictionary of a bot. */
export type Dictionary =
  | { readonly is: 'vocabulary'; readonly name: string; readonly words: readonly VocabularyWord[] }
  | { readonly is: 'pattern'; readonly name: string; readonly patterns: readonly string[] };

/** Every bot has these. `@ANY` takes what is said as it is, and only where it was asked for. */
export const SYSTEM_DICTIONARIES = ['@TIME', '@LOC', '@PER', '@ORG', '@ANY', '@NUMBER'] as const;

/** Something a dictionary found. */
export interface Entity extends Span {
  readonly dictionary: string;
  /** The word of a vocabulary, a time or a number as it is written down, or what was said. */
  readonly value: string;
  /** Of a time that names no hour. */
  readonly grain?: 'day' | 'part';
}

export interface DictionaryError {
  readonly code: PatternError['code'] | 'dictionary.name' | 'dictionary.duplicate';
  readonly dictionary: string;
  /** In which pattern, and where in it, UTF-16 units. */
  readonly pattern?: number;
  readonly at?: number;
}

export interface Circumstances {
  /** ms since the epoch. */
  readonly now: number;
  /** IANA name of the bot's time zone. */
  readonly timeZone: string;
  readonly timeFormat?: string;
  readonly tagged: Tagged;
}

const NAME = /^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u;
const KINDS: Readonly<Record<NameKind, string>> = { person: '@PER', place: '@LOC', organisation: '@ORG' };
const MOST_LENGTH = 2_000;

type Finder = (text: string) => readonly (Span & { readonly value: string })[];

/** The dictionaries of a bot, made ready; those that cannot be are left out, with the reason. */
export class Dictionaries {
  readonly #errors: DictionaryError[] = [];
  readonly #finders = new Map<string, Finder>();

  constructor(dictionaries: readonly Dictionary[] = []) {
    for (const dictionary of dictionaries) this.#add(dictionary, (words) => new Vocabulary(words));
  }

  /** Of large ones: `rest` is waited for between words. */
  static async inSlices(dictionaries: readonly Dictionary[], rest: () => Promise<void>): Promise<Dictionaries> {
    const made = new Dictionaries();
    for (const dictionary of dictionaries) {
      await rest();
      const vocabulary = dictionary.is === 'vocabulary' ? await Vocabulary.inSlices(dictionary.words, rest) : new Vocabulary();
      made.#add(dictionary, () => vocabulary);
    }
    return made;
  }

  get errors(): readonly DictionaryError[] {
    return this.#errors;
  }

  /** Everything that is found in a text, from left to right; those of the bot before the system's. */
  find(text: string, circumstances: Circumstances): readonly Entity[] {
    const said = text.slice(0, MOST_LENGTH);
    const own = [...this.#finders].flatMap(([dictionary, finder]) => finder(said).map(({ from, to, value }) => ({ dictionary, value, from, to })));
    return [...own, ...findSystem(said, circumstances)].sort((a, b) => a.from - b.from);
  }

  #add(dictionary: Dictionary, vocabularyOf: (words: readonly VocabularyWord[]) => Vocabulary): void {
    const { name } = dictionary;
    if (!NAME.test(name)) this.#errors.push({ code: 'dictionary.name', dictionary: name });
    else if (this.#finders.has(name)) this.#errors.push({ code: 'dictionary.duplicate', dictionary: name });
    else this.#finders.set(name, dictionary.is === 'vocabulary' ? finderOfWords(vocabularyOf(dictionary.words)) : finderOfPatterns(name, dictionary.patterns, this.#errors));
  }

  /** What one dictionary of the bot finds; nothing where there is none of that name. */
  findIn(dictionary: string, text: string): readonly (Span & { readonly value: string })[] {
    return this.#finders.get(dictionary)?.(text.slice(0, MOST_LENGTH)) ?? [];
  }
}

function findSystem(text: string, { now, tagged, timeFormat, timeZone }: Circumstances): readonly Entity[] {
  const times = extractTime(text, now, timeZone, timeFormat).map(({ from, grain, text: value, to }) => ({ dictionary: '@TIME', value, from, to, ...(grain === 'time' ? {} : { grain }) }));
  const numbers = extractNumber(text).map(({ from, to, value }) => ({ dictionary: '@NUMBER', value: String(value), from, to }));
  const names = findNames(text, tagged).map(({ from, kind, to, value }) => ({ dictionary: KINDS[kind], value, from, to }));
  // A number that is a part of a time is said to be that.
  return [...times, ...numbers.filter((number) => !times.some((time) => number.from < time.to && time.from < number.to)), ...names];
}

const finderOfWords = (vocabulary: Vocabulary): Finder => (text) => vocabulary.find(text);

function finderOfPatterns(dictionary: string, sources: readonly string[], errors: DictionaryError[]): Finder {
  const patterns: Pattern[] = [];
  for (const [index, source] of sources.entries()) {
    const compiled = compilePattern(source);
    if (isPatternError(compiled)) errors.push({ code: compiled.code, dictionary, pattern: index, at: compiled.at });
    else patterns.push(compiled);
  }
  return (text) => patterns.flatMap((pattern) => findPattern(pattern, text).matches.map(({ from, to }) => ({ from, to, value: text.slice(from, to) })));
}

/** For trying a pattern before it is kept: what it finds and where, or why it is refused. */
export function tryPattern(source: string, text: string): PatternError | { readonly matches: readonly (Span & { readonly value: string })[]; readonly complete: boolean } {
  const compiled = compilePattern(source);
  if (isPatternError(compiled)) return compiled;
  const said = text.slice(0, MOST_LENGTH);
  const { complete, matches } = findPattern(compiled, said);
  return { matches: matches.map(({ from, to }) => ({ from, to, value: said.slice(from, to) })), complete: complete && said.length === text.length };
}
