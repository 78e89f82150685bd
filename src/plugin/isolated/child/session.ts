import type { Socket } from 'node:net';
import { nextTick } from 'node:process';
import { Allowance } from '../allowance.ts';
import { putTogether, takeApart } from '../bridge.ts';
import { carriesBytes, packed, unpacked } from '../bytes.ts';
import { MAX_FRAME } from '../frames.ts';
import type { ChildFrame, ErrorFrame, HouseFrame } from '../frames.ts';
import { MOST_ASKED } from '../limits.ts';

type AnyFunction = (...args: readonly unknown[]) => unknown;

const MAX_MESSAGE = 2_000;
const MAX_LOG = 2_000;
/** Lines of `console` at once, and a second. The house ends a process that sends more of them than this. */
const LOGS = { burst: 50, perSecond: 20 };

/** The process's end of the pipe: calls of the house in, calls of each ctx out. */
export class Session {
  readonly #pipe: Socket;
  readonly #ctxs = new Map<number, unknown>();
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  /** What the house has no time for yet waits here, in the plugin's own memory. */
  readonly #waiting: string[] = [];
  #unwritten = '';
  #functions: readonly AnyFunction[] = [];
  #lastAsked = 0;
  readonly #logs = new Allowance(LOGS.burst, LOGS.perSecond);

  constructor(pipe: Socket) {
    this.#pipe = pipe;
  }

  /** The plugin as it is here; answers with what the house may know of it. */
  open(plugin: unknown): void {
    const { apart, functions } = takeApart(plugin);
    this.#functions = functions as readonly AnyFunction[];
    this.send({ t: 'loaded', plugin: apart });
  }

  /** Throws for what is no JSON, or more than the house reads. */
  send(frame: ChildFrame): void {
    this.#write(lineOf(frame));
  }

  /** What is said before the next callback of the loop arrives together; an answer waits for nothing that the plugin has put off until then. */
  #write(line: string): void {
    if (this.#unwritten === '') nextTick(() => this.#flush());
    this.#unwritten += line;
  }

  #flush(): void {
    const lines = this.#unwritten;
    this.#unwritten = '';
    if (lines !== '') this.#pipe.write(lines);
  }

  /** Written at once: what it said before a turn that never ends is what its author needs to know. */
  log(text: string): void {
    if (!this.#logs.takeIfThere(1)) return;
    this.send({ t: 'log', text: text.slice(0, MAX_LOG) });
    this.#flush();
  }

  receive(frame: Exclude<HouseFrame, { t: 'load' }>): void {
    switch (frame.t) {
      case 'ping': return this.send({ t: 'pong' });
      case 'ctx': return void this.#ctxs.set(frame.ctx, putTogether(frame.is, (path, fn) => this.#calling(frame.ctx, path, fn)));
      case 'over': return void this.#ctxs.delete(frame.ctx);
      case 'call': return void this.#perform(frame);
      case 'reply': return this.#settle(frame);
    }
  }

  async #perform({ args, ctx, fn, id }: Extract<HouseFrame, { t: 'call' }>): Promise<void> {
    try {
      const value = await this.#functions[fn]?.(...(ctx === undefined ? [] : [this.#ctxs.get(ctx)]), ...args);
      this.send({ t: 'answer', id, value: value ?? undefined });
    } catch (error) {
      this.send({ t: 'thrown', id, error: described(error) });
    }
  }

  #calling(ctx: number, path: readonly string[], fn: number): AnyFunction {
    if (path.join('.') === 'log') return this.#logging(ctx, fn);
    if (carriesBytes(path)) return async (...args) => unpacked(await this.#ask(ctx, fn, args.map(packed)));
    return (...args) => this.#ask(ctx, fn, args);
  }

  /** `ctx.log` answers nothing, so nobody waits, and nothing is thrown where the ctx is over. Written at once, as {@link log} is. */
  #logging(ctx: number, fn: number): AnyFunction {
    return (...args) => {
      this.#ask(ctx, fn, args).catch(() => {});
      this.#flush();
    };
  }

  async #ask(ctx: number, fn: number, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#lastAsked;
    const line = lineOf({ t: 'ask', id, ctx, fn, args });
    const asked = Promise.withResolvers<unknown>();
    this.#asked.set(id, asked);
    if (this.#asked.size - this.#waiting.length > MOST_ASKED) this.#waiting.push(line);
    else this.#write(line);
    return asked.promise;
  }

  #settle(frame: Extract<HouseFrame, { t: 'reply' }>): void {
    const asked = this.#asked.get(frame.id);
    this.#asked.delete(frame.id);
    if ('error' in frame) asked?.reject(Object.assign(new Error(frame.error.message), frame.error));
    else asked?.resolve(frame.value);
    const next = this.#waiting.shift();
    if (next !== undefined) this.#write(next);
  }
}

function lineOf(frame: ChildFrame): string {
  const text = JSON.stringify(frame);
  if (text.length > MAX_FRAME) throw new RangeError(`more than ${MAX_FRAME} characters of JSON at once`);
  return `${text}\n`;
}

/** Anything at all may be thrown. */
export function described(error: unknown): ErrorFrame {
  try {
    const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
    return { message: String(typeof message === 'string' ? message : error).slice(0, MAX_MESSAGE), ...(typeof code === 'string' ? { code: code.slice(0, 100) } : {}) };
  } catch {
    return { message: 'something that cannot be shown' };
  }
}
