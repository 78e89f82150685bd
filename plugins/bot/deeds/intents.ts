import { isDeepStrictEqual } from 'node:util';
import { z } from 'parlor/plugin';
import { dateOf } from '../compat/dictionaries.ts';
import { completion, COMPLETES, dropIntent, intentOf, intentsOf, keepIntent, MOST_INTENTS, MOST_SLOTS, MOST_UTTERANCES, MOST_UTTERS, name, utterancesBeside, type StoredIntent } from '../compat/intents.ts';
import { digest, fingerprint, taughtNow } from '../compat/taught.ts';
import { beginTraining, trainingOf } from '../compat/training.ts';
import { liveOf, versionOf } from '../compat/versions.ts';
import { SYSTEM_DICTIONARIES } from '../engine/dictionary/dictionaries.ts';
import { newId, type Own } from '../own.ts';
import { changing, from, ofBot, pieceOf, within, type Deeds } from './deed.ts';

const part = z.string().trim().min(1).max(500);
const slot = z.object({ name, dict: z.string().min(1).max(64), requires: z.boolean(), question: z.string().trim().max(500) });
const written = z.object({
  name,
  description: z.string().trim().max(500),
  utters: z.array(part).max(MOST_UTTERS),
  slots: z.array(slot).max(MOST_SLOTS).refine((all) => new Set(all.map((each) => each.name)).size === all.length, 'twice'),
  completion: completion.extend({ reply: z.string().trim().max(2_000) }).default(COMPLETES),
});

export const intentsAsked = {
  'intent.list': ofBot.extend({ from }),
  'intent.get': ofBot.extend({ name, from }),
  'intent.save': ofBot.extend({ intent: written, isNew: z.boolean() }),
  'intent.remove': ofBot.extend({ name }),
  'intent.train': ofBot,
  'intent.training': ofBot,
  'intent.guess': ofBot.extend({ text: z.string().trim().min(1).max(2_000) }),
} as const;

/** Utterances in an answer, characters of JSON: its slots stand beside them. */
const MOST_SPOKEN = 20_000;
const PREVIEW = 120;
const MOST_GUESSES = 5;
const MOST_ENTITIES = 50;

export const intentDeeds: Deeds<typeof intentsAsked> = {
  'intent.list': (ctx, { bot, from: start }, around) => within(ctx, bot, around, async () => {
    const all = await intentsOf(ctx, bot);
    return pieceOf(all.map(({ description, name: called, slots, utters }) => ({ name: called, description: description.slice(0, PREVIEW), utters: utters.length, slots: slots.length })), start);
  }),
  'intent.get': async (ctx, { bot, from: start, name: called }) => {
    const found = await intentOf(ctx, bot, called);
    if (found === undefined) return null;
    const slots = found.slots.map(({ dict, name: slotName, question, requires }) => ({ name: slotName, dict, requires, question }));
    return { name: found.name, description: found.description, slots, completion: found.completion ?? COMPLETES, ...pieceOf(found.utters.map(({ utterance }) => utterance), start, MOST_SPOKEN) };
  },
  'intent.save': (ctx, { bot, intent, isNew }, around) => changing(ctx, bot, 'intent', around, async (own) => {
    const known = await intentOf(own, bot, intent.name);
    if (known === undefined && !isNew) return null;
    if (known !== undefined && isNew) return { refused: 'exists' };
    if (isNew && (await intentsOf(own, bot)).length >= MOST_INTENTS) return { refused: 'full' };
    if ((await utterancesBeside(own, bot, intent.name)) + intent.utters.length > MOST_UTTERANCES) return { refused: 'full' };
    await keepIntent(own, bot, merged(known, intent, dateOf(Date.now())));
    return true;
  }),
  'intent.remove': (ctx, { bot, name: called }, around) => changing(ctx, bot, 'intent', around, async () => {
    await dropIntent(ctx, bot, called);
    return true;
  }),
  'intent.train': (ctx, { bot }, around) => within(ctx, bot, around, async () => {
    await beginTraining(ctx, bot, { brains: around.brains, lanes: around.lanes, now: Date.now() });
    return learning(ctx, bot);
  }),
  'intent.training': (ctx, { bot }, around) => within(ctx, bot, around, () => learning(ctx, bot)),
  'intent.guess': (ctx, { bot, text }, around) => within(ctx, bot, around, async (brain) => {
    const now = Date.now();
    const { find, intents } = await around.minds.of(ctx, bot, brain, now, 'dev');
    const best = new Map<string, number>();
    for (const { confidence, intent } of intents?.classify(text).guesses ?? []) best.set(intent, Math.max(confidence, best.get(intent) ?? 0));
    const guesses = [...best].map(([intent, confidence]) => ({ intent, confidence })).sort((one, other) => other.confidence - one.confidence).slice(0, MOST_GUESSES);
    const likely = guesses[0];
    return {
      trained: intents !== null, least: intents?.least ?? 0, guesses,
      slots: likely === undefined ? [] : (intents?.mark(likely.intent, text) ?? []).slice(0, MOST_ENTITIES),
      entities: find(text, now).slice(0, MOST_ENTITIES).map(({ dictionary, from: start, to, value }) => ({ dictionary, from: start, to, value })),
    };
  }),
};

/** What is written anew; utterances and slots that stay are the same ones to clients of the API. */
function merged(known: StoredIntent | undefined, { completion: completes, slots, utters, ...given }: z.output<typeof written>, date: string): StoredIntent {
  const dates = { createdate: date, updatedate: date };
  return {
    ...given, createdate: known?.createdate ?? date, updatedate: date,
    ...(isDeepStrictEqual(completes, COMPLETES) ? {} : { completion: completes }),
    utters: [...new Set(utters)].map((utterance) => known?.utters.find((each) => each.utterance === utterance) ?? { id: newId(), utterance, ...dates }),
    slots: slots.map((each) => {
      const before = known?.slots.find((other) => other.name === each.name);
      return { id: newId(), ...dates, ...before, ...each, updatedate: date };
    }),
  };
}

/** How the last training went, whether another one is due, what there is to learn, and whether that is live. */
async function learning(ctx: Own, bot: string) {
  const [taught, training, live] = await Promise.all([taughtNow(ctx, bot), trainingOf(ctx, bot, Date.now()), liveOf(ctx, bot)]);
  const version = live === null ? undefined : await versionOf(ctx, bot, live);
  return {
    state: training?.state ?? 'none', startedAt: training?.startedAt ?? 0, error: training?.error ?? '',
    trainedAt: training?.training ?? 0, utterances: training?.utterances ?? 0, intents: training?.intents ?? 0, took: training?.took ?? 0, hasModel: (training?.pieces ?? 0) > 0, accuracy: training?.accuracy ?? null,
    isStale: training !== undefined && training.training > 0 && training.of !== fingerprint(taught),
    live: version === undefined ? null : { number: version.number, at: version.at, by: version.by, isSame: version.digest === digest(taught) },
    waiting: taught.intents.reduce((sum, { utters }) => sum + utters.length, 0),
    dictionaries: [...SYSTEM_DICTIONARIES, ...taught.dictionaries.map(({ name: called }) => called)],
  };
}
