import { Dictionaries, type Entity } from '../engine/dictionary/dictionaries.ts';
import { FaqSearch } from '../engine/faq/search.ts';
import { commandOf, yesOrNo } from '../engine/flow/commands.ts';
import type { Model } from '../engine/intent/model.ts';
import { MEMORY } from '../engine/script/state.ts';
import { Frames } from '../engine/session/frames.ts';
import type { IntentBot } from '../engine/session/session.ts';
import { Tagger } from '../engine/session/tagger.ts';
import { Tokenizer } from '../engine/text/words.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { engineDictionaries, vocabularyOf } from './dictionaries.ts';
import { examplesOf, type SaidExample } from './examples.ts';
import type { Taught } from './taught.ts';
import { modelOf, type Training } from './training.ts';
import { taughtIn, versionOf } from './versions.ts';

/** What answers: the working copy, or the version that is live. As the API spells them. */
export type Branch = 'dev' | 'pro';

/** By the clock of the time zone, default {@link TIME_ZONE}. */
export type Find = (text: string, now: number, timeZone?: string) => readonly Entity[];

/** What a bot understands of intents. Its `training` is that of the working copy, or a version's number below zero. */
export interface LearnedBot extends IntentBot {
  readonly find: Find;
}

export const branchOf = (training: number): Branch => (training < 0 ? 'pro' : 'dev');

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

export const finderOf = (dictionaries: Dictionaries, tokenizer: Tokenizer): Find => (text, at, timeZone = TIME_ZONE) => dictionaries.find(text, { now: at, timeZone, tagged: (said) => tokenizer.tagged(said) });

export interface Lesson {
  readonly taught: Taught;
  readonly find: Find;
  readonly tokenizer: Tokenizer;
  readonly rest: () => Promise<void>;
}

/** The working copy with its newest training. Null before the first one. */
export async function workingBot(ctx: Own, id: string, training: Training | undefined, lesson: Lesson): Promise<LearnedBot | null> {
  if (training === undefined || training.training === 0) return null;
  return learnedBot(training.training, await readModel(ctx, id, training, lesson.rest), lesson);
}

/** A version, with nothing but what it was put live with: its own words too. Undefined where it is gone. */
export async function versionBot(ctx: Own, id: string, number: number): Promise<LearnedBot | undefined> {
  const version = await versionOf(ctx, id, number);
  if (version === undefined) return undefined;
  const rest = slices();
  const taught = await taughtIn(ctx, id, version);
  const tokenizer = await Tokenizer.inSlices(vocabularyOf(taught.dictionaries), rest);
  const find = finderOf(await Dictionaries.inSlices(engineDictionaries(taught.dictionaries), rest), tokenizer);
  return learnedBot(-number, await readModel(ctx, id, version, rest), { taught, find, tokenizer, rest });
}

async function readModel(ctx: Own, id: string, of: Pick<Training, 'pieces' | 'training'>, rest: () => Promise<void>): Promise<Model | undefined> {
  return modelOf(ctx, id, of, rest).catch((error: unknown) => {
    ctx.log('a model could not be read', { bot: id, error: String(error) });
    return undefined;
  });
}

async function learnedBot(training: number, model: Model | undefined, { find, rest, taught, tokenizer }: Lesson): Promise<LearnedBot> {
  await rest();
  const examples = examplesOf(taught);
  await rest();
  return {
    training,
    intents: taught.intents.map(({ completion, name, slots }) => ({ name, completion, slots: slots.map(({ dict, name: slot, question, requires }) => ({ name: slot, dictionary: dict, required: requires, question })) })),
    classify: await classifierOf(examples, tokenizer, model, rest),
    find,
    mark: markerOf(taught.intents, examples, find),
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

/** Learned when an intent is first asked for: chats go on between one and the other. What dictionaries find does not depend on when it is. */
function markerOf(intents: Taught['intents'], examples: readonly SaidExample[], find: Find): IntentBot['mark'] {
  const byIntent = Map.groupBy(examples.filter(({ slots }) => slots.length > 0), ({ intent }) => intent);
  const learned = new Map<string, { readonly tagger: Tagger | null; readonly frames: Frames }>();
  const learn = (intent: string) => {
    const marked = byIntent.get(intent)?.slice(0, MOST_LEARNED);
    const { slots = [], utters = [] } = intents.find(({ name }) => name === intent) ?? {};
    return {
      frames: new Frames(utters, slots.map(({ dict, name }) => ({ name, dictionary: dict }))),
      tagger: marked === undefined ? null : new Tagger(marked, { find: (said) => find(said, 0), random: numbersFrom(1), rounds: Math.max(5, Math.ceil(STEPS / marked.length)) }),
    };
  };
  return (intent, text) => {
    const { frames, tagger } = learned.get(intent) ?? learn(intent);
    learned.set(intent, { frames, tagger });
    const tagged = tagger?.tag(text).map(({ from, slot, to }) => ({ slot, from, to, value: text.slice(from, to) })) ?? [];
    return frames.isEmpty ? tagged : [...frames.mark(text, find(text, 0)), ...tagged];
  };
}

/** The same numbers on every node: a linear congruential generator. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
