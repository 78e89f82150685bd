import { randomBytes } from 'node:crypto';
import type { Ctx } from 'parlor/plugin';
import type { Reply, Shelf, Words } from './reply.ts';

type Book = Pick<Ctx<object, 'data.keep'>, 'data'>;
type Named = Pick<Reply, 'id' | 'shelf'>;

/** On one shelf: all of it is read for who looks for something. */
export const MOST = 500;
/** So long what was deleted can be had back, ms. */
const KEPT_MS = 3_600_000;

const shelfKey = (shelf: string): string => `reply:${shelf}:`;
const keyOf = ({ id, shelf }: Named): string => `${shelfKey(shelf)}${id}`;
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

export const find = async ({ data }: Book, reply: Named): Promise<Reply | undefined> => (await data.get(keyOf(reply))) as Reply | undefined;

export async function add({ data }: Book, shelf: Shelf, words: Words, by: string): Promise<Reply> {
  const at = Date.now();
  const fresh: Reply = { ...words, id: `${at.toString(16).padStart(12, '0')}${randomBytes(4).toString('hex')}`, shelf, by, at, uses: 0 };
  await data.set(keyOf(fresh), fresh);
  return fresh;
}

/** Two who change it at once, one who writes and one who uses it, do so one after the other. Undefined where it is gone. */
async function change({ data }: Book, reply: Named, to: (known: Reply) => Reply): Promise<Reply | undefined> {
  for (;;) {
    const known = await find({ data }, reply);
    if (known === undefined) return undefined;
    const changed = to(known);
    if (await data.replace(keyOf(reply), known, changed)) return changed;
  }
}

export const rewrite = (book: Book, reply: Named, words: Words, by: string): Promise<Reply | undefined> => change(book, reply, (known) => ({ ...known, ...words, by, at: Date.now() }));
export const count = (book: Book, reply: Named): Promise<Reply | undefined> => change(book, reply, (known) => ({ ...known, uses: known.uses + 1 }));

/** Onto another shelf. First there, then away: cut off between the two it stands on both. */
export async function move({ data }: Book, reply: Reply, shelf: Shelf): Promise<void> {
  await data.set(keyOf({ ...reply, shelf }), { ...reply, shelf } satisfies Reply);
  await data.delete(keyOf(reply));
}

/** Takes it away, to be had back for an hour; what went before that goes for good. */
export async function remove({ data }: Book, reply: Reply): Promise<void> {
  const now = Date.now();
  await data.set(goneKey(reply.id), { reply, at: now });
  await data.delete(keyOf(reply));
  const old = (await data.entries(goneKey(''))).filter(({ value }) => (value as { readonly at: number }).at < now - KEPT_MS);
  await Promise.all(old.map(({ key }) => data.delete(key)));
}

/** What was taken away; undefined where it is not there any more. */
export const goneReply = async ({ data }: Book, id: string): Promise<Reply | undefined> => ((await data.get(goneKey(id))) as { readonly reply: Reply } | undefined)?.reply;

export async function restore({ data }: Book, reply: Reply): Promise<void> {
  await data.set(keyOf(reply), reply);
  await data.delete(goneKey(reply.id));
}
