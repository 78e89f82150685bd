import { z, type BotTurn, type SlotActRequest, type SlotAnswer } from 'parlor/plugin';
import { withProfile } from './brain.ts';
import { CallError, RC } from './compat/envelope.ts';
import { keyOf, newKey } from './compat/keys.ts';
import { from as start, MOST_TEXT, ofBot, pieceOf, type Around, type Deeds } from './deeds/deed.ts';
import { dictionariesAsked, dictionaryDeeds } from './deeds/dictionaries.ts';
import { documentDeeds, documentsAsked } from './deeds/documents.ts';
import { historyAsked, historyDeeds } from './deeds/history.ts';
import { intentDeeds, intentsAsked } from './deeds/intents.ts';
import { outsideDeeds, outsideAsked } from './deeds/outside.ts';
import { scriptDeeds, scriptsAsked } from './deeds/scripts.ts';
import { statisticsAsked, statisticsDeeds } from './deeds/statistics.ts';
import { versionDeeds, versionsAsked } from './deeds/versions.ts';
import { parseJson } from './engine/text/json.ts';
import { faq, type Faq } from './faq.ts';
import { bot, bots, change, make, MOST_BOTS, remove } from './library.ts';
import { callsOf, TRY_MS } from './flows/call.ts';
import { flowDeeds, flowsAsked } from './flows/deeds.ts';
import { thinkerOf } from './deeper.ts';
import { askerOf, settled } from './outside/ask.ts';
import { newId, type Own } from './own.ts';
import { newProfile, profile } from './profile.ts';
import { changeQuestions, entryOf } from './questions.ts';
import { reply } from './reply.ts';
import { BEGUN } from './reply/opening.ts';

const PAGE = 25;
const PREVIEW = 160;
/** Questions beside a turn of a test. */
const MOST_SHOWN = 5;
/** Entries that are brought in at once; a page brings a file in pieces. */
const MOST_IMPORTED = 100;

/** One that could not be read again would be lost. */
const givenEntry = faq.partial({ id: true }).refine((each) => JSON.stringify(each).length <= MOST_TEXT);
const asked = {
  ...flowsAsked,
  ...intentsAsked,
  ...dictionariesAsked,
  ...scriptsAsked,
  ...documentsAsked,
  ...outsideAsked,
  ...historyAsked,
  ...statisticsAsked,
  ...versionsAsked,
  make: z.object({ name: z.string().trim().min(1).max(80), department: z.string().min(1).max(64), language: z.enum(['en', 'zh-CN']) }),
  save: z.object({ profile }),
  remove: ofBot,
  keys: ofBot,
  rotate: ofBot,
  faqs: ofBot.extend({ query: z.string().max(200).default(''), category: z.string().max(60).default(''), page: z.number().int().min(1).default(1) }),
  put: ofBot.extend({ entry: givenEntry }),
  drop: ofBot.extend({ ids: z.array(z.string().max(40)).min(1).max(200) }),
  bring: ofBot.extend({ entries: z.array(givenEntry).min(1).max(MOST_IMPORTED) }),
  entry: ofBot.extend({ id: z.string().max(40) }),
  carry: ofBot.extend({ from: start }),
  /** Without a text: a chat begins. */
  try: ofBot.extend({ text: z.string().trim().max(2_000), memory: z.unknown(), branch: z.enum(['dev', 'pro']).default('pro') }),
} as const;

const FULL = { refused: 'full' } as const;

const deeds: Deeds<typeof asked> = {
  ...flowDeeds,
  ...intentDeeds,
  ...dictionaryDeeds,
  ...scriptDeeds,
  ...documentDeeds,
  ...outsideDeeds,
  ...historyDeeds,
  ...statisticsDeeds,
  ...versionDeeds,
  make: async (ctx, { department, language, name }, { changed }) => {
    const all = await bots(ctx);
    if (all.some(({ profile: each }) => each.department === department)) return { taken: true };
    if (all.length >= MOST_BOTS) return FULL;
    const stored = await make(ctx, newProfile(newId(), name, department, language));
    await changed();
    return stored.profile;
  },
  save: async (ctx, { profile: given }, { brains, changed, lanes }) => {
    if (given.department !== '' && (await bots(ctx)).some(({ profile: { department, id } }) => id !== given.id && department === given.department)) return { taken: true };
    if ((await change(ctx, lanes, given.id, () => given)) === undefined) return null;
    await brains.settle(ctx, given.id, withProfile(given));
    await changed();
    return given;
  },
  remove: async (ctx, { bot: id }, { brains, changed, lanes, minds, records }) => {
    await remove(ctx, lanes, id);
    records.forget(id);
    brains.forget(id);
    minds.forget(id);
    await changed();
    return true;
  },
  keys: async (ctx, { bot: id }) => ((await bot(ctx, id)) === undefined ? null : { clientId: id, madeAt: (await keyOf(ctx, id))?.madeAt ?? null }),
  // The only time that anybody sees it.
  rotate: async (ctx, { bot: id }) => ((await bot(ctx, id)) === undefined ? null : { clientId: id, ...(await newKey(ctx, id, Date.now())) }),
  faqs: async (ctx, { bot: id, category, page, query }, { brains }) => {
    const brain = await brains.of(ctx, id);
    if (brain === undefined) return null;
    const all = [...brain.entries.values()].reverse();
    const wanted = query.trim().toLowerCase();
    const holds = ({ categories, post, replies, similar }: Faq): boolean =>
      (category === '' || categories.includes(category)) && (wanted === '' || [post, ...similar, ...replies].some((text) => text.toLowerCase().includes(wanted)));
    const found = all.filter(holds);
    return { total: found.length, all: all.length, page, pages: Math.max(1, Math.ceil(found.length / PAGE)), entries: found.slice((page - 1) * PAGE, page * PAGE).map((entry) => rowOf(entry, brain.asked.get(entry.id) ?? 0)), categories: [...new Set(all.flatMap(({ categories }) => categories))].sort() };
  },
  put: (ctx, { bot: id, entry }, around) => changeQuestions(ctx, id, around, async (questions) => {
    const whole = { ...entry, id: entry.id ?? newId() };
    const before = await questions.of(whole.id);
    // Two entries with one question would contradict each other. Those that do already can be changed all the same.
    const same = whole.enabled && (before?.enabled !== true || before.post !== whole.post) ? entryOf(questions.brain, whole.post, whole.id) : null;
    if (same !== null) return { same };
    return (await questions.put([whole])) ? whole : FULL;
  }),
  drop: (ctx, { bot: id, ids }, around) => changeQuestions(ctx, id, around, async (questions) => {
    await questions.drop(ids);
    return true;
  }),
  bring: (ctx, { bot: id, entries }, around) => changeQuestions(ctx, id, around, async (questions) => {
    const { entries: known } = questions.brain;
    // The same question again is the same entry, with new replies.
    const byPost = new Map([...known.values()].map((entry) => [entry.post, entry]));
    const brought = entries.map((entry): Faq => {
      const there = (entry.id === undefined ? undefined : known.get(entry.id)) ?? byPost.get(entry.post);
      const whole = { ...entry, id: there?.id ?? entry.id ?? newId() };
      byPost.set(whole.post, whole);
      return whole;
    });
    return (await questions.put(brought)) ? { brought: entries.length } : FULL;
  }),
  entry: async (ctx, { bot: id, id: entry }, { brains }) => (await brains.of(ctx, id))?.entries.get(entry) ?? null,
  carry: async (ctx, { bot: id, from }, { brains }) => {
    const brain = await brains.of(ctx, id);
    if (brain === undefined) return null;
    const { next, rows: entries } = pieceOf([...brain.entries.values()], from);
    return { entries, next };
  },
  try: async (ctx, { bot: id, branch, memory, text }, around) => {
    const { brains } = around;
    const brain = await brains.for(ctx, id, memory);
    if (brain === undefined) return null;
    const began = performance.now();
    const turn: BotTurn = { bot: id, conversation: 'test', turn: 1, ...(text === '' ? { cue: { kind: 'silence' }, memory: BEGUN } : { cue: { kind: 'said', text }, memory }), role: 'serves', visitor: { id: 'v_test', name: '' }, locale: brain.profile.language, at: Date.now() };
    const { answer, trace } = await reply(settled(ctx, brain), turn, { think: thinkerOf(ctx, brain, turn, around, turn.at, branch), outside: askerOf(ctx, around.gate, brain, turn), call: callsOf(ctx, `test-${newId()}`, TRY_MS) });
    const took = performance.now() - began;
    // Also what was not near enough: that is what somebody wants to see who asks why.
    return { says: answer.says ?? [], memory: answer.memory ?? null, next: answer.next ?? 'stay', trace: { ...trace, hits: text === '' ? [] : brain.search.search(text, MOST_SHOWN) }, took };
  },
};

/** What the page asks and does: `values.json` has the rest; what is too long for one value goes on in `json1`, `json2` … What a browser sends is not believed. */
export async function act(ctx: Own, { action, values, viewer }: SlotActRequest<'page'>, around: Around): Promise<SlotAnswer> {
  if (action === 'look') return { data: (await bots(ctx)).map(({ profile: each }) => each) };
  if (!Object.hasOwn(deeds, action)) return { data: { wrong: 'action' } };
  if (viewer.role === 'agent') return { data: { wrong: 'role' } };
  const name = action as keyof typeof asked;
  const given = asked[name].safeParse(parsed(values));
  if (!given.success) return { data: { wrong: given.error.issues[0]?.path.join('.') ?? 'json' } };
  const deed = deeds[name] as (ctx: Own, given: unknown, around: Around, by: string) => Promise<unknown>; // as `asked` has just read it
  try {
    return { data: await deed(ctx, given.data, around, viewer.name) };
  } catch (error) {
    if (error instanceof CallError) return { data: { refused: REFUSALS.get(error.rc) ?? 'wrong' } };
    throw error;
  }
}

/** What the API would have answered. */
const REFUSALS: ReadonlyMap<number, string> = new Map([[RC.exists, 'exists'], [RC.tooMuch, 'full']]);

/** An entry in a list. */
const rowOf = ({ categories, enabled, id, post, replies: [first = '', ...more], similar }: Faq, asked: number) => ({ id, post, similar: similar.length, reply: first.slice(0, PREVIEW), replies: more.length + 1, enabled, categories, asked });

function parsed(values: SlotActRequest<'page'>['values']): unknown {
  let json = String(values['json']);
  for (let piece = 1; values[`json${piece}`] !== undefined; piece++) json += String(values[`json${piece}`]);
  return parseJson(json);
}
