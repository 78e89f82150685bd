import { z } from 'parlor/plugin';
import { withMuted, type Brain } from '../brain.ts';
import { normalize } from '../engine/text/normalize.ts';
import { MOST_SIMILAR, type Faq } from '../faq.ts';
import { setMuted } from '../muted.ts';
import type { Own } from '../own.ts';
import { changeQuestions, entryOf, type Questions } from '../questions.ts';
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
  'history.correct': async (ctx, { at, bot, conversation, entry: id, turn }, around) => {
    const { rows: [said] } = await historyOf(ctx, around.records, bot, { since: at, after: { at, name: '' }, most: 1, is: (each) => each.conversation === conversation && each.turn === turn });
    return said === undefined ? null : changeQuestions(ctx, bot, around, async (questions) => {
      if (id !== null && (await questions.of(id)) === undefined) return null;
      await takeBack(questions, await correctionOf(ctx, bot, said));
      const taught = id === null || said.question === '' ? [] : await teach(questions, id, [said.question]);
      if (taught === 'full') return FULL;
      const score = said.hits.find((hit) => hit.id === id)?.score ?? null;
      const was = { by: said.by, entry: said.entry, of: said.of, score: said.hits.find((hit) => hit.id === said.entry)?.score ?? said.hits[0]?.score ?? null };
      await keepCorrection(ctx, bot, { conversation, turn, at: Date.now(), question: said.question, was, entry: id, score, added: taught.length > 0 });
      return true;
    });
  },
  'history.undo': (ctx, { bot, ...turn }, around) => changeQuestions(ctx, bot, around, async (questions) => {
    const known = await correctionOf(ctx, bot, turn);
    if (known === undefined) return true;
    await takeBack(questions, known);
    await dropCorrection(ctx, bot, turn);
    return true;
  }),
  'history.teach': (ctx, { bot, entry: id, questions: given }, around) => changeQuestions(ctx, bot, around, async (questions) => {
    const taught = await teach(questions, id, given);
    return taught === 'full' ? FULL : { taught };
  }),
  'history.unteach': (ctx, { bot, entry: id, questions: given }, around) => changeQuestions(ctx, bot, around, async (questions) => {
    await unteach(questions, id, given);
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

function shown(row: Row, brain: Brain, corrected: Correction | undefined) {
  const { entries, flows, muted } = brain;
  return {
    ...row,
    /** What answered, as people call it. */
    answered: (row.entry === null ? undefined : entries.get(row.entry)?.post) ?? (row.by === 'flow' ? flows.nameOf(row.of) : row.of),
    known: row.hits.filter(({ id }) => entries.has(id)).map(({ id }) => id),
    /** The entry that has this question by now. */
    has: row.question === '' ? null : entryOf(brain, row.question),
    muted: muted.has(row.visitor.id),
    correction: corrected === undefined ? null : { entry: corrected.entry, post: corrected.entry === null ? '' : (entries.get(corrected.entry)?.post ?? '') },
  };
}

/** Those of what is given that the entry had not yet. */
async function teach(questions: Questions, id: string, given: readonly string[]): Promise<readonly string[] | 'full'> {
  const known = await questions.of(id);
  if (known === undefined) return [];
  const has = new Set([known.post, ...known.similar].map(normalize));
  const more = given.filter((each) => !has.has(normalize(each)));
  if (more.length === 0) return [];
  const whole: Faq = { ...known, similar: [...known.similar, ...more] };
  if (whole.similar.length > MOST_SIMILAR || JSON.stringify(whole).length > MOST_TEXT) return 'full';
  return (await questions.put([whole])) ? more : 'full';
}

async function unteach(questions: Questions, id: string, given: readonly string[]): Promise<void> {
  const known = await questions.of(id);
  if (known === undefined) return;
  const gone = new Set(given);
  await questions.put([{ ...known, similar: known.similar.filter((each) => !gone.has(each)) }]);
}

async function takeBack(questions: Questions, known: Correction | undefined): Promise<void> {
  if (known?.added === true && known.entry !== null) await unteach(questions, known.entry, [known.question]);
}
