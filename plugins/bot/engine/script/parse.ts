import { PROBLEMS, type Problem, type ProblemCode } from './problems.ts';

/** One of the replies of a rule, as it is written: captures, calls and inclusions are filled in when it is said. */
export interface Reply {
  readonly text: string;
  /** It may be said again. */
  readonly keep: boolean;
  /** Of an intent: said when it gave up. */
  readonly lost: boolean;
  readonly line: number;
  readonly column: number;
}

export interface Rule {
  readonly kind: 'match' | 'intent';
  /** The pattern as it is written, or the name of the intent. */
  readonly matcher: string;
  /** The bot's last turn that it is bound to, as it is written there; null for any. */
  readonly hook: string | null;
  readonly replies: readonly Reply[];
  readonly line: number;
  /** Where the matcher begins. */
  readonly column: number;
  readonly hookAt: Place | null;
}

export interface Script {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}

interface Draft {
  readonly kind: Rule['kind'];
  readonly keep: boolean;
  readonly line: number;
  readonly column: number;
  matcher: string;
  hook: string | null;
  hookAt: Place | null;
  readonly replies: { text: string; readonly keep: boolean; readonly lost: boolean; readonly line: number; readonly column: number }[];
}

/** Where something begins; both count from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** A line that says something. */
interface Line extends Place {
  readonly text: string;
}

/** UTF-16 units of one topic. */
export const MOST_SCRIPT = 1_000_000;
const MOST_PROBLEMS = 200;
const INTENT = /^intent\s+/i;
const FLAGS = /^\{(keep|x)\}\s*/i;

/** Reads a script, whatever it is: what cannot be read is a problem with its place, and the rest goes on. */
export function parseScript(source: string): Script {
  const problems: Problem[] = [];
  const wrong = (code: ProblemCode, { line, column }: Place): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, line, column });
  };
  if (source.length > MOST_SCRIPT) {
    wrong('script.large', { line: 1, column: 1 });
    return { rules: [], problems };
  }
  const drafts: Draft[] = [];
  /** What a continuation line goes on with. */
  let goOn: ((more: string) => void) | undefined;

  for (const at of linesOf(source, (place) => wrong('script.comment', place))) {
    const mark = INTENT.exec(at.text)?.[0] ?? at.text.slice(0, 1);
    const body = at.text.slice(mark.length).trim();
    const current = drafts.at(-1);
    const { flags, rest } = flagsOf(body);
    const place = { line: at.line, column: at.column + at.text.length - rest.length };
    if (mark === '+' || mark.length > 1) {
      if (rest === '') wrong('script.empty', at);
      const draft: Draft = { kind: mark === '+' ? 'match' : 'intent', keep: flags.has('keep'), ...place, matcher: rest, hook: null, hookAt: null, replies: [] };
      drafts.push(draft);
      goOn = (more) => void (draft.matcher = joined(draft.matcher, more));
    } else if (mark === '%' && current !== undefined && current.replies.length === 0) {
      if (body === '') wrong('script.empty', at);
      current.hook = body;
      current.hookAt = { line: at.line, column: at.column + at.text.length - body.length };
      goOn = (more) => void (current.hook = joined(body, more));
    } else if (mark === '-' && current !== undefined) {
      if (rest === '') wrong('script.empty', at);
      const reply = { text: rest, keep: flags.has('keep') || current.keep, lost: flags.has('x'), ...place };
      current.replies.push(reply);
      goOn = (more) => void (reply.text = joined(reply.text, more));
    } else if (mark === '^' && goOn !== undefined) {
      goOn(body);
    } else {
      wrong('%-^'.includes(mark) ? 'script.stray' : 'script.unknown', at);
    }
  }
  for (const draft of drafts) if (draft.replies.length === 0) wrong('script.mute', draft);
  return { rules: drafts.filter(({ matcher }) => matcher !== '').map(finished).filter(({ replies }) => replies.length > 0), problems: problems.sort(byPlace) };
}

export const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

export const isError = ({ code }: Problem): boolean => PROBLEMS[code] === 'error';

const finished = ({ keep: _, replies, ...rule }: Draft): Rule => ({ ...rule, replies: replies.filter(({ text }) => text !== '') });

/** `{keep}` and `{x}` at the beginning, in any order. */
function flagsOf(body: string): { readonly flags: ReadonlySet<string>; readonly rest: string } {
  const flags = new Set<string>();
  let rest = body;
  for (let flag = FLAGS.exec(rest); flag !== null; flag = FLAGS.exec(rest)) {
    flags.add((flag[1] ?? '').toLowerCase());
    rest = rest.slice(flag[0].length);
  }
  return { flags, rest };
}

/** A line that goes on makes no new line, `\n` does; words get the blank between them that ended the line. */
function joined(text: string, more: string): string {
  const isApart = /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。，、！？：；]$/u.test(text) && /^[\p{L}\p{N}]/u.test(more) && !/^\p{Script=Han}/u.test(more) && !text.endsWith(String.raw`\n`);
  return `${text}${isApart ? ' ' : ''}${more}`;
}

/** Lines that say something, without comments. A comment begins where a line does: an address holds two slashes as well. */
function* linesOf(source: string, unclosed: (place: Place) => void): Generator<Line> {
  let opened: Place | undefined;
  for (const [index, raw] of source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    let text = raw.trim();
    if (opened === undefined && text.startsWith('/*')) opened = { line, column: raw.indexOf('/*') + 1 };
    if (opened !== undefined) {
      const end = text.indexOf('*/', opened.line === line ? 2 : 0);
      if (end < 0) continue;
      opened = undefined;
      text = text.slice(end + 2).trim();
    }
    if (text !== '' && !text.startsWith('//')) yield { line, column: raw.lastIndexOf(text) + 1, text };
  }
  if (opened !== undefined) unclosed(opened);
}
