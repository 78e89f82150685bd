import { writeCsv } from '../../lib/csv.ts';
import type { Entry } from './bot.ts';
import { writeSpreadsheet } from './spreadsheet.ts';

/** As {@link import('./read-entries.ts').readEntries} reads them again. */
export function entriesAsJson(entries: readonly Entry[]): string {
  const docs = entries.map(({ categories, enabled, id, post, replies, similar }) => ({
    docId: id, categories, enabled, post, replies: replies.map((content) => ({ rtype: 'plain', content })), similarQuestions: similar.map((each) => ({ post: each })),
  }));
  return `${JSON.stringify(docs, null, 2)}\n`;
}

export const entriesAsCsv = (entries: readonly Entry[]): string => writeCsv(rowsOf(entries));

/** Question, similar ones and replies are wide. */
export const entriesAsSpreadsheet = (entries: readonly Entry[]): Promise<Blob> => writeSpreadsheet(rowsOf(entries), 2 + repliesIn(entries));

const repliesIn = (entries: readonly Entry[]): number => Math.max(1, ...entries.map(({ replies }) => replies.length));

/** A column for each reply; similar questions and categories stand one a line in their cell. */
function rowsOf(entries: readonly Entry[]): readonly (readonly string[])[] {
  const numbers = Array.from({ length: repliesIn(entries) }, (_, index) => index);
  const head = ['question', 'similar', ...numbers.map((index) => `reply ${index + 1}`), 'categories', 'enabled'];
  const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
  return [head, ...entries.map(({ categories, enabled, post, replies, similar }) =>
    [post, similar.map(oneLine).join('\n'), ...numbers.map((index) => replies[index] ?? ''), categories.join('\n'), enabled ? 'yes' : 'no'])];
}
