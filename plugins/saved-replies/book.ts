import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from 'parlor/plugin';
import type { Reply, Shelf, Words } from './reply.ts';

export type Book = Pick<Ctx<object, 'data.keep'>, 'data'>;
type Named = Pick<Reply, 'id' | 'shelf'>;

/** On one shelf: all of it is read for who looks for something. */
export const MOST = 500;
/** So long what was deleted can be had back, ms: longer than any page offers to undo it. */
const KEPT_MS = 3_600_000;

const shelfKey = (shelf: string): string => `reply:${shelf}:`;
const keyOf = ({ id, shelf }: Named): string => `${shelfKey(shelf)}${id}`;
const REVISION = 'revision';
const goneKey = (id: string): string => `gone:${id}`;

/** All on these shelves, in the order in which they were written. A shelf `d` stands for those of all departments. */
export async function on(book: Book, shelves: readonly (Shelf | 'd')[]): Promise<readonly Reply[]> {
  return (await Promise.all(shelves.map((shelf) => under(book, shelf === 'd' ? 'reply:d:' : shelfKey(shelf))))).flat();
}

async function under({ data }: Book, prefix: string): Promise<readonly Reply[]> {
  const found: Reply[] = [];
  for (let page = await data.entries(prefix); page.length > 0; page = page.length < 100 ? [] : await data.entries(prefix, page.at(-1)?.key)) found.push(...page.map(({ value }) => value as Reply));
  return found;
}

/** A hand that holds a shelf for longer, ms, died while it wrote. */
const HELD_MS = 10_000;
/** Waited for one's turn at most, ms: well within what an answer may take. */
const WAITS_MS = 3_000;
/** Between two looks whether it has come, at most, ms. */
const REST_MS = 40;

/**
 * Writes on a shelf as nobody else does meanwhile, on whichever node: what is one reply's there, and how many there are, is read before it is written.
 * `write` gets what stands there. Null: others were writing for too long.
 */
export async function alone<T>(book: Book, shelf: Shelf, write: (there: readonly Reply[]) => Promise<T>): Promise<T | null> {
  const { data } = book;
  const key = `turn:${shelf}`;
  for (const until = Date.now() + WAITS_MS; Date.now() < until; await sleep(Math.random() * REST_MS)) {
    const held = (await data.get(key)) as { readonly until: number } | undefined;
    const now = Date.now();
    const turn = { by: randomBytes(8).toString('hex'), until: now + HELD_MS };
    if ((held !== undefined && held.until > now) || !(await data.replace(key, held, turn))) continue;
    try {
      return await write(await on(book, [shelf]));
    } finally {
      await data.replace(key, turn, { until: 0 });
    }
  }
  return null;
}

/** Another one after each change of words, by whichever node; undefined at first. What is only used goes by without. */
export const revision = ({ data }: Book): Promise<unknown> => data.get(REVISION);
const written = ({ data }: Book): Promise<void> => data.set(REVISION, randomBytes(8).toString('hex'));

export const find = async ({ data }: Book, reply: Named): Promise<Reply | undefined> => (await data.get(keyOf(reply))) as Reply | undefined;

/** When this node wrote the last new one, ms. */
let lastAt = 0;

export async function add(book: Book, shelf: Shelf, words: Words, by: string): Promise<Reply> {
  // Those of a table come in faster than that, and stay in its order.
  const at = Math.max(Date.now(), lastAt + 1);
  lastAt = at;
  const fresh: Reply = { ...words, id: `${at.toString(16).padStart(12, '0')}${randomBytes(4).toString('hex')}`, shelf, by, at, uses: 0 };
  await book.data.set(keyOf(fresh), fresh);
  await written(book);
  return fresh;
}

/** Somebody else has written it since. */
export interface Conflict {
  readonly theirs: Reply;
}

/** Two who change it at once, one who writes and one who uses it, do so one after the other. `to` answers null where it leaves it as it is; undefined where it is gone. */
async function change({ data }: Book, reply: Named, to: (known: Reply) => Reply | null): Promise<Reply | Conflict | undefined> {
  for (;;) {
    const known = await find({ data }, reply);
    if (known === undefined) return undefined;
    const changed = to(known);
    if (changed === null) return { theirs: known };
    if (await data.replace(keyOf(reply), known, changed)) return changed;
  }
}

/** `read`: when what is written over was written ({@link Reply.at}). */
export async function rewrite(book: Book, reply: Named, read: number, words: Words, by: string): Promise<Reply | Conflict | undefined> {
  const changed = await change(book, reply, (known) => (known.at === read ? { ...known, ...words, by, at: Math.max(Date.now(), read + 1) } : null));
  await written(book);
  return changed;
}
export async function count(book: Book, reply: Named): Promise<Reply | undefined> {
  const counted = await change(book, reply, (known) => ({ ...known, uses: known.uses + 1 }));
  return counted === undefined || 'theirs' in counted ? undefined : counted;
}

/** Onto another shelf. First there, then away: cut off between the two it stands on both. */
export async function move(book: Book, reply: Reply, shelf: Shelf): Promise<void> {
  await book.data.set(keyOf({ ...reply, shelf }), { ...reply, shelf } satisfies Reply);
  await book.data.delete(keyOf(reply));
  await written(book);
}

/** Takes it away, to be had back for a while; what went before that goes for good. */
export async function remove(book: Book, reply: Reply): Promise<void> {
  const { data } = book;
  const now = Date.now();
  await data.set(goneKey(reply.id), { reply, at: now } satisfies Gone);
  await data.delete(keyOf(reply));
  await written(book);
  const old = (await data.entries(goneKey(''))).filter(({ value }) => (value as Gone).at < now - KEPT_MS);
  await Promise.all(old.map(({ key }) => data.delete(key)));
}

interface Gone {
  readonly reply: Reply;
  /** When it was taken away, ms. */
  readonly at: number;
}

/** What was taken away; undefined where it is not there any more. */
export async function goneReply({ data }: Book, id: string): Promise<Reply | undefined> {
  const gone = (await data.get(goneKey(id))) as Gone | undefined;
  return gone === undefined || gone.at < Date.now() - KEPT_MS ? undefined : gone.reply;
}

export async function restore(book: Book, reply: Reply): Promise<void> {
  await book.data.set(keyOf(reply), reply);
  await written(book);
  await book.data.delete(goneKey(reply.id));
}
