import { z } from 'parlor/plugin';
import { MOST_CHARACTERS, MOST_ENTRIES, MOST_SIMILAR, type Faq } from '../faq.ts';
import { faqOf, faqs } from '../library.ts';
import { changeQuestions } from '../questions.ts';
import { call, nothing, page, type BotCall } from './calls.ts';
import { categoriesOf, idsOf, isWithin, keepCategories, labelsTo, replaced, withPath, type Category } from './categories.ts';
import { CallError, gone, paged, RC, type Envelope } from './envelope.ts';
import { extendIdOf, replies, repliesFrom, repliesOf, replyLastUpdateOf } from './faq-shapes.ts';

const post = z.string().trim().min(1).max(500);
const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const label = z.string().trim().min(1).max(60);
const categoryTexts = z.array(label).max(6);
const written = { post, replies, enabled: z.boolean().default(true), categoryTexts: categoryTexts.default([]) };

const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 20);

async function known({ ctx, id: bot }: BotCall, entry: string): Promise<Faq> {
  const found = await faqOf(ctx, bot, entry);
  if (found === undefined) throw new CallError(RC.missing, `There is no question ${entry}`);
  return found;
}

interface Changed extends Envelope {
  readonly put?: readonly Faq[];
  readonly dropped?: string;
  /** Kept last: where this is cut off, and done again, the way of what has not been moved yet is still in the tree. */
  readonly tree?: readonly Category[];
}

/** A call of which `work` says what becomes of the questions that it has read: nobody else changes them meanwhile. */
const changing = <G>(work: (on: BotCall, given: G) => Promise<Changed>) => async (on: BotCall, given: G): Promise<Envelope> => {
  const answer = await changeQuestions(on.ctx, on.id, on, async (questions, ctx) => {
    const { dropped, put = [], tree, ...envelope } = await work({ ...on, ctx }, given);
    if (!(await questions.put(put))) throw new CallError(RC.tooMuch, `A bot has ${MOST_ENTRIES} questions and ${MOST_CHARACTERS} characters of them at most`);
    if (dropped !== undefined) await questions.drop([dropped]);
    if (tree !== undefined) await keepCategories(ctx, on.id, tree);
    return envelope;
  });
  if (answer === null) throw gone();
  return answer;
};

const kept = (entry: Faq): Changed => ({ put: [entry], data: { id: entry.id, replyLastUpdate: replyLastUpdateOf(entry) } });

async function categorised({ ctx, id: bot }: BotCall, labels: readonly string[]): Promise<void> {
  if (labels.length === 0) return;
  const all = await categoriesOf(ctx, bot);
  const more = withPath(all, labels);
  if (more !== all) await keepCategories(ctx, bot, more);
}

const shown = (all: readonly Category[], entry: Faq) => ({
  id: entry.id, docId: entry.id, post: entry.post, enabled: entry.enabled, categories: idsOf(all, entry.categories), categoryTexts: entry.categories, replies: repliesOf(entry), replyLastUpdate: replyLastUpdateOf(entry), extends: entry.similar.length,
});

/** The entries whose labels begin like this, with others in their place. */
async function moved({ ctx, id: bot }: BotCall, way: readonly string[], to: readonly string[]): Promise<readonly Faq[]> {
  const found: Faq[] = [];
  for await (const entries of faqs(ctx, bot)) found.push(...entries.filter(({ categories }) => isWithin(categories, way)));
  return found.map((entry) => ({ ...entry, categories: [...to, ...(to.length === way.length ? entry.categories.slice(way.length) : [])] }));
}

async function categoryOf({ ctx, id: bot }: BotCall, value: string): Promise<{ readonly all: readonly Category[]; readonly way: readonly string[] }> {
  const all = await categoriesOf(ctx, bot);
  const way = labelsTo(all, value);
  if (way === undefined) throw new CallError(RC.missing, `There is no category ${value}`);
  return { all, way };
}

export const faqCalls = [
  call('GET /faq/database', page.extend({ q: z.string().max(200).default('') }), async (on, { limit, page: at, q }) => {
    const [{ entries }, all] = await Promise.all([on.brain(), categoriesOf(on.ctx, on.id)]);
    const wanted = q.trim().toLowerCase();
    const found = [...entries.values()].filter((entry) => wanted === '' || entry.post.toLowerCase().includes(wanted));
    return paged(found, { limit, page: at }, (entry) => shown(all, entry));
  }),
  call('GET /faq/database/export', z.object({ limit: page.shape.limit.default(10_000), page: page.shape.page }), async (on, { limit, page: at }) => {
    const [{ entries }, all] = await Promise.all([on.brain(), categoriesOf(on.ctx, on.id)]);
    return paged([...entries.values()], { limit, page: at }, (entry) => [entry.id, idsOf(all, entry.categories), entry.enabled, entry.post, repliesOf(entry), ...entry.similar]);
  }),
  call('GET /faq/database/inquiryrank', z.object({ topN: z.coerce.number().int().min(1).max(1_000).default(10) }), async (on, { topN }) => {
    const [{ asked, entries }, all] = await Promise.all([on.brain(), categoriesOf(on.ctx, on.id)]);
    const ranked = [...entries.values()].map((entry) => ({ entry, count: asked.get(entry.id) ?? 0 })).sort((a, b) => b.count - a.count).slice(0, topN);
    return { data: ranked.map(({ count, entry }) => ({ docId: entry.id, inquiryscore: String(count), post: entry.post, enabled: entry.enabled, categories: idsOf(all, entry.categories) })) };
  }),
  call('POST /faq/database', z.object({ docId: id.optional(), ...written }), changing(async (on, { categoryTexts: categories, docId = newId(), enabled, post: question, replies: said }) => {
    await categorised(on, categories);
    const there = await faqOf(on.ctx, on.id, docId);
    return kept({ id: docId, post: question, similar: there?.similar ?? [], ...repliesFrom(said), enabled, categories });
  })),
  call('GET /faq/database/:id', z.object({ id }), async (on, given) => {
    const [entry, all] = await Promise.all([known(on, given.id), categoriesOf(on.ctx, on.id)]);
    return { data: shown(all, entry) };
  }),
  call('PUT /faq/database/:id', z.object({ id, post, replies, enabled: z.boolean().optional(), categoryTexts: categoryTexts.optional(), replyLastUpdate: z.string().max(100).optional() }), changing(async (on, given) => {
    const entry = await known(on, given.id);
    if (given.replyLastUpdate !== undefined && given.replyLastUpdate !== replyLastUpdateOf(entry)) throw new CallError(RC.badInput, 'The replies have changed since: read the question again, and send its replyLastUpdate');
    const { categoryTexts: categories = entry.categories, enabled = entry.enabled } = given;
    await categorised(on, categories);
    return kept({ ...entry, post: given.post, ...repliesFrom(given.replies), enabled, categories: [...categories] });
  })),
  call('DELETE /faq/database/:id', z.object({ id }), changing(async (on, given) => {
    await known(on, given.id);
    return { msg: 'done', dropped: given.id };
  })),
  call('GET /faq/database/:id/extend', page.extend({ id, limit: page.shape.limit.default(MOST_SIMILAR) }), async (on, { limit, page: at, ...given }) => {
    const { enabled, similar } = await known(on, given.id);
    return paged(similar, { limit, page: at }, (each) => ({ id: extendIdOf(each), post: each, postId: given.id, enabled }));
  }),
  call('POST /faq/database/:id/extend', z.object({ id, post }), changing(async (on, given) => {
    const entry = await known(on, given.id);
    const data = { id: extendIdOf(given.post) };
    if (entry.similar.includes(given.post)) return { data };
    if (entry.similar.length >= MOST_SIMILAR) throw new CallError(RC.tooMuch, `A question has ${MOST_SIMILAR} similar ones at most`);
    return { data, put: [{ ...entry, similar: [...entry.similar, given.post] }] };
  })),
  call('PUT /faq/database/:id/extend/:extend', z.object({ id, extend: id, post }), changing(async (on, given) => {
    const entry = await similarOf(on, given.id, given.extend);
    return { data: { id: extendIdOf(given.post) }, put: [{ ...entry, similar: [...new Set(entry.similar.map((each) => (extendIdOf(each) === given.extend ? given.post : each)))] }] };
  })),
  call('DELETE /faq/database/:id/extend/:extend', z.object({ id, extend: id }), changing(async (on, given) => {
    const entry = await similarOf(on, given.id, given.extend);
    return { msg: 'done', put: [{ ...entry, similar: entry.similar.filter((each) => extendIdOf(each) !== given.extend) }] };
  })),
  call('GET /faq/categories', nothing, async ({ ctx, id: bot }) => ({ data: await categoriesOf(ctx, bot) })),
  call('POST /faq/categories', z.object({ label, parentId: z.string().max(40).optional() }), changing(async (on, given) => {
    const { all, way } = given.parentId === undefined ? { all: await categoriesOf(on.ctx, on.id), way: [] } : await categoryOf(on, given.parentId);
    const labels = [...way, given.label];
    const more = withPath(all, labels);
    await keepCategories(on.ctx, on.id, more);
    return { data: { value: idsOf(more, labels).at(-1), categories: more } };
  })),
  call('PUT /faq/categories', z.object({ value: z.string().max(40), label }), changing(async (on, given) => {
    const { all, way } = await categoryOf(on, given.value);
    const to = [...way.slice(0, -1), given.label];
    if (labelsTo(all, idsOf(all, to).at(-1) ?? '') !== undefined && given.label !== way.at(-1)) throw new CallError(RC.exists, 'There is another category of this name beside it');
    const renamed = replaced(all, given.value, (one) => ({ ...one, label: given.label }));
    return { data: renamed, put: await moved(on, way, to), tree: renamed };
  })),
  call('DELETE /faq/categories/:value', z.object({ value: z.string().max(40) }), changing(async (on, given) => {
    const { all, way } = await categoryOf(on, given.value);
    const rest = replaced(all, given.value, () => null);
    return { data: rest, put: await moved(on, way, way.slice(0, -1)), tree: rest };
  })),
];

async function similarOf(on: BotCall, entry: string, extend: string): Promise<Faq> {
  const found = await known(on, entry);
  if (!found.similar.some((each) => extendIdOf(each) === extend)) throw new CallError(RC.missing, `There is no similar question ${extend}`);
  return found;
}
