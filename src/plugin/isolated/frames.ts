import { StringDecoder } from 'node:string_decoder';

/** A line is a frame: JSON never has a line break of its own. UTF-16 units; the largest is what `ctx.data.set` may be given. */
export const MAX_FRAME = 4 << 20;
/** What JSON may be nested, so that nothing that walks through it runs out of stack. */
const MAX_DEPTH = 64;

/** What a process has to say of an error that crossed the pipe. */
export interface ErrorFrame {
  readonly message: string;
  /** Of the catalogue, or of the store. */
  readonly code?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** What a value is without its functions, and where each of them was. */
export interface Apart {
  readonly data: unknown;
  readonly functions: readonly (readonly string[])[];
}

/** From the house to the process. `call` names a function of the plugin by its place in {@link Apart.functions}. */
export type HouseFrame =
  | { readonly t: 'load'; readonly main: string; readonly sources: Readonly<Record<string, string>> }
  | { readonly t: 'ctx'; readonly ctx: number; readonly is: Apart }
  | { readonly t: 'call'; readonly id: number; readonly fn: number; readonly ctx?: number; readonly args: readonly unknown[] }
  | { readonly t: 'reply'; readonly id: number; readonly value?: unknown }
  | { readonly t: 'reply'; readonly id: number; readonly error: ErrorFrame }
  | { readonly t: 'over'; readonly ctx: number }
  | { readonly t: 'ping' };

/** From the process to the house, which believes none of it. `ask` names a function of a ctx. */
export type ChildFrame =
  | { readonly t: 'booted' }
  | { readonly t: 'loaded'; readonly plugin: Apart }
  | { readonly t: 'answer'; readonly id: number; readonly value?: unknown }
  | { readonly t: 'thrown'; readonly id: number; readonly error: ErrorFrame }
  | { readonly t: 'ask'; readonly id: number; readonly ctx: number; readonly fn: number; readonly args: readonly unknown[] }
  | { readonly t: 'log'; readonly text: string }
  | { readonly t: 'pong' };

/** Puts lines together again. Keeps one frame at most. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #max: number;
  #parts: string[] = [];
  #length = 0;

  constructor(max = MAX_FRAME) {
    this.#max = max;
  }

  /** The lines that end in these bytes. Throws a RangeError for one that is too long. */
  push(bytes: Buffer): readonly string[] {
    const lines: string[] = [];
    const [first = '', ...rest] = this.#decoder.write(bytes).split('\n');
    this.#add(first);
    for (const part of rest) {
      lines.push(this.#parts.join(''));
      this.#parts = [];
      this.#length = 0;
      this.#add(part);
    }
    return lines;
  }

  #add(part: string): void {
    this.#length += part.length;
    if (this.#length > this.#max) throw new RangeError('a frame is too long');
    this.#parts.push(part);
  }
}

/** Values in a frame: to walk through many small ones costs the house far more than their bytes. */
const MAX_VALUES = 50_000;

/** Throws a TypeError for JSON that could harm who works with it: nested without end, of too many values, or with a key that means a prototype. */
export function checkJson(value: unknown): void {
  let values = 0;
  const open: [value: unknown, depth: number][] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [inner, depth] = next;
    if (++values > MAX_VALUES) throw new TypeError('JSON of too many values');
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth === MAX_DEPTH) throw new TypeError('JSON that is nested too deep');
    if (Object.hasOwn(inner, '__proto__')) throw new TypeError('JSON with the key __proto__');
    const inside: readonly unknown[] = Object.values(inner);
    if (inside.length > MAX_VALUES) throw new TypeError('JSON of too many values');
    for (const each of inside) open.push([each, depth + 1]);
  }
}
