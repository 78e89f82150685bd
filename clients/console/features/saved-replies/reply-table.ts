import { parseCsv, writeCsv } from '../../lib/csv.ts';
import type { Taken, Words } from './reply.ts';

/** Names of columns, in both languages. */
const COLUMNS = {
  title: /^(title|name|标题|名称)$/,
  shortcut: /^(shortcut|快捷码|快捷键)$/,
  text: /^(text|reply|message|content|body|内容|回复|回复内容)$/,
  whose: /^(for|for whom|who can use it|使用范围|适用范围)$/,
} as const;

/** A reply in a table. */
export interface TableLine {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly words: Words;
  /** For whom it is, in words; empty where the table does not say. */
  readonly whose: string;
}

/** What stands in the text of a table, each shortcut without the `/` by which it is typed, once or more often; null where it has no column with titles, or none with texts. */
export function readLines(csv: string): readonly TableLine[] | null {
  const [head, ...records] = parseCsv(csv);
  const columnOf = (column: keyof typeof COLUMNS): number => head?.cells.findIndex((name) => COLUMNS[column].test(name.trim().toLowerCase())) ?? -1;
  const [title, shortcut, text, whose] = [columnOf('title'), columnOf('shortcut'), columnOf('text'), columnOf('whose')];
  if (title < 0 || text < 0) return null;
  return records.map(({ cells, line }) => {
    const cell = (column: number): string => (cells[column] ?? '').trim();
    return { line, words: { title: cell(title), shortcut: cell(shortcut).replace(/^\/+/, ''), text: cell(text) }, whose: cell(whose) };
  });
}

/** A table that {@link readLines} takes again. `whose`: a shelf in words. */
export const writeReplies = (replies: readonly Taken[], head: Readonly<Record<'title' | 'shortcut' | 'text' | 'whose' | 'uses', string>>, whose: (shelf: string) => string): string =>
  writeCsv([[head.title, head.shortcut, head.text, head.whose, head.uses], ...replies.map(({ shelf, shortcut, text, title, uses }) => [title, shortcut, text, whose(shelf), String(uses)])]);
