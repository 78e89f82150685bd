import { PARTS, type Part } from './speech.ts';

/** A value that a call is given; a text of pieces is filled in first. */
export type Argument = { readonly is: 'value'; readonly value: number | boolean | null } | { readonly is: 'template'; readonly pieces: readonly Piece[] };

/** A piece of a reply. `written` is what it was read from. */
export type Piece =
  | { readonly is: 'text'; readonly written: string }
  | { readonly is: 'capture'; readonly written: string; readonly back: number; readonly nth: number }
  | { readonly is: 'speech'; readonly written: string; readonly part: Part; readonly nth: number }
  | { readonly is: 'include'; readonly written: string; readonly rule: string }
  | { readonly is: 'call'; readonly written: string; readonly name: string; readonly args: readonly Argument[] };

export interface Template {
  /** `{CLEAR}` at the beginning: what was said before is forgotten. */
  readonly clear: boolean;
  readonly pieces: readonly Piece[];
  /** Where a call begins that is none, in UTF-16 units. */
  readonly broken: readonly number[];
}

/** Calls within calls. */
const MOST_DEPTH = 16;
const MOST_ARGS = 32;
/** Calls that do not end, each of which was read to the end; from then on all is text. */
const MOST_BROKEN = 16;

const CLEAR = /^\s*\{CLEAR\}\s*/i;
const ROUTE = /^routeDirectReply#\[/;
const PIECE = new RegExp(String.raw`<(?:p(?<back>\d{1,3}))?cap(?<nth>\d{1,2})?>|<(?<part>${PARTS.join('|')})s?(?<which>\d{1,2})?>|\{@(?<rule>[^{}]+)\}|\^(?<call>[A-Za-z_$][\w$]*)\(|(?<route>routeDirectReply#)\[|(?<line>\\n)`, 'y');

type Groups = Readonly<Record<'back' | 'nth' | 'part' | 'which' | 'rule' | 'call' | 'route' | 'line', string | undefined>>;

/** Reads a reply, or what a function answered. What is no form of the language stands for itself. */
export function parseTemplate(text: string): Template {
  const clear = CLEAR.exec(text)?.[0] ?? '';
  const reader = new Reader(text, clear.length);
  const pieces = reader.pieces(0, '');
  return { clear: clear !== '', pieces, broken: reader.broken };
}

/** Where an answer of the FAQ says that scripts shall: `routeDirectReply#["topic", "matcher", inherit]`. */
export function routeOf(text: string): { readonly topic: string; readonly matcher: string; readonly inherit: boolean } | null {
  const trimmed = text.trim();
  const [piece, ...more] = ROUTE.test(trimmed) ? parseTemplate(trimmed).pieces : [];
  if (piece?.is !== 'call' || more.length > 0) return null;
  const [topic, matcher, inherit] = piece.args;
  const name = literalOf(topic);
  const rule = literalOf(matcher);
  return name === null || rule === null ? null : { topic: name, matcher: rule, inherit: inherit?.is === 'value' && inherit.value === true };
}

const literalOf = (argument: Argument | undefined): string | null =>
  argument?.is === 'template' && argument.pieces.every(({ is }) => is === 'text') ? argument.pieces.map(({ written }) => written).join('') : null;

/** Reads from left to right; a call that does not end is text. */
class Reader {
  readonly broken: number[] = [];
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** Until one of these signs. */
  pieces(depth: number, ends: string): readonly Piece[] {
    const pieces: Piece[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') pieces.push({ is: 'text', written: text });
      text = '';
    };
    while (this.#at < this.#text.length && !ends.includes(this.#sign)) {
      const piece = this.#piece(depth);
      if (piece === undefined) text += this.#text[this.#at++] ?? '';
      else if (piece.is === 'text') text += piece.written;
      else {
        flush();
        pieces.push(piece);
      }
    }
    flush();
    return pieces;
  }

  get #sign(): string {
    return this.#text[this.#at] ?? '';
  }

  #piece(depth: number): Piece | undefined {
    if (!'<{^r\\'.includes(this.#sign)) return undefined;
    PIECE.lastIndex = this.#at;
    const found = PIECE.exec(this.#text);
    if (found === null || this.broken.length >= MOST_BROKEN || this.broken.includes(this.#at)) return undefined;
    const from = this.#at;
    const { back, call, line, nth, part, route, rule, which } = found.groups as Groups; // the expression names all of its groups
    this.#at = PIECE.lastIndex;
    const written = found[0];
    if (line !== undefined) return { is: 'text', written: '\n' };
    if (rule !== undefined) return { is: 'include', written, rule };
    if (part !== undefined) return { is: 'speech', written, part: part as Part, nth: Number(which ?? 1) };
    const name = call ?? route?.slice(0, -1);
    if (name === undefined) return { is: 'capture', written, back: Number(back ?? 0), nth: Number(nth ?? 1) };
    const args = this.#arguments(depth + 1, call === undefined ? ']' : ')');
    if (args !== undefined) return { is: 'call', written: this.#text.slice(from, this.#at), name, args };
    this.#at = from;
    this.broken.push(from);
    return undefined;
  }

  /** Behind the bracket; undefined where they do not end. */
  #arguments(depth: number, end: string): readonly Argument[] | undefined {
    const args: Argument[] = [];
    if (depth > MOST_DEPTH) return undefined;
    this.#blanks();
    if (this.#take(end)) return args;
    while (args.length < MOST_ARGS) {
      const argument = this.#argument(depth, end);
      if (argument === undefined) return undefined;
      args.push(argument);
      this.#blanks();
      if (this.#take(end)) return args;
      if (!this.#take(',')) return undefined;
      this.#blanks();
    }
    return undefined;
  }

  #argument(depth: number, end: string): Argument | undefined {
    const quote = this.#sign;
    if (quote === '"' || quote === "'") {
      this.#at++;
      const pieces = this.pieces(depth, quote);
      return this.#take(quote) ? { is: 'template', pieces } : undefined;
    }
    const from = this.#at;
    const pieces = this.pieces(depth, `,${end}`);
    const written = this.#text.slice(from, this.#at).trim();
    if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(written)) return { is: 'value', value: Number(written) };
    if (/^(?:true|false|null)$/.test(written)) return { is: 'value', value: written === 'null' ? null : written === 'true' };
    return { is: 'template', pieces: pieces.map((piece) => (piece.is === 'text' ? { ...piece, written: piece.written.trim() } : piece)) };
  }

  #take(sign: string): boolean {
    if (this.#sign !== sign) return false;
    this.#at++;
    return true;
  }

  #blanks(): void {
    while (/\s/.test(this.#sign)) this.#at++;
  }
}
