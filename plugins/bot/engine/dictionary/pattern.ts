import { isWordChar, parsePattern } from './pattern-syntax.ts';
import type { Assertion, CharTest, PatternError, PatternNode } from './pattern-syntax.ts';

/** Where something stands in a text, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type { PatternError } from './pattern-syntax.ts';

type Instruction =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'assert'; readonly what: Assertion }
  /** The first is preferred. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'match' };

/** A pattern made ready. Opaque. */
export interface Pattern {
  readonly program: readonly Instruction[];
}

export interface PatternOptions {
  /** Default true: what visitors type has no rules of case. */
  readonly ignoreCase?: boolean;
  /** The whole text, not a part of it. Default false. */
  readonly whole?: boolean;
}

/** A pattern of 500 characters with counted repeats would otherwise become millions of instructions. */
const MOST_INSTRUCTIONS = 2_000;
/** Some 30 ms. A text that needs more is not searched to its end. */
const MOST_STEPS = 1_000_000;
const MOST_MATCHES = 200;

/** Reads a pattern of somebody who is not trusted: it runs without backtracking, in time that grows with the text and never doubles with it. */
export function compilePattern(source: string, { ignoreCase = true, whole = false }: PatternOptions = {}): Pattern | PatternError {
  const parsed = parsePattern(source, ignoreCase);
  if ('code' in parsed) return parsed;
  const node: PatternNode = whole ? { is: 'sequence', of: [{ is: 'assert', what: 'start' }, parsed, { is: 'assert', what: 'end' }] } : parsed;
  const program: Instruction[] = [];
  if (!emit(node, program)) return { code: 'pattern.too-large', at: 0 };
  program.push({ op: 'match' });
  return { program };
}

export const isPatternError = (value: Pattern | PatternError): value is PatternError => 'code' in value;

/** Writes the instructions of a node; false where they become too many. */
function emit(node: PatternNode, program: Instruction[]): boolean {
  if (program.length > MOST_INSTRUCTIONS) return false;
  switch (node.is) {
    case 'char':
      program.push({ op: 'char', test: node.test });
      return true;
    case 'assert':
      program.push({ op: 'assert', what: node.what });
      return true;
    case 'sequence':
      return node.of.every((each) => emit(each, program));
    case 'choice':
      return emitChoice(node.of, program);
    case 'repeat':
      return emitRepeat(node, program);
  }
}

function emitChoice(of: readonly PatternNode[], program: Instruction[]): boolean {
  const jumps: { op: 'jump'; to: number }[] = [];
  for (const [index, each] of of.entries()) {
    if (index === of.length - 1) {
      if (!emit(each, program)) return false;
      continue;
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    if (!emit(each, program)) return false;
    const jump = { op: 'jump' as const, to: 0 };
    jumps.push(jump);
    program.push(jump);
    split.second = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
  return true;
}

function emitRepeat({ of, least, most, greedy }: PatternNode & { readonly is: 'repeat' }, program: Instruction[]): boolean {
  for (let times = 0; times < least; times++) if (!emit(of, program)) return false;
  const optional = (): { split: Instruction & { op: 'split' }; body: number } => {
    const split = { op: 'split' as const, first: 0, second: 0 };
    program.push(split);
    return { split, body: program.length };
  };
  const settle = ({ split, body }: ReturnType<typeof optional>, past: number): void => {
    split.first = greedy ? body : past;
    split.second = greedy ? past : body;
  };
  if (most === Infinity) {
    const loop = optional();
    if (!emit(of, program)) return false;
    program.push({ op: 'jump', to: loop.body - 1 });
    settle(loop, program.length);
    return true;
  }
  const options: ReturnType<typeof optional>[] = [];
  for (let times = least; times < most; times++) {
    options.push(optional());
    if (!emit(of, program)) return false;
  }
  for (const each of options) settle(each, program.length);
  return true;
}

/** All matches from left to right, none in another; an empty one is none. Not complete where the text or the pattern asks for too much. */
export function findPattern({ program }: Pattern, text: string): { readonly matches: readonly Span[]; readonly complete: boolean } {
  const run = new Run(program, text);
  const matches: Span[] = [];
  for (let from = 0; from <= text.length && matches.length < MOST_MATCHES;) {
    const match = run.first(from);
    if (match === undefined) return { matches, complete: !run.exhausted };
    if (match.to > match.from) matches.push(match);
    from = match.to > match.from ? match.to : match.to + 1;
  }
  return { matches, complete: matches.length < MOST_MATCHES };
}

export const matchesPattern = (pattern: Pattern, text: string): boolean => new Run(pattern.program, text).first(0) !== undefined;

/** All threads of a program go over the text together, the preferred ones first (Pike). */
class Run {
  readonly #program: readonly Instruction[];
  readonly #text: string;
  #steps = 0;

  constructor(program: readonly Instruction[], text: string) {
    this.#program = program;
    this.#text = text;
  }

  get exhausted(): boolean {
    return this.#steps > MOST_STEPS;
  }

  /** The leftmost match from here on, the preferred one where there are several. */
  first(from: number): Span | undefined {
    let found: Span | undefined;
    let threads: { readonly pc: number; readonly start: number }[] = [];
    for (let at = from; ; ) {
      const here: typeof threads = [];
      const seen = new Set<number>();
      for (const { pc, start } of threads) this.#follow(pc, start, at, here, seen);
      // A later start is worth less than any thread that is under way.
      if (found === undefined) this.#follow(0, at, at, here, seen);
      const code = this.#text.codePointAt(at);
      threads = [];
      for (const { pc, start } of here) {
        const instruction = this.#program[pc];
        if (instruction?.op === 'match') {
          found = { from: start, to: at };
          break; // whatever follows was preferred less
        }
        if (code !== undefined && instruction?.op === 'char' && instruction.test(code)) threads.push({ pc: pc + 1, start });
      }
      if (code === undefined || this.exhausted || (threads.length === 0 && found !== undefined)) return found;
      at += code > 0xffff ? 2 : 1;
    }
  }

  /** Where a thread gets to without taking a character. */
  #follow(pc: number, start: number, at: number, threads: { pc: number; start: number }[], seen: Set<number>): void {
    const open = [pc];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      this.#steps++;
      const instruction = this.#program[next];
      if (instruction?.op === 'jump') open.push(instruction.to);
      else if (instruction?.op === 'split') open.push(instruction.second, instruction.first);
      else if (instruction?.op !== 'assert') threads.push({ pc: next, start });
      else if (this.#holds(instruction.what, at)) open.push(next + 1);
    }
  }

  #holds(what: Assertion, at: number): boolean {
    if (what === 'start') return at === 0;
    if (what === 'end') return at === this.#text.length;
    const isWord = (index: number): boolean => isWordChar(this.#text.charCodeAt(index));
    return (isWord(at - 1) !== isWord(at)) === (what === 'boundary');
  }
}
