import { z, type SlotActRequest, type SlotAnswer } from 'parlor/plugin';
import { add, find, goneReply, MOST, move, on, remove, restore, rewrite } from './book.ts';
import type { Own } from './config.ts';
import { replyId as id, search, shelf, words, type Reply, type Shelf } from './reply.ts';

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
  z.object({ action: z.literal('change'), id, from: shelf, shelf, ...words.shape }),
  z.object({ action: z.literal('remove'), shelf, id }),
  z.object({ action: z.literal('restore'), id }),
  z.object({ action: z.literal('take'), from: z.number().int().min(0).max(10_000).default(0) }),
  z.object({ action: z.literal('bring'), shelf, rows }),
]);

const refuse = (refused: 'input' | 'gone' | 'full' | 'forbidden'): SlotAnswer => ({ data: { refused } });
const ownShelf = ({ id: agent }: Viewer): Shelf => `a:${agent}`;

/** Colleagues read each other's shared words; what an agent keeps for themselves nobody else sees, nor whatever else they call it. */
const maySee = (viewer: Viewer, at: Shelf): boolean => !at.startsWith('a:') || at === ownShelf(viewer);
const mayWrite = ({ config: { agentsOwn } }: Own, viewer: Viewer, at: Shelf): boolean => maySee(viewer, at) && (viewer.role !== 'agent' || (agentsOwn && at === ownShelf(viewer)));

const visible = (ctx: Own, viewer: Viewer): Promise<readonly Reply[]> => on(ctx, ['all', 'd', ownShelf(viewer)]);

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
      return (await on(ctx, [wish.shelf])).length >= MOST ? refuse('full') : done(await add(ctx, wish.shelf, wordsIn(wish), viewer.name));
    }
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
      if ((await on(ctx, [reply.shelf])).length >= MOST) return refuse('full');
      await restore(ctx, reply);
      return done(reply);
    }
    case 'take': return { data: taken(await visible(ctx, viewer), wish.from) };
    case 'bring': return mayWrite(ctx, viewer, wish.shelf) ? bring(ctx, viewer, wish.shelf, wish.rows) : refuse('forbidden');
  }
}

const done = ({ id: reply, shelf: at }: Reply): SlotAnswer => ({ data: { id: reply, shelf: at } });
const wordsIn = ({ shortcut, text, title }: z.output<typeof words>) => ({ title, shortcut, text });
const excerptOf = (text: string): string => text.slice(0, EXCERPT).toWellFormed().replaceAll(/\s+/gu, ' ');

async function change(ctx: Own, viewer: Viewer, wish: z.output<typeof words> & { readonly id: string; readonly from: Shelf; readonly shelf: Shelf }): Promise<SlotAnswer> {
  if (!mayWrite(ctx, viewer, wish.from) || !mayWrite(ctx, viewer, wish.shelf)) return refuse('forbidden');
  const moves = wish.shelf !== wish.from;
  if (moves && (await on(ctx, [wish.shelf])).length >= MOST) return refuse('full');
  const changed = await rewrite(ctx, { id: wish.id, shelf: wish.from }, wordsIn(wish), viewer.name);
  if (changed === undefined) return refuse('gone');
  if (moves) await move(ctx, changed, wish.shelf);
  return done({ ...changed, shelf: wish.shelf });
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

/** One of the same title is rewritten: who brings a table again, or was cut off in the middle, has nothing twice. */
async function bring(ctx: Own, viewer: Viewer, at: Shelf, given: readonly z.output<typeof words>[]): Promise<SlotAnswer> {
  const there = await on(ctx, [at]);
  const known = new Map(there.map((reply) => [reply.title, reply]));
  let length = there.length;
  for (const each of given) {
    const same = known.get(each.title);
    if (same !== undefined && (await rewrite(ctx, same, each, viewer.name)) !== undefined) continue;
    if (length++ >= MOST) return refuse('full');
    known.set(each.title, await add(ctx, at, each, viewer.name));
  }
  return { data: { brought: given.length } };
}
