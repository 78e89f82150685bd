/** What may be written in a pattern and what it means; where it may not, `at` is the place in UTF-16 units. */
export interface PatternError {
  readonly code: 'pattern.empty' | 'pattern.too-long' | 'pattern.too-large' | 'pattern.look-around' | 'pattern.back-reference' | 'pattern.repeat' | 'pattern.group' | 'pattern.class' | 'pattern.escape';
  readonly at: number;
}

export type CharTest = (codePoint: number) => boolean;
export type Assertion = 'start' | 'end' | 'boundary' | 'inside';

export type PatternNode =
  | { readonly is: 'char'; readonly test: CharTest }
  | { readonly is: 'assert'; readonly what: Assertion }
  | { readonly is: 'sequence' | 'choice'; readonly of: readonly PatternNode[] }
  | { readonly is: 'repeat'; readonly of: PatternNode; readonly least: number; readonly most: number; readonly greedy: boolean };

const MOST_LENGTH = 500;
const MOST_REPEAT = 200;
/** Brackets in brackets: the parser calls itself for each. */
const MOST_DEPTH = 50;

class Refusal extends Error {
  readonly refused: PatternError;
  constructor(code: PatternError['code'], at: number) {
    super(code);
    this.refused = { code, at };
  }
}

const between = (low: string, high: string): CharTest => {
  const [from, to] = [low.charCodeAt(0), high.charCodeAt(0)];
  return (each) => each >= from && each <= to;
};
const digit = between('0', '9');
const letter: CharTest = (each) => between('a', 'z')(each) || between('A', 'Z')(each);
export const isWordChar: CharTest = (each) => digit(each) || letter(each) || each === 95;
const blank: CharTest = (each) => /\s/.test(String.fromCodePoint(each));
const not = (test: CharTest): CharTest => (each) => !test(each);

const CLASSES: ReadonlyMap<string, CharTest> = new Map([['d', digit], ['D', not(digit)], ['w', isWordChar], ['W', not(isWordChar)], ['s', blank], ['S', not(blank)]]);
const CONTROLS: ReadonlyMap<string, number> = new Map([['n', 10], ['r', 13], ['t', 9], ['f', 12], ['v', 11], ['0', 0]]);
const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([['b', 'boundary'], ['B', 'inside']]);

/** The usual syntax less what needs backtracking. Groups group, they capture nothing. */
export function parsePattern(source: string, ignoreCase: boolean): PatternNode | PatternError {
  if (source === '') return { code: 'pattern.empty', at: 0 };
  if (source.length > MOST_LENGTH) return { code: 'pattern.too-long', at: MOST_LENGTH };
  try {
    return new Parser(source, ignoreCase).whole();
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  whole(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new Refusal('pattern.group', this.#at); // a bracket that nothing opened
    return node;
  }

  #choice(): PatternNode {
    if (++this.#depth > MOST_DEPTH) throw new Refusal('pattern.too-large', this.#at);
    const of = [this.#sequence()];
    while (this.#takes('|')) of.push(this.#sequence());
    this.#depth--;
    return { is: 'choice', of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) of.push(this.#repeated());
    return { is: 'sequence', of };
  }

  #repeated(): PatternNode {
    const at = this.#at;
    const of = this.#atom();
    const times = this.#times();
    if (times === undefined) return of;
    if (of.is === 'assert') throw new Refusal('pattern.repeat', at);
    const greedy = !this.#takes('?');
    if (this.#times() !== undefined) throw new Refusal('pattern.repeat', this.#at);
    return { is: 'repeat', of, ...times, greedy };
  }

  #times(): { readonly least: number; readonly most: number } | undefined {
    if (this.#takes('*')) return { least: 0, most: Infinity };
    if (this.#takes('+')) return { least: 1, most: Infinity };
    if (this.#takes('?')) return { least: 0, most: 1 };
    const counted = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (counted === null) return undefined;
    const least = Number(counted[1]);
    const most = counted[2] === '' ? least : counted[3] === '' ? Infinity : Number(counted[3]);
    if (least > most || least > MOST_REPEAT || (most < Infinity && most > MOST_REPEAT)) throw new Refusal('pattern.repeat', this.#at);
    this.#at += counted[0].length;
    return { least, most };
  }

  #atom(): PatternNode {
    const at = this.#at;
    const char = this.#next();
    switch (char) {
      case '.': return this.#char((each) => each !== 10 && each !== 13);
      case '^': return { is: 'assert', what: 'start' };
      case '$': return { is: 'assert', what: 'end' };
      case '[': return this.#char(this.#class(at));
      case '(': return this.#group(at);
      case '\\': return this.#escape(at);
      case '*':
      case '+':
      case '?': throw new Refusal('pattern.repeat', at);
      default: return this.#char(equals(char));
    }
  }

  #group(at: number): PatternNode {
    if (this.#takes('?')) {
      const named = /^<[A-Za-z_]\w*>/.exec(this.#source.slice(this.#at));
      if (named !== null) this.#at += named[0].length;
      else if (!this.#takes(':')) throw new Refusal(/^<?[=!]/.test(this.#source.slice(this.#at)) ? 'pattern.look-around' : 'pattern.group', at);
    }
    const node = this.#choice();
    if (!this.#takes(')')) throw new Refusal('pattern.group', at);
    return node;
  }

  #escape(at: number): PatternNode {
    const assertion = ASSERTIONS.get(this.#source.charAt(this.#at));
    if (assertion === undefined) return this.#char(this.#escaped(at));
    this.#at++;
    return { is: 'assert', what: assertion };
  }

  /** What follows a backslash, in a class or outside. */
  #escaped(at: number): CharTest {
    const char = this.#next();
    const known = CLASSES.get(char);
    if (known !== undefined) return known;
    const control = CONTROLS.get(char);
    if (control !== undefined) return (each) => each === control;
    if (/[1-9k]/.test(char)) throw new Refusal('pattern.back-reference', at);
    if (char === 'p' || char === 'P') return this.#property(char, at);
    if (char === 'u' || char === 'x') return this.#coded(char, at);
    if (char === '' || /[A-Za-z0-9]/.test(char)) throw new Refusal('pattern.escape', at);
    return equals(char);
  }

  /** `\p{L}`, `\p{Script=Han}`: what it means is the platform's knowledge, asked a character at a time. */
  #property(char: string, at: number): CharTest {
    const name = /^\{[A-Za-z_]+(?:=[A-Za-z_]+)?\}/.exec(this.#source.slice(this.#at));
    if (name === null) throw new Refusal('pattern.escape', at);
    this.#at += name[0].length;
    try {
      const expression = new RegExp(`^\\${char}${name[0]}$`, 'u');
      return (each) => expression.test(String.fromCodePoint(each));
    } catch {
      throw new Refusal('pattern.escape', at);
    }
  }

  #coded(char: string, at: number): CharTest {
    const code = (char === 'x' ? /^[\da-f]{2}/i : /^[\da-f]{4}|^\{[\da-f]{1,6}\}/i).exec(this.#source.slice(this.#at));
    if (code === null) throw new Refusal('pattern.escape', at);
    this.#at += code[0].length;
    const value = Number.parseInt(code[0].replace(/[{}]/g, ''), 16);
    return (each) => each === value;
  }

  #class(at: number): CharTest {
    const negated = this.#takes('^');
    const tests: CharTest[] = [];
    while (!this.#takes(']')) {
      const start = this.#at;
      const low = this.#next();
      if (low === '') throw new Refusal('pattern.class', at);
      if (low === '\\') tests.push(this.#escaped(start));
      else if (this.#sees('-') && this.#source.charAt(this.#at + 1) !== ']' && this.#at + 1 < this.#source.length) tests.push(this.#range(low, start));
      else tests.push(equals(low));
    }
    const any: CharTest = (each) => tests.some((test) => test(each));
    return negated ? not(this.#anyCase(any)) : any;
  }

  #range(low: string, start: number): CharTest {
    this.#at++;
    const high = this.#next();
    const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
    if (high === '\\' || from > to) throw new Refusal('pattern.class', start);
    return (each) => each >= from && each <= to;
  }

  #char(test: CharTest): PatternNode {
    return { is: 'char', test: this.#anyCase(test) };
  }

  #anyCase(test: CharTest): CharTest {
    if (!this.#ignoreCase) return test;
    return (each) => {
      const char = String.fromCodePoint(each);
      return test(each) || test(char.toLowerCase().codePointAt(0) ?? each) || test(char.toUpperCase().codePointAt(0) ?? each);
    };
  }

  #sees(char: string): boolean {
    return this.#source.charAt(this.#at) === char;
  }

  #takes(char: string): boolean {
    const seen = this.#sees(char);
    if (seen) this.#at++;
    return seen;
  }

  /** A whole character, also one of two units; empty at the end. */
  #next(): string {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) return '';
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }
}

function equals(char: string): CharTest {
  const value = char.codePointAt(0);
  return (each) => each === value;
}
