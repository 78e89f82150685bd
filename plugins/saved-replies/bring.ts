import { add, MOST, rewrite, type Book } from './book.ts';
import { bare, type Reply, type Shelf, type Words } from './reply.ts';

/** What becomes of the rows of a table: titles. */
export interface Brought {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** They are there as they are. */
  readonly same: readonly string[];
  /** Their shortcut is one reply's, and their title another's: which of them is meant nobody knows. They stay out. */
  readonly unclear: readonly string[];
  /** For so many more there was room. */
  readonly room: number;
}

/** Of a shelf, or of the table. */
type Known = Words & Partial<Reply>;

/**
 * Takes the rows of a table to a shelf on which `there` stands, or only says what would come of it. A row is the reply of its shortcut, else the one of its title:
 * whoever brings a table again, or was cut off in the middle, has nothing twice. Without a shortcut it leaves that which is there. Null: there is no room for all.
 */
export async function bring(book: Book, { at, by, does, rows, there }: { readonly at: Shelf; readonly by: string; readonly does: boolean; readonly rows: readonly Words[]; readonly there: readonly Reply[] }): Promise<Brought | null> {
  const known = new Map<string, Known>(there.map((reply) => [reply.id, reply]));
  const brought = { added: [] as string[], changed: [] as string[], same: [] as string[], unclear: [] as string[], room: MOST - there.length };
  for (const row of rows) {
    const withTitle = [...known].find(([, { title }]) => title === row.title);
    const withShortcut = row.shortcut === '' ? undefined : [...known].find(([, { shortcut }]) => bare(shortcut) === bare(row.shortcut));
    const [key, mine] = withShortcut ?? withTitle ?? [];
    if (key === undefined || mine === undefined) {
      if (known.size >= MOST) return null;
      const fresh: Known = does ? await add(book, at, row, by) : row;
      known.set(fresh.id ?? `row ${brought.added.length}`, fresh);
      brought.added.push(row.title);
      continue;
    }
    const words = { ...row, shortcut: row.shortcut === '' ? mine.shortcut : row.shortcut };
    if (withTitle !== undefined && withTitle[0] !== key) brought.unclear.push(row.title);
    else if (words.title === mine.title && words.shortcut === mine.shortcut && words.text === mine.text) brought.same.push(row.title);
    else {
      if (does) await over(book, mine as Reply, words, by);
      known.set(key, { ...mine, ...words });
      brought.changed.push(row.title);
    }
  }
  return brought;
}

/** The table stands, whatever others wrote or took away meanwhile. */
async function over(book: Book, reply: Reply, words: Words, by: string): Promise<void> {
  for (let read = reply.at; ;) {
    const written = await rewrite(book, reply, read, words, by);
    if (written === undefined) await add(book, reply.shelf, words, by);
    if (written === undefined || !('theirs' in written)) return;
    read = written.theirs.at;
  }
}
