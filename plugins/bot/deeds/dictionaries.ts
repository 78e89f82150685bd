import { z } from 'parlor/plugin';
import { dateOf, dictionariesOf, dictionaryName, dictionaryOf, dropDictionary, keepDictionary, MOST_DICTIONARIES, MOST_PATTERNS, MOST_WORDS, word, type StoredDictionary } from '../compat/dictionaries.ts';
import { tryPattern } from '../engine/dictionary/dictionaries.ts';
import { compilePattern, isPatternError } from '../engine/dictionary/pattern.ts';
import { changing, from, ofBot, pieceOf, within, type Deeds } from './deed.ts';

const pattern = z.string().min(1).max(1_000);
const written = z.object({
  name: dictionaryName,
  type: z.enum(['vocab', 'regex']),
  description: z.string().trim().max(500),
  words: z.array(word.pick({ word: true, synonyms: true })).max(MOST_WORDS),
  patterns: z.array(pattern).max(MOST_PATTERNS),
});

export const dictionariesAsked = {
  'dictionary.list': ofBot.extend({ from }),
  'dictionary.get': ofBot.extend({ name: dictionaryName, from }),
  'dictionary.save': ofBot.extend({ dictionary: written, isNew: z.boolean() }),
  'dictionary.remove': ofBot.extend({ name: dictionaryName }),
  'dictionary.try': ofBot.extend({ patterns: z.array(z.string().max(1_000)).max(MOST_PATTERNS), text: z.string().max(2_000) }),
} as const;

const PREVIEW = 120;
const MOST_SAMPLES = 6;
/** Of each pattern, in an answer. */
const MOST_MATCHES = 20;
/** Patterns of a dictionary have 50,000 characters at most: they come with the first words alone. */
const MOST_SHOWN = 10_000;

export const dictionaryDeeds: Deeds<typeof dictionariesAsked> = {
  'dictionary.list': (ctx, { bot, from: start }, around) => within(ctx, bot, around, async () =>
    pieceOf((await dictionariesOf(ctx, bot)).map(({ description, name, patterns, type, words }) => ({
      name, type, description: description.slice(0, PREVIEW), words: words.length, patterns: patterns.length, samples: words.slice(0, MOST_SAMPLES).map((each) => each.word),
    })), start)),
  'dictionary.get': async (ctx, { bot, from: start, name }) => {
    const found = await dictionaryOf(ctx, bot, name);
    if (found === undefined) return null;
    const { description, patterns, type, words } = found;
    return type === 'regex' ? { name, type, description, patterns, rows: [], next: null } : { name, type, description, patterns: [], ...pieceOf(words.map(({ synonyms, word: entry }) => ({ word: entry, synonyms })), start, MOST_SHOWN * 3) };
  },
  'dictionary.save': (ctx, { bot, dictionary, isNew }, around) => changing(ctx, bot, 'dictionary', around, async (own) => {
    const known = await dictionaryOf(own, bot, dictionary.name);
    if (known === undefined && !isNew) return null;
    if (known !== undefined && isNew) return { refused: 'exists' };
    if (isNew && (await dictionariesOf(own, bot)).length >= MOST_DICTIONARIES) return { refused: 'full' };
    if (known !== undefined && known.type !== dictionary.type) return { wrong: 'type' };
    if (dictionary.patterns.some((each) => isPatternError(compilePattern(each)))) return { wrong: 'patterns' };
    await keepDictionary(own, bot, merged(known, dictionary, dateOf(Date.now())));
    return true;
  }),
  'dictionary.remove': (ctx, { bot, name }, around) => changing(ctx, bot, 'dictionary', around, async () => {
    await dropDictionary(ctx, bot, name);
    return true;
  }),
  'dictionary.try': async (_ctx, { patterns, text }) => patterns.map((source) => {
    const tried = tryPattern(source, text);
    return 'code' in tried ? tried : { matches: tried.matches.slice(0, MOST_MATCHES).map(({ from: start, to }) => ({ from: start, to })), complete: tried.complete };
  }),
};

/** A word that stands there several times is one, with all its synonyms. */
function merged(known: StoredDictionary | undefined, { patterns, type, words, ...given }: z.output<typeof written>, date: string): StoredDictionary {
  const before = new Map(known?.words.map((each) => [each.word, each]));
  const after = new Map<string, StoredDictionary['words'][number]>();
  for (const { synonyms, word: entry } of words) {
    const all = [...new Set([...(after.get(entry)?.synonyms ?? []), ...synonyms])].slice(0, 50);
    after.set(entry, { word: entry, synonyms: all, createdate: before.get(entry)?.createdate ?? date, updatedate: date });
  }
  return { ...given, type, createdate: known?.createdate ?? date, updatedate: date, words: type === 'vocab' ? [...after.values()] : [], patterns: type === 'regex' ? patterns : [] };
}
