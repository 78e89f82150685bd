import { parseCsv, writeCsv } from '../../lib/csv.ts';
import { flawsOf, type Brought, type Taken, type Words } from './reply.ts';

/** Names of columns, in both languages. */
const COLUMNS = {
  title: /^(title|name|标题|名称)$/,
  shortcut: /^(shortcut|快捷码|快捷键)$/,
  text: /^(text|reply|message|content|body|内容|回复|回复内容)$/,
} as const;
/** JSON of a piece that the plugin takes at once: one value of an action. */
const MOST_JSON = 8_000;
const MOST_ROWS = 100;

export interface Reading {
  readonly replies: readonly Words[];
  /** Lines of the file that the plugin would not take, or that have the title or the shortcut of a line before; from 1. */
  readonly flawed: readonly number[];
}

/** Replies in the text of a table; null where it has no column with titles, or none with texts. */
export function readReplies(csv: string): Reading | null {
  const [head, ...records] = parseCsv(csv);
  const columnOf = (column: keyof typeof COLUMNS): number => head?.cells.findIndex((name) => COLUMNS[column].test(name.trim().toLowerCase())) ?? -1;
  const [title, shortcut, text] = [columnOf('title'), columnOf('shortcut'), columnOf('text')];
  if (title < 0 || text < 0) return null;
  const read = records.map(({ cells, line }) => {
    const cell = (column: number): string => (cells[column] ?? '').trim();
    return { line, words: { title: cell(title), shortcut: cell(shortcut).replace(/^\//, ''), text: cell(text) } };
  });
  const named = new Set<string>();
  const isNew = ({ shortcut, title }: Words): boolean => {
    const names = [`title ${title}`, ...(shortcut === '' ? [] : [`shortcut ${shortcut.toLowerCase()}`])];
    const known = names.some((name) => named.has(name));
    for (const name of names) named.add(name);
    return !known;
  };
  const [taken, flawed] = [[] as Words[], [] as number[]];
  for (const { line, words } of read) {
    if (flawsOf(words).length === 0 && JSON.stringify([words]).length <= MOST_JSON && isNew(words)) taken.push(words);
    else flawed.push(line);
  }
  return { replies: taken, flawed };
}

/** As JSON, in pieces that the plugin takes. */
export function piecesOf(replies: readonly Words[]): readonly { readonly count: number; readonly rows: string }[] {
  const pieces: Words[][] = [];
  let length = Infinity;
  for (const reply of replies) {
    const own = JSON.stringify(reply).length + 1;
    const last = pieces.at(-1);
    if (last !== undefined && last.length < MOST_ROWS && length + own <= MOST_JSON) last.push(reply);
    else pieces.push([reply]);
    length = pieces.at(-1) === last ? length + own : own + 1;
  }
  return pieces.map((piece) => ({ count: piece.length, rows: JSON.stringify(piece) }));
}

/** What becomes of the table, of what becomes of its pieces. The room is what there was at first. */
export const together = (parts: readonly Brought[]): Brought => ({
  added: parts.flatMap(({ added }) => added),
  changed: parts.flatMap(({ changed }) => changed),
  same: parts.flatMap(({ same }) => same),
  unclear: parts.flatMap(({ unclear }) => unclear),
  room: parts[0]?.room ?? 0,
});

/** A table that {@link readReplies} takes again. `whose`: a shelf in words. */
export const writeReplies = (replies: readonly Taken[], head: Readonly<Record<'title' | 'shortcut' | 'text' | 'whose' | 'uses', string>>, whose: (shelf: string) => string): string =>
  writeCsv([[head.title, head.shortcut, head.text, head.whose, head.uses], ...replies.map(({ shelf, shortcut, text, title, uses }) => [title, shortcut, text, whose(shelf), String(uses)])]);
