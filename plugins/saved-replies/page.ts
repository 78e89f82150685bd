import { z, type SlotActRequest, type SlotAnswer } from 'parlor/plugin';
import { add, alone, find, goneReply, MOST, move, on, remove, restore, rewrite } from './book.ts';
import { bring } from './bring.ts';
import type { Own } from './config.ts';
import { bare, hasSlip, replyId as id, search, shelf, words, type Reply, type Shelf, type Words } from './reply.ts';
import { known } from './shelves.ts';

type Viewer = SlotActRequest<'page'>['viewer'];

/** Of a page of the list. */
const LISTED = 50;
/** What a row says of the text, characters. */
const EXCERPT = 200;
/** JSON of an answer that takes replies away: below what the house lets through. */
const MOST_JSON = 48_000;

const rows = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('no JSON');
    return z.NEVER;
  }
}).pipe(z.array(words).min(1).max(100));
const asked = z.discriminatedUnion('action', [
  z.object({ action: z.literal('list'), query: z.string().max(120).default(''), shelf: shelf.optional(), from: z.number().int().min(0).max(10_000).default(0) }),
  z.object({ action: z.literal('look'), shelf, id }),
  z.object({ action: z.literal('add'), shelf, ...words.shape }),
  z.object({ action: z.literal('change'), id, from: shelf, shelf, read: z.number().int(), ...words.shape }),
  z.object({ action: z.literal('shortcut'), id: id.optional(), shortcut: words.shape.shortcut }),
  z.object({ action: z.literal('remove'), shelf, id }),
  z.object({ action: z.literal('restore'), id }),
  z.object({ action: z.literal('take'), from: z.number().int().min(0).max(10_000).default(0) }),
  z.object({ action: z.literal('bring'), shelf, rows, does: z.boolean() }),
]);

/**
 * `input`: something in it cannot be taken. `placeholder`: it has one that nobody would fill in. `shortcut`: another reply of this shelf has it. `conflict`: somebody else has written it since,
 * and `theirs` is how it stands. `gone`, `full`, `forbidden`: it is not there any more, there are too many, it is not the reader's to change. `busy`: others write there, and do not come to an end.
 */
type Refused = 'input' | 'placeholder' | 'shortcut' | 'conflict' | 'gone' | 'full' | 'forbidden' | 'busy';
const refuse = (refused: Refused, more: object = {}): SlotAnswer => ({ data: { refused, ...more } });
const ownShelf = ({ id: agent }: Viewer): Shelf => `a:${agent}`;

/** Colleagues read each other's shared words; what an agent keeps for themselves nobody else sees, nor whatever else they call it. */
const maySee = (viewer: Viewer, at: Shelf): boolean => !at.startsWith('a:') || at === ownShelf(viewer);
const mayWrite = ({ config: { agentsOwn } }: Own, viewer: Viewer, at: Shelf): boolean => maySee(viewer, at) && (viewer.role !== 'agent' || (agentsOwn && at === ownShelf(viewer)));

const visible = (ctx: Own, viewer: Viewer): Promise<readonly Reply[]> => known(ctx, ['all', 'd', ownShelf(viewer)]);

/** What the page asks and does. What a browser sends is not believed. */
export async function act(ctx: Own, { action, values, viewer }: SlotActRequest<'page'>): Promise<SlotAnswer> {
  const { data: wish } = asked.safeParse({ ...values, action });
  if (wish === undefined) return refuse('input');
  switch (wish.action) {
    case 'list': {
      const all = await visible(ctx, viewer);
      const found = search(wish.shelf === undefined ? all : all.filter((reply) => reply.shelf === wish.shelf), wish.query);
      const items = found.slice(wish.from, wish.from + LISTED).map(({ text, ...reply }) => ({ ...reply, excerpt: excerptOf(text), writable: mayWrite(ctx, viewer, reply.shelf) }));
      const next = wish.from + LISTED < found.length ? wish.from + LISTED : null;
      return { data: { items, next, total: all.length, own: ownShelf(viewer), mayShare: mayWrite(ctx, viewer, 'all'), mayOwn: mayWrite(ctx, viewer, ownShelf(viewer)) } };
    }
    case 'look': {
      const reply = maySee(viewer, wish.shelf) ? await find(ctx, wish) : undefined;
      return reply === undefined ? refuse('gone') : { data: { ...reply, writable: mayWrite(ctx, viewer, reply.shelf) } };
    }
    case 'add': {
      if (!mayWrite(ctx, viewer, wish.shelf)) return refuse('forbidden');
      return inTurn(ctx, wish.shelf, async (there) => flawIn(wish, there) ?? (there.length >= MOST ? refuse('full') : done(await add(ctx, wish.shelf, wordsIn(wish), viewer.name))));
    }
    case 'shortcut': return { data: { items: sharing(await visible(ctx, viewer), wish).map(({ shelf: at, title }) => ({ title, shelf: at })) } };
    case 'change': return change(ctx, viewer, wish);
    case 'remove': {
      if (!mayWrite(ctx, viewer, wish.shelf)) return refuse('forbidden');
      const reply = await find(ctx, wish);
      if (reply === undefined) return refuse('gone');
      await remove(ctx, reply);
      return done(reply);
    }
    case 'restore': {
      const reply = await goneReply(ctx, wish.id);
      if (reply === undefined || !mayWrite(ctx, viewer, reply.shelf)) return refuse('gone');
      return inTurn(ctx, reply.shelf, async (there) => {
        if (sharing(there, reply).length > 0) return refuse('shortcut');
        if (there.length >= MOST) return refuse('full');
        await restore(ctx, reply);
        return done(reply);
      });
    }
    case 'take': return { data: taken(await visible(ctx, viewer), wish.from) };
    case 'bring': {
      if (!mayWrite(ctx, viewer, wish.shelf)) return refuse('forbidden');
      if (wish.rows.some(hasSlip)) return refuse('placeholder');
      const table = async (there: readonly Reply[]) => ({ data: await bring(ctx, { at: wish.shelf, by: viewer.name, does: wish.does, rows: wish.rows, there }) });
      return wish.does ? inTurn(ctx, wish.shelf, table) : table(await on(ctx, [wish.shelf]));
    }
  }
}

const inTurn = async (ctx: Own, at: Shelf, write: (there: readonly Reply[]) => Promise<SlotAnswer>): Promise<SlotAnswer> => (await alone(ctx, at, write)) ?? refuse('busy');

const done = ({ id: reply, shelf: at }: Reply): SlotAnswer => ({ data: { id: reply, shelf: at } });
const wordsIn = ({ shortcut, text, title }: Words) => ({ title, shortcut, text });
const excerptOf = (text: string): string => text.slice(0, EXCERPT).toWellFormed().replaceAll(/\s+/gu, ' ');

/** Those others that have its shortcut. */
const sharing = (replies: readonly Reply[], { id: own, shortcut }: Pick<Words, 'shortcut'> & { readonly id?: string | undefined }): readonly Reply[] => (shortcut === '' ? [] : replies.filter((other) => other.id !== own && bare(other.shortcut) === bare(shortcut)));

/** Why it would not do beside those of its shelf. */
function flawIn(wish: Words & { readonly id?: string }, there: readonly Reply[]): SlotAnswer | null {
  if (hasSlip(wish)) return refuse('placeholder');
  return sharing(there, wish).length > 0 ? refuse('shortcut') : null;
}

async function change(ctx: Own, viewer: Viewer, wish: Words & { readonly id: string; readonly from: Shelf; readonly shelf: Shelf; readonly read: number }): Promise<SlotAnswer> {
  if (!mayWrite(ctx, viewer, wish.from) || !mayWrite(ctx, viewer, wish.shelf)) return refuse('forbidden');
  return inTurn(ctx, wish.shelf, async (there) => {
    const moves = wish.shelf !== wish.from;
    const flaw = flawIn(wish, there);
    if (flaw !== null) return flaw;
    if (moves && there.length >= MOST) return refuse('full');
    const changed = await rewrite(ctx, { id: wish.id, shelf: wish.from }, wish.read, wordsIn(wish), viewer.name);
    if (changed === undefined) return refuse('gone');
    if ('theirs' in changed) return refuse('conflict', { theirs: { ...changed.theirs, writable: true } });
    if (moves) await move(ctx, changed, wish.shelf);
    return done({ ...changed, shelf: wish.shelf });
  });
}

/** As many as an answer holds, whole. */
function taken(all: readonly Reply[], from: number) {
  const items: object[] = [];
  let length = 0;
  for (const { shelf: at, shortcut, text, title, uses } of all.slice(from)) {
    const item = { title, shortcut, text, shelf: at, uses };
    length += JSON.stringify(item).length;
    if (items.length > 0 && length > MOST_JSON) break;
    items.push(item);
  }
  return { items, next: from + items.length < all.length ? from + items.length : null };
}
