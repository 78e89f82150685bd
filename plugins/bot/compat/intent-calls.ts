import { z } from 'parlor/plugin';
import { withMind } from '../brain.ts';
import { together } from '../library.ts';
import { call, nothing, page, type BotCall } from './calls.ts';
import { dateOf } from './dictionaries.ts';
import { CallError, paged, RC, type Envelope } from './envelope.ts';
import { dropIntent, intentOf, intentsOf, keepIntent, MOST_INTENTS, MOST_SLOTS, MOST_UTTERANCES, MOST_UTTERS, name, utterancesBeside, type StoredIntent } from './intents.ts';
import { beginTraining, trainingOf } from './training.ts';

const named = z.object({ name });
const description = z.string().max(500).default('');
const utterance = z.string().trim().min(1).max(500);
const slotName = z.string().regex(/^[0-9a-zA-Z_]{1,64}$/);
const question = z.string().max(500).nullish().transform((text) => text ?? '');
const dictionary = z.object({ name: z.string().min(1).max(64) });
const id = z.string().min(1).max(40);

type Utter = StoredIntent['utters'][number];
type Slot = StoredIntent['slots'][number];

const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 16);
const shown = ({ createdate, description: about, name: called, updatedate }: StoredIntent) => ({ name: called, description: about, createdate, updatedate });
const shownSlot = ({ createdate, dict, id: slot, name: called, question: asked, requires, updatedate }: Slot) => ({ id: slot, name: called, requires, question: asked, dict: { name: dict, builtin: dict.startsWith('@') }, createdate, updatedate });

async function known({ ctx, id: bot }: BotCall, called: string): Promise<StoredIntent> {
  const found = await intentOf(ctx, bot, called);
  if (found === undefined) throw new CallError(RC.missing, `There is no intent ${called}`);
  return found;
}

/** A call that changes something of them: it reads and writes in the hands of its `on`. */
const changing = <G>(work: (on: BotCall, given: G) => Promise<Envelope>) => (on: BotCall, given: G): Promise<Envelope> =>
  on.lanes.change(on.ctx, `intent:${on.id}`, async (ctx) => {
    const envelope = await work({ ...on, ctx }, given);
    await on.settle(withMind);
    return envelope;
  });

const tooMany = (): CallError => new CallError(RC.tooMuch, `The intents of a bot have ${MOST_UTTERANCES} utterances at most`);

/** Changes one that has a part of this id. */
async function withPart(on: BotCall, part: 'slots' | 'utters', wanted: string, change: (intent: StoredIntent) => StoredIntent): Promise<void> {
  const found = (await intentsOf(on.ctx, on.id)).find((each) => each[part].some((one) => one.id === wanted));
  if (found === undefined) throw new CallError(RC.missing, `There is no ${part === 'slots' ? 'slot' : 'utterance'} ${wanted}`);
  await keepIntent(on.ctx, on.id, { ...change(found), updatedate: dateOf(on.now) });
}

const replaced = <T extends Utter | Slot>(all: readonly T[], wanted: string, by: (one: T) => T | null): T[] => all.flatMap((one) => (one.id === wanted ? (by(one) ?? []) : [one]));

/** As tools bring them in, with all that belongs to them. */
const brought = z.object({
  name, description: z.string().max(500).nullish().transform((text) => text ?? ''),
  utters: z.array(z.object({ utterance })).max(MOST_UTTERS).default([]),
  slots: z.array(z.object({ name: slotName, requires: z.boolean().default(false), question, dict: dictionary })).max(MOST_SLOTS).default([]),
});

export const intentCalls = [
  call('GET /clause/intents', page, async ({ ctx, id: bot }, at) => paged(await intentsOf(ctx, bot), at, shown)),
  call('POST /clause/intents', named.extend({ description }), changing(async (on, given) => {
    if ((await intentOf(on.ctx, on.id, given.name)) !== undefined) throw new CallError(RC.exists, `There is an intent ${given.name} already`);
    if ((await intentsOf(on.ctx, on.id)).length >= MOST_INTENTS) throw new CallError(RC.tooMuch, `A bot has ${MOST_INTENTS} intents at most`);
    const date = dateOf(on.now);
    const made = { ...given, utters: [], slots: [], createdate: date, updatedate: date };
    await keepIntent(on.ctx, on.id, made);
    return { data: shown(made) };
  })),
  call('POST /clause/intents/import', z.object({ intents: z.array(brought).min(1).max(MOST_INTENTS) }), changing(async (on, { intents }) => {
    const there = new Map((await intentsOf(on.ctx, on.id)).map((each) => [each.name.toLowerCase(), each]));
    const date = dateOf(on.now);
    for (const { slots, utters, ...given } of intents) {
      const dates = { createdate: date, updatedate: date };
      there.set(given.name.toLowerCase(), {
        // What tools know nothing of stays.
        ...there.get(given.name.toLowerCase()), ...given, ...dates, createdate: there.get(given.name.toLowerCase())?.createdate ?? date,
        utters: [...new Set(utters.map((each) => each.utterance))].map((each) => ({ id: newId(), utterance: each, ...dates })),
        slots: slots.map(({ dict, ...slot }) => ({ id: newId(), ...slot, dict: dict.name, ...dates })),
      });
    }
    if (there.size > MOST_INTENTS) throw new CallError(RC.tooMuch, `A bot has ${MOST_INTENTS} intents at most`);
    if ([...there.values()].reduce((sum, each) => sum + each.utters.length, 0) > MOST_UTTERANCES) throw tooMany();
    const brought = new Set(intents.map((given) => given.name.toLowerCase()));
    await together([...there].filter(([called]) => brought.has(called)), ([, kept]) => keepIntent(on.ctx, on.id, kept));
    return { msg: 'success' };
  })),
  call('PUT /clause/intents/:name', named.extend({ description }), changing(async (on, given) => {
    const changed = { ...(await known(on, given.name)), description: given.description, updatedate: dateOf(on.now) };
    await keepIntent(on.ctx, on.id, changed);
    return { data: shown(changed) };
  })),
  call('DELETE /clause/intents/:name', named, changing(async (on, given) => {
    await known(on, given.name);
    await dropIntent(on.ctx, on.id, given.name);
    return { msg: 'success' };
  })),
  call('GET /clause/utters', page.extend({ intentName: name }), async (on, { intentName, ...at }) => paged((await known(on, intentName)).utters, at)),
  call('POST /clause/utters', z.object({ intent: named, utter: z.object({ utterance }) }), changing(async (on, { intent, utter }) => {
    const found = await known(on, intent.name);
    const date = dateOf(on.now);
    const made: Utter = found.utters.find((each) => each.utterance === utter.utterance) ?? { id: newId(), utterance: utter.utterance, createdate: date, updatedate: date };
    if (found.utters.length >= MOST_UTTERS) throw new CallError(RC.tooMuch, `An intent has ${MOST_UTTERS} utterances at most`);
    if (!found.utters.includes(made) && (await utterancesBeside(on.ctx, on.id, found.name)) + found.utters.length >= MOST_UTTERANCES) throw tooMany();
    if (!found.utters.includes(made)) await keepIntent(on.ctx, on.id, { ...found, utters: [...found.utters, made], updatedate: date });
    return { data: made };
  })),
  call('PUT /clause/utters/:id', z.object({ id, utter: z.object({ utterance }) }), changing(async (on, given) => {
    await withPart(on, 'utters', given.id, (intent) => ({ ...intent, utters: replaced(intent.utters, given.id, (one) => ({ ...one, utterance: given.utter.utterance, updatedate: dateOf(on.now) })) }));
    return { data: { id: given.id, utterance: given.utter.utterance } };
  })),
  call('DELETE /clause/utters/:id', z.object({ id }), changing(async (on, given) => {
    await withPart(on, 'utters', given.id, (intent) => ({ ...intent, utters: replaced(intent.utters, given.id, () => null) }));
    return { msg: 'success' };
  })),
  call('GET /clause/slots', page.extend({ intentName: name }), async (on, { intentName, ...at }) => paged((await known(on, intentName)).slots, at, shownSlot)),
  call('POST /clause/slots', z.object({ intent: named, slot: z.object({ name: slotName, requires: z.boolean().default(false), question }), sysdict: dictionary.optional(), customdict: dictionary.optional() }), changing(async (on, given) => {
    const found = await known(on, given.intent.name);
    const dict = (given.sysdict ?? given.customdict)?.name;
    if (dict === undefined) throw new CallError(RC.badInput, 'A slot is of a dictionary: sysdict or customdict');
    if (found.slots.some((each) => each.name === given.slot.name)) throw new CallError(RC.exists, `There is a slot ${given.slot.name} already`);
    if (found.slots.length >= MOST_SLOTS) throw new CallError(RC.tooMuch, `An intent has ${MOST_SLOTS} slots at most`);
    const date = dateOf(on.now);
    const made = { id: newId(), ...given.slot, dict, createdate: date, updatedate: date };
    await keepIntent(on.ctx, on.id, { ...found, slots: [...found.slots, made], updatedate: date });
    return { data: shownSlot(made) };
  })),
  call('PUT /clause/slots/:id', z.object({ id, slot: z.object({ requires: z.boolean(), question }) }), changing(async (on, given) => {
    await withPart(on, 'slots', given.id, (intent) => ({ ...intent, slots: replaced(intent.slots, given.id, (one) => ({ ...one, ...given.slot, updatedate: dateOf(on.now) })) }));
    return { data: { id: given.id, ...given.slot } };
  })),
  call('DELETE /clause/slots/:id', z.object({ id }), changing(async (on, given) => {
    await withPart(on, 'slots', given.id, (intent) => ({ ...intent, slots: replaced(intent.slots, given.id, () => null) }));
    return { msg: 'success' };
  })),
  call('POST /clause/devver/train', nothing, async (on) => {
    await beginTraining(on.ctx, on.id, { lanes: on.lanes, now: on.now, brains: on.brains });
    return { msg: 'success' };
  }),
  call('GET /clause/devver/build', nothing, async ({ ctx, id: bot, now }) => {
    const training = await trainingOf(ctx, bot, now);
    if (training?.state === 'running') return { rc: RC.exists, msg: 'The training is running' };
    if (training?.state === 'failed') throw new CallError(RC.failed, training.error);
    return { msg: training === undefined ? 'There was no training yet' : 'The training is done' };
  }),
];
