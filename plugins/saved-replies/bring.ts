import { add, MOST, rewrite, type Book } from './book.ts';
import { bare, type Reply, type Shelf, type Words } from './reply.ts';

/**
 * What becomes of a row. `same`: it is there as it is. `unclear`: its shortcut is one reply's, and its title another's; which of them is meant nobody knows.
 * `full`: there is no room for it. The last two stay out.
 */
type Outcome = 'added' | 'changed' | 'same' | 'unclear' | 'full';

export interface Brought {
  /** Of each row in its turn. */
  readonly outcomes: readonly Outcome[];
  /** For so many more there was room. */
  readonly room: number;
}

/** Of a shelf, or of the table. */
type Known = Words & Partial<Reply>;

/**
 * Takes the rows of a table to a shelf on which `there` stands, or only says what would come of it. A row is the reply of its shortcut, else the one of its title:
 * whoever brings a table again, or was cut off in the middle, has nothing twice. Without a shortcut it leaves that which is there.
 */
export async function bring(book: Book, { at, by, does, rows, there }: { readonly at: Shelf; readonly by: string; readonly does: boolean; readonly rows: readonly Words[]; readonly there: readonly Reply[] }): Promise<Brought> {
  const known = new Map<string, Known>(there.map((reply) => [reply.id, reply]));
  const bringRow = async (row: Words): Promise<Outcome> => {
    const withTitle = [...known].find(([, { title }]) => title === row.title);
    const withShortcut = row.shortcut === '' ? undefined : [...known].find(([, { shortcut }]) => bare(shortcut) === bare(row.shortcut));
    const [key, mine] = withShortcut ?? withTitle ?? [];
    if (key === undefined || mine === undefined) {
      if (known.size >= MOST) return 'full';
      const fresh: Known = does ? await add(book, at, row, by) : row;
      known.set(fresh.id ?? `row ${known.size}`, fresh);
      return 'added';
    }
    if (withTitle !== undefined && withTitle[0] !== key) return 'unclear';
    const words = { ...row, shortcut: row.shortcut === '' ? mine.shortcut : row.shortcut };
    if (words.title === mine.title && words.shortcut === mine.shortcut && words.text === mine.text) return 'same';
    if (does) await over(book, mine as Reply, words, by);
    known.set(key, { ...mine, ...words });
    return 'changed';
  };
  const outcomes: Outcome[] = [];
  for (const row of rows) outcomes.push(await bringRow(row));
  return { outcomes, room: MOST - there.length };
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
