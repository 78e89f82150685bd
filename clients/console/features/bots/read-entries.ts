import { parseCsv } from '../../lib/csv.ts';
import type { CsvRecord } from '../../lib/csv.ts';
import { textOfFile } from '../../lib/text-of-file.ts';
import type { Entry } from './bot.ts';
import { MOST } from './bot.ts';
import { isSpreadsheet, readSpreadsheet } from './spreadsheet.ts';

export type FlawKind = 'no-question' | 'long-question' | 'no-reply' | 'many-replies' | 'long-reply' | 'many-similar' | 'too-large' | 'twice' | 'no-entry';

/** Why an entry of a file is left out. */
export interface Flaw {
  readonly kind: FlawKind;
  /** Of a table the line, of JSON the number of the entry, from 1. */
  readonly at: number;
  /** How its question begins, where it has one. */
  readonly post: string;
}

/** What is in a file. `unreadable`: nothing can be made of it. `columns`: the table has no column with questions, or none with replies. */
export type Reading =
  | { readonly kind: 'entries'; readonly unit: 'line' | 'entry'; readonly entries: readonly Entry[]; readonly flaws: readonly Flaw[] }
  | { readonly kind: 'unreadable'; readonly line: number | null }
  | { readonly kind: 'columns' };

interface Found extends Entry { readonly at: number }
/** Names of columns, in both languages; a number may follow. */
const COLUMNS = {
  post: /^(question|post|standard question|标准问题?|标准问|问题)$/,
  similar: /^(similar( questions?)?|alternatives?|相似问题?|相似问|扩展问)\s*\d*$/,
  replies: /^(repl(y|ies)|answers?|答案|回答|回复)\s*\d*$/,
  categories: /^(categor(y|ies)|分类|类别)\s*\d*$/,
  enabled: /^(enabled|启用)$/,
} as const;
const OFF = /^(false|no|off|0|否|停用|禁用)$/;

/** Reads entries out of the text of a file: JSON where it begins as JSON, else a table. */
export const readEntries = (text: string): Reading => (/^\uFEFF?\s*[[{]/.test(text) ? readJson(text.replace(/^\uFEFF/, '')) : readTable(parseCsv(text)));

function readJson(text: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'unreadable', line: lineOf(text, error) };
  }
  const list = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) && Array.isArray(value['docs']) ? (value['docs'] as readonly unknown[]) : null;
  if (list === null) return { kind: 'unreadable', line: null };
  return judged('entry', list.map((each, index) => entryOf(each, index + 1)));
}

/** Engines say where JSON breaks off in words of their own. */
function lineOf(text: string, error: unknown): number | null {
  const position = /position (\d+)/.exec(String(error))?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const textIn = (value: unknown, key: string): string => (typeof value === 'string' ? value.trim() : isRecord(value) && typeof value[key] === 'string' ? value[key].trim() : '');
const notEmpty = (text: string): boolean => text !== '';

function entryOf(value: unknown, at: number): Found {
  const raw = isRecord(value) ? value : {};
  const id = typeof raw['docId'] === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(raw['docId']) ? raw['docId'] : undefined;
  return {
    at,
    id,
    post: textIn(raw['post'], 'post'),
    similar: listOf(raw['similarQuestions']).map((each) => textIn(each, 'post')).filter(notEmpty),
    replies: listOf(raw['replies']).map((each) => textIn(each, 'content')).filter(notEmpty),
    enabled: raw['enabled'] !== false,
    categories: categoriesOf(listOf(raw['categories']).map((each) => textIn(each, 'name'))),
  };
}

/** The same of a file: a spreadsheet, or a text in UTF-8 or in what spreadsheets in China write. */
export async function readFile(bytes: ArrayBuffer): Promise<Reading> {
  if (!isSpreadsheet(bytes)) return readEntries(textOfFile(bytes));
  const records = await readSpreadsheet(bytes);
  return records === null ? { kind: 'unreadable', line: null } : readTable(records);
}

function readTable([head, ...records]: readonly CsvRecord[]): Reading {
  if (head === undefined) return { kind: 'unreadable', line: null };
  const named = head.cells.map((name) => name.trim().toLowerCase());
  const columnsOf = (column: keyof typeof COLUMNS): readonly number[] => named.flatMap((name, index) => (COLUMNS[column].test(name) ? [index] : []));
  const [post, enabled] = [columnsOf('post')[0], columnsOf('enabled')[0]];
  const [similar, replies, categories] = [columnsOf('similar'), columnsOf('replies'), columnsOf('categories')];
  if (post === undefined || replies.length === 0) return { kind: 'columns' };
  return judged('line', records.map(({ cells, line }): Found => {
    const textsIn = (columns: readonly number[]): readonly string[] => columns.map((column) => (cells[column] ?? '').trim()).filter(notEmpty);
    return {
      at: line,
      post: (cells[post] ?? '').trim(),
      similar: textsIn(similar).flatMap((cell) => cell.split('\n').map((each) => each.trim())).filter(notEmpty),
      replies: textsIn(replies),
      enabled: enabled === undefined || !OFF.test((cells[enabled] ?? '').trim().toLowerCase()),
      categories: categoriesOf(textsIn(categories).flatMap((cell) => cell.split(/[\n,;，；、]/))),
    };
  }));
}

const categoriesOf = (texts: readonly string[]): readonly string[] => [...new Set(texts.map((text) => text.trim().slice(0, MOST.category)).filter(notEmpty))].slice(0, MOST.categories);

/** What can be taken, and why the rest cannot. Of the same question the first one counts. */
function judged(unit: 'line' | 'entry', found: readonly Found[]): Reading {
  const entries: Entry[] = [];
  const flaws: Flaw[] = [];
  const posts = new Set<string>();
  for (const { at, ...entry } of found) {
    const kind = posts.has(entry.post) ? 'twice' : flawOf(entry);
    if (kind !== null) flaws.push({ kind, at, post: entry.post.slice(0, 80) });
    else {
      posts.add(entry.post);
      entries.push(entry);
    }
  }
  return { kind: 'entries', unit, entries, flaws };
}

/** The first reason why the plugin would not take it; null for none. */
export function flawOf({ post, replies, similar }: Pick<Entry, 'post' | 'replies' | 'similar'>): FlawKind | null {
  if (post === '' && replies.length === 0) return 'no-entry';
  if (post === '') return 'no-question';
  if (replies.length === 0) return 'no-reply';
  if (replies.length > MOST.replies) return 'many-replies';
  if (similar.length > MOST.similar) return 'many-similar';
  if ([post, ...similar].some((question) => question.length > MOST.question)) return 'long-question';
  if (replies.some((reply) => reply.length > MOST.reply)) return 'long-reply';
  return JSON.stringify([post, replies, similar]).length > MOST.entry ? 'too-large' : null;
}
