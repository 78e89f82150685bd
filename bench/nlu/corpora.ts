import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crossed, few, thinned, type Part, type Said } from './folds.ts';
import { isWanted, type Options } from './options.ts';

export interface Corpus {
  readonly name: string;
  readonly language: 'en' | 'zh';
  /** Each is trained and asked for itself; what is right is counted over all. */
  readonly parts: readonly Part[];
}

interface Source {
  readonly name: string;
  readonly language?: 'zh';
  readonly read: (folder: string) => Promise<readonly Said[] | readonly Part[]>;
  /** Of cross-validation. Default 5. */
  readonly folds?: number;
}

/** With `--quick`: utterances of a set, and parts. */
const QUICK = { most: 2_000, parts: 2 } as const;
/** Of a set below that size one fold is a matter of luck: it is cut into folds so many times. */
const SMALL = { most: 1_000, rounds: 3 } as const;

const SOURCES: readonly Source[] = [
  ...(['Chatbot', 'AskUbuntu', 'WebApplications'] as const).map((name) => ({ name: `Braun ${name}`, folds: 10, read: (folder: string) => sentences(folder, `${name}Corpus.json`) })),
  { name: 'BANKING77', read: banking },
  // Of twelve ten are learned from.
  { name: 'BANKING77, 10 each', folds: 6, read: async (folder) => few(await banking(folder), 12) },
  { name: 'CLINC150', read: async (folder) => clinc(folder).then(({ train, val }) => [{ train, test: val }]) },
  { name: 'HWU64', read: (folder) => marked(folder, 'hwu64', 'train.md') },
  ...['curekart', 'powerplay11', 'sofmattress'].map((bot) => ({ name: `HINT3 ${bot}`, folds: 10, read: async (folder: string) => said(await csv(folder, 'hint3', `${bot}_train.csv`)) })),
  { name: 'SNIPS', read: async (folder) => [{ train: await marked(folder, 'snips', 'train.md'), test: await marked(folder, 'snips', 'val.md') }] },
  { name: 'chit-chat zh', language: 'zh', read: chitChat },
];

/** The corpora of a folder, one after the other; names of those that are missing go to `skipped`. Those without a part for validation are cross-validated. */
export async function* readCorpora(options: Options, skipped: (name: string) => void): AsyncGenerator<Corpus> {
  for (const { folds = 5, language = 'en', name, read } of SOURCES.filter((source) => isWanted(options, source.name))) {
    const found = await present(read(options.data));
    if (found === undefined) skipped(name);
    else yield { name, language, parts: partsOf(found, folds, options.quick) };
  }
}

/** Undefined where the file is missing. */
export async function present<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function partsOf(found: readonly Said[] | readonly Part[], folds: number, quick: boolean): readonly Part[] {
  const isParts = (rows: readonly Said[] | readonly Part[]): rows is readonly Part[] => rows[0] !== undefined && 'train' in rows[0];
  if (!quick) return isParts(found) ? found : Array.from({ length: found.length < SMALL.most ? SMALL.rounds : 1 }, (_, round) => crossed(found, folds, round)).flat();
  if (isParts(found)) return found.map(({ test, train }) => ({ train: thinned(train, QUICK.most), test: thinned(test, QUICK.most) }));
  const parts = crossed(thinned(found, QUICK.most), folds);
  return found.length > QUICK.most / 2 ? parts.slice(0, QUICK.parts) : parts;
}

export interface Clinc {
  readonly train: readonly Said[];
  readonly val: readonly Said[];
  /** Out of scope. */
  readonly outsideTrain: readonly Said[];
  readonly outsideVal: readonly Said[];
}

export async function clinc(folder: string): Promise<Clinc> {
  const rows = (await json(folder, 'clinc150', 'train_val.json')) as Readonly<Record<'train' | 'val' | 'oos_train' | 'oos_val', readonly (readonly [string, string])[]>>;
  return { train: said(rows.train), val: said(rows.val), outsideTrain: said(rows.oos_train), outsideVal: said(rows.oos_val) };
}

/** Questions of a bot; each with the answer that it belongs to. */
export interface Faq {
  readonly name: string;
  readonly questions: readonly { readonly text: string; readonly answer: string }[];
}

export async function readFaqs(folder: string): Promise<readonly Faq[]> {
  const files = (await readdir(join(folder, 'chatopera-faq'))).filter((name) => name.endsWith('.faqs.json')).sort();
  return Promise.all(files.map(async (file) => {
    const rows = (await json(folder, 'chatopera-faq', file)) as readonly { readonly post: string; readonly replies: readonly { readonly content: string }[]; readonly similarQuestions?: readonly string[] }[];
    const questions = rows.flatMap(({ post, replies, similarQuestions = [] }) => [post, ...similarQuestions].map((text) => ({ text: text.trim(), answer: replies.map(({ content }) => content).join('\n') })));
    return { name: file.replace('.faqs.json', ''), questions: [...new Map(questions.map((question) => [`${question.answer}\n${question.text}`, question])).values()] };
  }));
}

async function chitChat(folder: string): Promise<readonly Said[]> {
  const largest = (await readFaqs(folder)).reduce((a, b) => (b.questions.length > a.questions.length ? b : a));
  return largest.questions.map(({ answer, text }) => ({ intent: answer, text }));
}

async function banking(folder: string): Promise<readonly Said[]> {
  return said(await csv(folder, 'banking77', 'train.csv'));
}

async function sentences(folder: string, file: string): Promise<readonly Said[]> {
  return ((await json(folder, 'nlu-eval-corpora', file)) as { readonly sentences: readonly Said[] }).sentences;
}

const said = (rows: readonly (readonly string[])[]): readonly Said[] => rows.map(([text = '', intent = '']) => ({ text, intent }));

const json = async (...path: readonly string[]): Promise<unknown> => JSON.parse(await readFile(join(...path), 'utf8'));

/** Rows behind the head; a field in quotes may hold commas, quotes and line breaks. */
async function csv(...path: readonly string[]): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end = ''] of (await readFile(join(...path), 'utf8')).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(1).filter((row) => row.length > 1);
}

/** Rasa's markdown: `## intent:name`, then `- text with [marked](entity) words`. */
async function marked(...path: readonly string[]): Promise<readonly Said[]> {
  const found: Said[] = [];
  let intent: string | undefined;
  for (const line of (await readFile(join(...path), 'utf8')).split(/\r?\n/)) {
    if (line.startsWith('##')) intent = /^##\s*intent:(.*)$/.exec(line)?.[1];
    const text = /^\s*-\s+(.*)$/.exec(line)?.[1];
    if (intent !== undefined && text !== undefined) found.push({ intent, text: text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim() });
  }
  return found;
}
