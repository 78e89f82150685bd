import { withDocument, withoutDocument } from '../brain.ts';
import { cut } from '../documents/cut.ts';
import { document, documentOf, dropDocument, MOST_DOCUMENTS, MOST_IN_ALL, putDocument } from '../documents/document.ts';
import { newId, type Own } from '../own.ts';
import { slices } from '../slices.ts';
import { from, ofBot, within, type Around, type Deeds } from './deed.ts';

const id = document.shape.id;

export const documentsAsked = {
  'document.look': ofBot,
  'document.read': ofBot.extend({ id, from }),
  'document.put': ofBot.extend({ document: document.omit({ at: true }).partial({ id: true }) }),
  'document.drop': ofBot.extend({ id }),
} as const;

/** Characters of a text in an answer: JSON may need two for each. */
const PIECE = 20_000;

/** One change after the other on this node: what there is room for is seen by the next. */
const changing = (ctx: Own, bot: string, around: Around, run: Parameters<typeof within>[3]): Promise<unknown> => around.lanes.run(`document:${bot}`, () => within(ctx, bot, around, run));

export const documentDeeds: Deeds<typeof documentsAsked> = {
  'document.look': (ctx, { bot }, around) => within(ctx, bot, around, async ({ documents: { all } }) => ({ rows: all, most: { documents: MOST_DOCUMENTS, characters: MOST_IN_ALL } })),
  'document.read': (ctx, { bot, from: start, id: one }, around) => within(ctx, bot, around, async () => {
    const found = await documentOf(ctx, bot, one);
    if (found === undefined) return null;
    const next = start + PIECE;
    return { rows: [found.text.slice(start, next)], next: next < found.text.length ? next : null };
  }),
  'document.put': (ctx, { bot, document: given }, around) => changing(ctx, bot, around, async ({ documents }) => {
    const kept = { ...given, id: given.id ?? newId(), at: Date.now() };
    const isNew = !documents.all.some((each) => each.id === kept.id);
    if ((isNew && documents.all.length >= MOST_DOCUMENTS) || documents.sizeWithout(kept.id) + kept.text.length > MOST_IN_ALL) return { refused: 'full' };
    // What cannot be cut is not stored either: it would be cut again by each node that starts.
    const parts = await cut(kept.text, slices());
    await putDocument(ctx, bot, kept);
    await around.brains.settle(ctx, bot, withDocument(kept, parts));
    return { id: kept.id };
  }),
  'document.drop': (ctx, { bot, id: one }, around) => changing(ctx, bot, around, async () => {
    await dropDocument(ctx, bot, one);
    await around.brains.settle(ctx, bot, withoutDocument(one));
    return true;
  }),
};
