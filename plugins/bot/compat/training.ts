import { z } from 'parlor/plugin';
import { withMind, type Brains } from '../brain.ts';
import { Model } from '../engine/intent/model.ts';
import { train, TrainingError } from '../engine/intent/train.ts';
import { bot as storedBot, clearRows } from '../library.ts';
import type { Own } from '../own.ts';
import { vocabularyOf } from './dictionaries.ts';
import { CallError, RC } from './envelope.ts';
import { examplesOf } from './examples.ts';
import type { Lanes } from './lanes.ts';
import { bytesOf, keepBytes } from './pieces.ts';
import { fingerprint, taughtNow } from './taught.ts';
import { clearUnused, modelName } from './versions.ts';

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
  /** Of its trials, see the model's; null for none. */
  accuracy: z.number().nullable().default(null),
});
export type Training = Readonly<z.output<typeof stored>>;

/** A training takes seconds; one that has not ended by now has ended with its node, ms. */
const GIVE_UP_MS = 180_000;

/** Undefined before the first one. */
export async function trainingOf({ data }: Data, bot: string, now: number): Promise<Training | undefined> {
  const found = stored.safeParse(await data.get(`training:${bot}`)).data;
  return found?.state === 'running' && now - found.startedAt > GIVE_UP_MS ? { ...found, state: 'failed', error: 'The node on which it ran has ended' } : found;
}

/** Undefined where there were too few intents for one. */
export const modelOf = async (ctx: Data, bot: string, { pieces, training }: Pick<Training, 'pieces' | 'training'>, rest: () => Promise<void>): Promise<Model | undefined> =>
  (pieces === 0 ? undefined : Model.load(await bytesOf(ctx, modelName(bot, training), pieces), rest));

/** Begins a training, which goes on behind: one at a time of a bot, and one at a time on this node. What was trained before answers meanwhile. */
export async function beginTraining(ctx: Own, bot: string, { brains, lanes, now }: { readonly brains: Brains; readonly lanes: Lanes; readonly now: number }): Promise<void> {
  const running = await lanes.change(ctx, `training:${bot}`, async (own): Promise<Training> => {
    const before = await trainingOf(own, bot, now);
    if (before?.state === 'running') throw new CallError(RC.exists, 'A training is running');
    const { intents } = await taughtNow(ctx, bot);
    if (intents.every(({ utters }) => utters.length === 0)) throw new CallError(RC.badInput, 'There is no utterance to learn from');
    const begun: Training = { training: 0, pieces: 0, of: '', utterances: 0, intents: 0, took: 0, confusions: [], accuracy: null, ...before, state: 'running', startedAt: now, error: '' };
    await own.data.set(`training:${bot}`, begun);
    return begun;
  });
  const end = async (how: Partial<Training>): Promise<void> => {
    // Nothing comes back of a bot that was removed meanwhile.
    if ((await storedBot(ctx, bot)) === undefined) return clearRows(ctx, `model:${bot}:`);
    await ctx.data.set(`training:${bot}`, { ...running, ...how });
    await brains.settle(ctx, bot, withMind);
  };
  void lanes.run('training', () => trained(ctx, bot, now))
    .then(async (learned) => {
      await end({ state: 'done', training: now, ...learned, took: Date.now() - now });
      await clearUnused(ctx, bot, [now], now);
    })
    .catch((error: unknown) => end({ state: 'failed', error: String(error) }))
    .catch((error: unknown) => ctx.log('what a training came to could not be kept', { bot, error: String(error) }));
}

async function trained(ctx: Own, bot: string, training: number): Promise<Pick<Training, 'accuracy' | 'confusions' | 'intents' | 'of' | 'pieces' | 'utterances'>> {
  const all = await taughtNow(ctx, bot);
  const examples = examplesOf(all);
  const model = await train(examples, { vocabulary: vocabularyOf(all.dictionaries), signal: AbortSignal.timeout(GIVE_UP_MS) }).catch((error: unknown) => {
    if (error instanceof TrainingError && error.code === 'too-few-intents') return undefined;
    throw error;
  });
  const learned = { of: fingerprint(all), utterances: examples.length, intents: all.intents.filter(({ utters }) => utters.length > 0).length };
  if (model === undefined) return { ...learned, accuracy: null, confusions: [], pieces: 0 };
  const { accuracy, bytes, confusions } = model;
  return { ...learned, accuracy, confusions, pieces: await keepBytes(ctx, modelName(bot, training), bytes, 'The model') };
}
