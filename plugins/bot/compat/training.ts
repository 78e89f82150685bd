import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import { withMind, type Brains } from '../brain.ts';
import { Model } from '../engine/intent/model.ts';
import { train, TrainingError } from '../engine/intent/train.ts';
import { bot as storedBot, clearRows } from '../library.ts';
import type { Own } from '../own.ts';
import { dictionariesOf, vocabularyOf, type StoredDictionary } from './dictionaries.ts';
import { CallError, RC } from './envelope.ts';
import { examplesOf } from './examples.ts';
import { intentsOf, type StoredIntent } from './intents.ts';
import type { Lanes } from './lanes.ts';

type Data = Pick<Own, 'data'>;

const stored = z.object({
  /** Of the last one. */
  state: z.enum(['running', 'done', 'failed']),
  /** Ms. */
  startedAt: z.number(),
  error: z.string(),
  /** The last one that came to something: when it began, 0 for none yet, and the pieces of its model: none where there are too few intents for one. */
  training: z.number(),
  pieces: z.number().int().min(0),
  /** Of that one: what it learned, how many utterances of how many intents, and how long that took, ms. */
  of: z.string().default(''),
  utterances: z.number().default(0),
  intents: z.number().default(0),
  took: z.number().default(0),
  /** What its trials took utterances of an intent for, with how often; null is none of them. */
  confusions: z.array(z.object({ intent: z.string(), taken: z.string().nullable(), times: z.number() })).readonly().default([]),
});
export type Training = Readonly<z.output<typeof stored>>;

/** A training takes seconds; one that has not ended by now has ended with its node, ms. */
const GIVE_UP_MS = 180_000;
/** Characters of a piece of a model, in base64. */
const PIECE = 900_000;
const MOST_PIECES = 64;

/** Undefined before the first one. */
export async function trainingOf({ data }: Data, bot: string, now: number): Promise<Training | undefined> {
  const found = stored.safeParse(await data.get(`training:${bot}`)).data;
  return found?.state === 'running' && now - found.startedAt > GIVE_UP_MS ? { ...found, state: 'failed', error: 'The node on which it ran has ended' } : found;
}

export async function modelOf({ data }: Data, bot: string, { pieces, training }: Training, rest: () => Promise<void>): Promise<Model | undefined> {
  if (pieces === 0) return undefined;
  const texts = await Promise.all(Array.from({ length: pieces }, (_, index) => data.get(pieceKey(bot, training, index))));
  return Model.load(Buffer.from(texts.join(''), 'base64'), rest);
}

const pieceKey = (bot: string, training: number, index: number): string => `model:${bot}:${training}-${index}`;

/** Begins a training, which goes on behind: one at a time on this node. What was trained before answers meanwhile. */
export async function beginTraining(ctx: Own, bot: string, { brains, lanes, now }: { readonly brains: Brains; readonly lanes: Lanes; readonly now: number }): Promise<void> {
  const before = await trainingOf(ctx, bot, now);
  if (before?.state === 'running') throw new CallError(RC.exists, 'A training is running');
  const intents = await intentsOf(ctx, bot);
  if (intents.every(({ utters }) => utters.length === 0)) throw new CallError(RC.badInput, 'There is no utterance to learn from');
  const running: Training = { training: 0, pieces: 0, of: '', utterances: 0, intents: 0, took: 0, confusions: [], ...before, state: 'running', startedAt: now, error: '' };
  await ctx.data.set(`training:${bot}`, running);
  const end = async (how: Partial<Training>): Promise<void> => {
    // Nothing comes back of a bot that was removed meanwhile.
    if ((await storedBot(ctx, bot)) === undefined) return clearRows(ctx, `model:${bot}:`);
    await ctx.data.set(`training:${bot}`, { ...running, ...how });
    await brains.settle(ctx, bot, withMind);
  };
  void lanes.run('training', () => trained(ctx, bot, now))
    .then(async (learned) => {
      await end({ state: 'done', training: now, ...learned, took: Date.now() - now });
      await dropModels(ctx, bot, now);
    })
    .catch((error: unknown) => end({ state: 'failed', error: String(error) }))
    .catch((error: unknown) => ctx.log('what a training came to could not be kept', { bot, error: String(error) }));
}

async function dropModels(ctx: Own, bot: string, but: number): Promise<void> {
  await clearRows(ctx, `model:${bot}:`, (key) => key.startsWith(`model:${bot}:${but}-`));
}

async function trained(ctx: Own, bot: string, training: number): Promise<Pick<Training, 'confusions' | 'intents' | 'of' | 'pieces' | 'utterances'>> {
  const [intents, dictionaries] = await Promise.all([intentsOf(ctx, bot), dictionariesOf(ctx, bot)]);
  const examples = examplesOf(intents, dictionaries);
  const model = await train(examples, { vocabulary: vocabularyOf(dictionaries), signal: AbortSignal.timeout(GIVE_UP_MS) }).catch((error: unknown) => {
    if (error instanceof TrainingError && error.code === 'too-few-intents') return undefined;
    throw error;
  });
  const learned = { of: fingerprint(intents, dictionaries), utterances: examples.length, intents: intents.filter(({ utters }) => utters.length > 0).length };
  if (model === undefined) return { ...learned, confusions: [], pieces: 0 };
  const text = Buffer.from(model.bytes).toString('base64');
  const pieces = Math.ceil(text.length / PIECE);
  if (pieces > MOST_PIECES) throw new CallError(RC.tooMuch, 'The model is too large');
  for (let index = 0; index < pieces; index++) await ctx.data.set(pieceKey(bot, training, index), text.slice(index * PIECE, (index + 1) * PIECE));
  return { ...learned, confusions: model.confusions, pieces };
}

/** Of all that a training learns from: another one is due where it has changed. */
export const fingerprint = (intents: readonly StoredIntent[], dictionaries: readonly StoredDictionary[]): string =>
  createHash('sha256').update(JSON.stringify([examplesOf(intents, dictionaries), vocabularyOf(dictionaries)])).digest('base64url').slice(0, 22);
