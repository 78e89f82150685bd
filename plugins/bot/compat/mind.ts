import { createHash } from 'node:crypto';
import type { Brain } from '../brain.ts';
import { Dictionaries, type Entity } from '../engine/dictionary/dictionaries.ts';
import { FaqSearch } from '../engine/faq/search.ts';
import { commandOf, yesOrNo } from '../engine/flow/commands.ts';
import type { Model } from '../engine/intent/model.ts';
import type { Plugin } from '../engine/functions/messages.ts';
import { compileScripts, type Scripts } from '../engine/script/compile.ts';
import { MEMORY } from '../engine/script/state.ts';
import type { IntentBot } from '../engine/session/session.ts';
import { Tagger } from '../engine/session/tagger.ts';
import type { Tokenizer } from '../engine/text/words.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { dictionariesOf, engineDictionaries, type StoredDictionary } from './dictionaries.ts';
import { examplesOf, type SaidExample } from './examples.ts';
import { intentsOf, type StoredIntent } from './intents.ts';
import { scriptsOf } from './scripts.ts';
import { modelOf, trainingOf, type Training } from './training.ts';

/** What a bot has besides questions and answers: scripts with their functions, intents, dictionaries. */
export interface Mind {
  /** Of the brain beside which it was made. */
  readonly version: number;
  readonly scripts: Scripts;
  /** Null where there are no functions. */
  readonly plugin: Plugin | null;
  readonly tokenizer: Tokenizer;
  /** By the clock of the time zone, default {@link TIME_ZONE}. */
  readonly find: (text: string, now: number, timeZone?: string) => readonly Entity[];
  readonly dictionaries: Dictionaries;
  /** Names of the dictionaries of regular expressions. */
  readonly patterns: readonly string[];
  /** Null before the first training. */
  readonly intents: IntentBot | null;
}

/** Of the API: its clients know no other. */
export const TIME_ZONE = 'Asia/Shanghai';
/** From here on a guess is an intent. */
const LEAST = 0.6;
/** What is as near to an utterance as this is meant by it, whatever a model of few of them thinks. */
const NEAR = 0.8;
/** So much of a text has to be words that the model has seen: of few intents it cannot learn what is out of their scope. */
const LEAST_KNOWN = 0.5;
const FOLLOW_UPS = 2;
/** Utterances of an intent that its slots are learned from, and texts looked at in doing so: it is done here, in some 50 ms. */
const MOST_LEARNED = 60;
const STEPS = 300;

/** The minds of this node, read again when the bot has changed; what has not is not made again. */
export class Minds {
  readonly #known = new Map<string, Promise<Loaded>>();

  async of(ctx: Own, id: string, brain: Brain, now: number): Promise<Mind> {
    const known = this.#known.get(id);
    const before = await known?.catch(() => undefined);
    if (before?.mind.version === brain.version) return before.mind;
    // Somebody else has begun meanwhile.
    const current = this.#known.get(id);
    if (current !== undefined && current !== known) return (await current).mind;
    const loading = load(ctx, id, brain, now, before);
    this.#known.set(id, loading);
    loading.catch(() => this.#known.delete(id));
    return (await loading).mind;
  }

  forget(id: string): void {
    this.#known.delete(id);
  }
}

/** The same by another clock: that of a chat's bot. */
export function mindIn(mind: Mind, timeZone: string): Mind {
  const find: Mind['find'] = (text, at) => mind.find(text, at, timeZone);
  return { ...mind, find, intents: mind.intents && { ...mind.intents, find } };
}

/** A mind, and of what its parts were made. */
interface Loaded {
  readonly mind: Mind;
  readonly of: { readonly scripts: string; readonly intents: string };
}

async function load(ctx: Own, id: string, brain: Brain, now: number, before: Loaded | undefined): Promise<Loaded> {
  const [stored, dictionaries, intents, training] = await Promise.all([scriptsOf(ctx, id), dictionariesOf(ctx, id), intentsOf(ctx, id), trainingOf(ctx, id, now)]);
  const { tokenizer } = brain;
  const rest = slices();
  const finder = await Dictionaries.inSlices(engineDictionaries(dictionaries), rest);
  const find: Mind['find'] = (text, at, timeZone = TIME_ZONE) => finder.find(text, { now: at, timeZone, tagged: (said) => tokenizer.tagged(said) });
  const written = JSON.stringify(stored ?? null);
  const scripts = before?.of.scripts === written ? before.mind.scripts : compileScripts(stored?.topics.filter(({ enabled }) => enabled).map(({ name, source }) => ({ name, source, language: stored.language })) ?? []);
  const learned = await digestOf([training, ...intents, ...dictionaries], rest);
  const known = before?.of.intents === learned ? before.mind.intents : await intentBot(ctx, id, { intents, dictionaries, training, find, tokenizer, rest });
  return {
    of: { scripts: written, intents: learned },
    mind: {
      version: brain.version, scripts, tokenizer, find, dictionaries: finder, intents: known,
      patterns: dictionaries.filter(({ type }) => type === 'regex').map(({ name }) => name),
      plugin: stored === undefined || stored.plugin.trim() === '' ? null : { key: `${id} ${written.length} ${hash(written)}`, source: stored.plugin, config: stored.config },
    },
  };
}

interface Given {
  readonly intents: readonly StoredIntent[];
  readonly dictionaries: readonly StoredDictionary[];
  readonly training: Training | undefined;
  readonly find: Mind['find'];
  readonly tokenizer: Tokenizer;
  readonly rest: () => Promise<void>;
}

async function intentBot(ctx: Own, id: string, { dictionaries, find, intents, rest, tokenizer, training }: Given): Promise<IntentBot | null> {
  if (training === undefined || training.training === 0) return null;
  const model = await modelOf(ctx, id, training, rest).catch((error: unknown) => {
    ctx.log('a model could not be read', { bot: id, error: String(error) });
    return undefined;
  });
  await rest();
  const examples = examplesOf(intents, dictionaries);
  await rest();
  const mark = markerOf(examples, find);
  return {
    training: training.training,
    intents: intents.map(({ name, slots }) => ({ name, slots: slots.map(({ dict, name: slot, question, requires }) => ({ name: slot, dictionary: dict, required: requires, question })) })),
    classify: await classifierOf(examples, tokenizer, model, rest),
    find, mark,
    cancels: (text) => commandOf(text, { human: false, commands: { human: [], cancel: [], back: [] } }) === 'cancel',
    agrees: yesOrNo,
    least: LEAST, followUps: FOLLOW_UPS, lastsMs: MEMORY.ms,
  };
}

/** What is nearly one of the utterances is meant by it; for the rest there is the model. */
async function classifierOf(examples: readonly SaidExample[], tokenizer: Tokenizer, model: Model | undefined, rest: () => Promise<void>): Promise<IntentBot['classify']> {
  const near = new FaqSearch(tokenizer);
  for (const [intent, said] of Map.groupBy(examples, (example) => example.intent)) {
    await near.setInSlices({ id: intent, post: said[0]?.text ?? '', similar: said.slice(1).map(({ text }) => text), enabled: true, categories: [] }, rest);
  }
  return (text) => {
    const likely = near.search(text, 2).filter(({ score }) => score >= NEAR).map(({ id, score }) => ({ intent: id, confidence: score }));
    const { guesses = [], known = 0 } = model?.classify(text) ?? {};
    return { guesses: [...likely, ...(known < LEAST_KNOWN ? [] : guesses)] };
  };
}

/** Learned when an intent is first asked for: chats go on between one and the other. */
function markerOf(examples: readonly SaidExample[], find: Mind['find']): IntentBot['mark'] {
  const byIntent = Map.groupBy(examples.filter(({ slots }) => slots.length > 0), ({ intent }) => intent);
  const taggers = new Map<string, Tagger>();
  return (intent, text) => {
    const learned = byIntent.get(intent)?.slice(0, MOST_LEARNED);
    if (learned === undefined) return [];
    // What dictionaries find in utterances does not depend on when it is.
    const tagger = taggers.get(intent) ?? new Tagger(learned, { find: (said) => find(said, 0), random: numbersFrom(1), rounds: Math.max(5, Math.ceil(STEPS / learned.length)) });
    taggers.set(intent, tagger);
    return tagger.tag(text).map(({ from, slot, to }) => ({ slot, from, to, value: text.slice(from, to) }));
  };
}

/** The same numbers on every node: a linear congruential generator. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Of values in JSON: of what is large nothing is kept but this. */
async function digestOf(values: readonly unknown[], rest: () => Promise<void>): Promise<string> {
  const digest = createHash('sha256');
  for (const value of values) {
    await rest();
    digest.update(`${JSON.stringify(value ?? null)}\n`);
  }
  return digest.digest('base64url');
}

/** FNV-1a: another version is another key. */
function hash(text: string): string {
  let value = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x0100_0193);
  return (value >>> 0).toString(36);
}
