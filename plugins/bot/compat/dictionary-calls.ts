import { z } from 'parlor/plugin';
import { SYSTEM_DICTIONARIES } from '../engine/dictionary/dictionaries.ts';
import { compilePattern, isPatternError } from '../engine/dictionary/pattern.ts';
import { call, page, type BotCall } from './calls.ts';
import { dateOf, dictionariesOf, dictionaryName, dictionaryOf, dropDictionary, keepDictionary, keepReferences, MOST_DICTIONARIES, MOST_PATTERNS, MOST_WORDS, referencesOf, type DictionaryWord, type StoredDictionary } from './dictionaries.ts';
import { CallError, paged, RC, type Envelope } from './envelope.ts';

/** As tools send them: separated by semicolons. */
const synonyms = z.union([z.string().max(5_000).transform((text) => text.split(/[;；]/)), z.array(z.string().max(100))]).default([]).transform((all) => [...new Set(all.map((each) => each.trim()).filter((each) => each !== ''))]).refine((all) => all.length <= 50 && all.every(({ length }) => length <= 100), '50 synonyms at most, each of 100 characters');
const word = z.object({ word: z.string().trim().min(1).max(100), synonyms });
const named = z.object({ name: dictionaryName });

const shown = ({ createdate, description, name, type, updatedate, words }: StoredDictionary) => ({ name, type, description, samples: words.slice(0, 3).map((each) => each.word).join(';'), createdate, updatedate });
const shownWord = ({ createdate, synonyms: others, updatedate, word: entry }: DictionaryWord) => ({ word: entry, synonyms: others.join(';'), createdate, updatedate });

async function known({ ctx, id: bot }: BotCall, name: string): Promise<StoredDictionary> {
  const found = await dictionaryOf(ctx, bot, name);
  if (found === undefined) throw new CallError(RC.missing, `There is no dictionary ${name}`);
  return found;
}

/** A call that changes something of them: it reads and writes in the hands of its `on`. */
const changing = <G>(work: (on: BotCall, given: G) => Promise<Envelope>) => (on: BotCall, given: G): Promise<Envelope> =>
  on.lanes.change(on.ctx, `dictionary:${on.id}`, async (ctx) => {
    const envelope = await work({ ...on, ctx }, given);
    await on.settle('anew');
    return envelope;
  });

async function keepWords(on: BotCall, dictionary: StoredDictionary, gone: readonly string[], added: readonly z.output<typeof word>[]): Promise<void> {
  if (dictionary.type !== 'vocab') throw new CallError(RC.badInput, 'It is a dictionary of regular expressions');
  const date = dateOf(on.now);
  const words = new Map(dictionary.words.map((each) => [each.word, each]));
  const before = new Map(words);
  for (const each of gone) words.delete(each);
  for (const each of added) words.set(each.word, { ...each, createdate: before.get(each.word)?.createdate ?? date, updatedate: date });
  if (words.size > MOST_WORDS) throw new CallError(RC.tooMuch, `A dictionary has ${MOST_WORDS} words at most`);
  await keepDictionary(on.ctx, on.id, { ...dictionary, words: [...words.values()], updatedate: date });
}

/** What `sync` asks for is so already: what changes here counts from the next message on. */
const words = z.object({
  customdict: named,
  delete: z.array(z.object({ word: z.string().max(100) })).max(MOST_WORDS).default([]),
  post: z.array(word).max(MOST_WORDS).default([]),
});

export const dictionaryCalls = [
  call('GET /clause/customdicts', page, async ({ ctx, id: bot }, at) => paged(await dictionariesOf(ctx, bot), at, shown)),
  call('POST /clause/customdicts', z.object({ name: dictionaryName, type: z.enum(['vocab', 'regex']).default('vocab'), description: z.string().max(500).default('') }), changing(async (on, given) => {
    if ((await dictionaryOf(on.ctx, on.id, given.name)) !== undefined) throw new CallError(RC.exists, `There is a dictionary ${given.name} already`);
    if ((await dictionariesOf(on.ctx, on.id)).length >= MOST_DICTIONARIES) throw new CallError(RC.tooMuch, `A bot has ${MOST_DICTIONARIES} dictionaries at most`);
    const date = dateOf(on.now);
    const made = { ...given, words: [], patterns: [], createdate: date, updatedate: date };
    await keepDictionary(on.ctx, on.id, made);
    return { data: shown(made) };
  })),
  call('PUT /clause/customdicts/:name', named.extend({ description: z.string().max(500) }), changing(async (on, given) => {
    const changed = { ...(await known(on, given.name)), description: given.description, updatedate: dateOf(on.now) };
    await keepDictionary(on.ctx, on.id, changed);
    return { data: shown(changed) };
  })),
  call('DELETE /clause/customdicts/:name', named, changing(async (on, { name }) => {
    await known(on, name);
    await dropDictionary(on.ctx, on.id, name);
    return { msg: 'success', data: { status: { needReindex: 0, needRetrain: 2 } } };
  })),
  call('GET /clause/customdicts/:name/pattern', named, async (on, { name }) => ({ data: { patterns: (await known(on, name)).patterns } })),
  call('PUT /clause/customdicts/:name/pattern', named.extend({ patterns: z.array(z.string().min(1).max(1_000)).max(MOST_PATTERNS) }), changing(async (on, { name, patterns }) => {
    const dictionary = await known(on, name);
    if (dictionary.type !== 'regex') throw new CallError(RC.badInput, 'It is a dictionary of words');
    for (const [index, pattern] of patterns.entries()) {
      const compiled = compilePattern(pattern);
      if (isPatternError(compiled)) throw new CallError(RC.badInput, `Pattern ${index + 1} cannot be used: ${compiled.code}, at ${compiled.at}`);
    }
    await keepDictionary(on.ctx, on.id, { ...dictionary, patterns, updatedate: dateOf(on.now) });
    return { data: { patterns } };
  })),
  call('GET /clause/dictwords', page.extend({ customdict: dictionaryName }), async (on, { customdict, ...at }) => paged((await known(on, customdict)).words, at, shownWord)),
  call('POST /clause/dictwords', z.object({ customdict: named, dictword: word }), changing(async (on, { customdict, dictword }) => {
    await keepWords(on, await known(on, customdict.name), [], [dictword]);
    return { data: { word: dictword.word, synonyms: dictword.synonyms.join(';') } };
  })),
  call('PUT /clause/dictwords', words, changing(async (on, given) => {
    await keepWords(on, await known(on, given.customdict.name), given.delete.map((each) => each.word), given.post);
    return { msg: 'success' };
  })),
  call('GET /clause/sysdicts', page, async ({ ctx, id: bot }, at) => {
    const referred = await referencesOf(ctx, bot);
    return paged(SYSTEM_DICTIONARIES, at, (name) => ({ name, type: 'system', referred: referred.includes(name) }));
  }),
  call('POST /clause/sysdicts/ref', z.object({ sysdict: z.object({ name: z.enum(SYSTEM_DICTIONARIES) }) }), changing(async (on, { sysdict: { name } }) => {
    const referred = await referencesOf(on.ctx, on.id);
    if (referred.includes(name)) throw new CallError(RC.exists, `${name} is used already`);
    await keepReferences(on.ctx, on.id, [...referred, name]);
    return { msg: 'success' };
  })),
  call('POST /clause/sysdicts/unref', z.object({ sysdict: z.object({ name: z.enum(SYSTEM_DICTIONARIES) }) }), changing(async (on, { sysdict: { name } }) => {
    await keepReferences(on.ctx, on.id, (await referencesOf(on.ctx, on.id)).filter((each) => each !== name));
    return { msg: 'success' };
  })),
];
