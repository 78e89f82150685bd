import { z } from 'parlor/plugin';
import { withEntries, withMuted, type Brain } from '../brain.ts';
import { normalize } from '../engine/text/normalize.ts';
import { hasRoom, MOST_SIMILAR, type Faq } from '../faq.ts';
import { putFaqs } from '../library.ts';
import { setMuted } from '../muted.ts';
import type { Own } from '../own.ts';
import { correctionOf, correctionsOf, dropCorrection, keepCorrection, type Correction } from '../record/corrections.ts';
import { historyOf, type Row } from '../record/history.ts';
import { isOf, KINDS, nameOf } from '../record/said.ts';
import { MOST_TEXT, ofBot, pieceOf, within, type Around, type Deeds } from './deed.ts';

const question = z.string().trim().min(1).max(500);
const ofTurn = ofBot.extend({ conversation: z.string().max(60), turn: z.number().int().min(1) });
const cursor = z.object({ at: z.number(), name: z.string().max(100) });
const entry = z.string().max(40);

export const historyAsked = {
  'history.list': ofBot.extend({ kind: z.enum(KINDS).nullable(), query: z.string().max(200).default(''), days: z.number().int().min(1).max(365), after: cursor.nullable().default(null) }),
  /** Null: nothing that it knows was meant. `at`: when it was said. */
  'history.correct': ofTurn.extend({ at: z.number(), entry: entry.nullable() }),
  'history.undo': ofTurn,
  'history.teach': ofBot.extend({ entry, questions: z.array(question).min(1).max(MOST_SIMILAR) }),
  'history.unteach': ofBot.extend({ entry, questions: z.array(question).min(1).max(MOST_SIMILAR) }),
  'mute.list': ofBot,
  'mute.set': ofBot.extend({ id: z.string().min(1).max(200), name: z.string().max(80), muted: z.boolean() }),
} as const;

const PAGE = 25;
const DAY_MS = 86_400_000;
const FULL = { refused: 'full' } as const;

export const historyDeeds: Deeds<typeof historyAsked> = {
  'history.list': (ctx, { after, bot, days, kind, query }, around) => within(ctx, bot, around, async (brain) => {
    const wanted = normalize(query.trim());
    const [{ next, rows }, corrections] = await Promise.all([
      historyOf(ctx, around.records, bot, {
        since: Date.now() - Math.min(days, ctx.config.historyDays) * DAY_MS, after, most: PAGE,
        is: (turn) => (kind === null || isOf(turn, kind)) && (wanted === '' || normalize(turn.question).includes(wanted) || normalize(turn.visitor.name).includes(wanted)),
      }),
      correctionsOf(ctx, bot),
    ]);
    const piece = pieceOf(rows.map((row) => shown(row, brain, corrections.get(nameOf(row)))), 0, MOST_TEXT / 2);
    const last = piece.rows.at(-1);
    return { rows: piece.rows, next: piece.next === null || last === undefined ? next : { at: last.at, name: nameOf(last) } };
  }),
  'history.correct': (ctx, { at, bot, conversation, entry: id, turn }, around) => correcting(ctx, bot, around, async (brain) => {
    const { rows: [said] } = await historyOf(ctx, around.records, bot, { since: at, after: { at, name: '' }, most: 1, is: (each) => each.conversation === conversation && each.turn === turn });
    const meant = id === null ? null : brain.entries.get(id);
    if (said === undefined || meant === undefined) return null;
    await takeBack(ctx, bot, around, await correctionOf(ctx, bot, said));
    const taught = meant === null || said.question === '' ? [] : await teach(ctx, bot, around, meant.id, [said.question]);
    if (taught === 'full') return FULL;
    const score = said.hits.find((hit) => hit.id === id)?.score ?? null;
    const was = { by: said.by, entry: said.entry, of: said.of, score: said.hits.find((hit) => hit.id === said.entry)?.score ?? said.hits[0]?.score ?? null };
    await keepCorrection(ctx, bot, { conversation, turn, at: Date.now(), question: said.question, was, entry: id, score, added: taught.length > 0 });
    return true;
  }),
  'history.undo': (ctx, { bot, ...turn }, around) => correcting(ctx, bot, around, async () => {
    const known = await correctionOf(ctx, bot, turn);
    if (known === undefined) return true;
    await takeBack(ctx, bot, around, known);
    await dropCorrection(ctx, bot, turn);
    return true;
  }),
  'history.teach': (ctx, { bot, entry: id, questions }, around) => correcting(ctx, bot, around, async () => {
    const taught = await teach(ctx, bot, around, id, questions);
    return taught === 'full' ? FULL : { taught };
  }),
  'history.unteach': (ctx, { bot, entry: id, questions }, around) => correcting(ctx, bot, around, async () => {
    await unteach(ctx, bot, around, id, questions);
    return true;
  }),
  'mute.list': (ctx, { bot }, around) => within(ctx, bot, around, async ({ muted }) => ({ muted: [...muted.values()].sort((a, b) => b.at - a.at).slice(0, 200) })),
  'mute.set': async (ctx, { bot, id, muted, name }, around) => changeMuted(ctx, bot, around, { id, name, muted }),
};

/** Null where there is no such bot. */
export const changeMuted = (ctx: Own, bot: string, around: Around, { id, muted, name }: { readonly id: string; readonly name: string; readonly muted: boolean }): Promise<unknown> =>
  within(ctx, bot, around, (brain) => around.lanes.run(`muted:${bot}`, async () => {
    const person = { id, name, at: Date.now() };
    if (!(await setMuted(ctx, bot, brain, person, muted))) return FULL;
    await around.brains.settle(ctx, bot, withMuted(person, muted));
    return { muted };
  }));

/** One after the other: what is taken back has to be what was given. */
const correcting = (ctx: Own, bot: string, around: Around, run: (brain: Brain) => Promise<unknown>): Promise<unknown> =>
  within(ctx, bot, around, (brain) => around.lanes.run(`correction:${bot}`, () => run(brain)));

function shown(row: Row, { entries, flows, muted }: Brain, corrected: Correction | undefined) {
  return {
    ...row,
    /** What answered, as people call it. */
    answered: (row.entry === null ? undefined : entries.get(row.entry)?.post) ?? (row.by === 'flow' ? flows.nameOf(row.of) : row.of),
    known: row.hits.filter(({ id }) => entries.has(id)).map(({ id }) => id),
    muted: muted.has(row.visitor.id),
    correction: corrected === undefined ? null : { entry: corrected.entry, post: corrected.entry === null ? '' : (entries.get(corrected.entry)?.post ?? '') },
  };
}

/** Those of the questions that the entry had not yet. */
async function teach(ctx: Own, bot: string, around: Around, id: string, questions: readonly string[]): Promise<readonly string[] | 'full'> {
  const brain = await around.brains.of(ctx, bot);
  const known = brain?.entries.get(id);
  if (brain === undefined || known === undefined) return [];
  const has = new Set([known.post, ...known.similar].map(normalize));
  const more = questions.filter((each) => !has.has(normalize(each)));
  if (more.length === 0) return [];
  const whole: Faq = { ...known, similar: [...known.similar, ...more] };
  if (whole.similar.length > MOST_SIMILAR || JSON.stringify(whole).length > MOST_TEXT || !hasRoom(brain.entries, [whole])) return 'full';
  await keepEntry(ctx, bot, around, whole);
  return more;
}

async function unteach(ctx: Own, bot: string, around: Around, id: string, questions: readonly string[]): Promise<void> {
  const known = (await around.brains.of(ctx, bot))?.entries.get(id);
  if (known === undefined) return;
  const gone = new Set(questions);
  await keepEntry(ctx, bot, around, { ...known, similar: known.similar.filter((each) => !gone.has(each)) });
}

async function takeBack(ctx: Own, bot: string, around: Around, known: Correction | undefined): Promise<void> {
  if (known?.added === true && known.entry !== null) await unteach(ctx, bot, around, known.entry, [known.question]);
}

async function keepEntry(ctx: Own, bot: string, around: Around, whole: Faq): Promise<void> {
  await putFaqs(ctx, bot, [whole]);
  await around.brains.settle(ctx, bot, withEntries([whole]));
}
