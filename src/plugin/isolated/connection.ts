import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { RefusalError } from '#domain/errors.ts';
import { endOf } from '../create-ctx.ts';
import { Allowance } from './allowance.ts';
import { Lines, checkJson, type HouseFrame } from './frames.ts';
import { Lending } from './lending.ts';
import type { IsolatedProcess } from './process.ts';

/** Calls that nobody has answered, those that nobody waits for any more too. */
const MOST_CALLS = 1_024;
/** What waits to be read by the process, bytes: one that does not read would have it all in the house's memory. */
const MOST_UNREAD = 32 << 20;
/** What of its calls waits, characters: beyond it nothing more is read. */
const MOST_WAITING = 8 << 20;
const LOOK_AGAIN_MS = 50;
/** What a frame costs to read, besides its bytes. */
const FRAME_BYTES = 256;
/** What is parsed at once, bytes: after more than that others have a turn of the loop. */
const MOST_AT_ONCE = 8 << 10;
/** What is read of it, bytes: beyond it the pipe is left to fill up. Parsing costs the node's own time. */
const BYTES = { burst: 8 << 20, perSecond: 512 << 10 } as const;
/** Lines of its `console`: twice what its own half lets through, so who sends more has got hold of the pipe. */
const LOGS = { burst: 100, perSecond: 40 } as const;

/** In the place of a call's number: the code could not be loaded. */
const LOADING = 0;

const id = z.number().int().nonnegative();
const path = z.array(z.string().max(200)).max(12);
const errorFrame = z.strictObject({ message: z.string().max(4_000), code: z.string().max(100).optional(), meta: z.unknown().optional() });
const childFrame = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('booted') }),
  z.strictObject({ t: z.literal('loaded'), plugin: z.strictObject({ data: z.unknown(), functions: z.array(path).max(500) }) }),
  z.strictObject({ t: z.literal('answer'), id, value: z.unknown().optional() }),
  z.strictObject({ t: z.literal('thrown'), id, error: errorFrame }),
  z.strictObject({ t: z.literal('ask'), id, ctx: id, fn: id, args: z.array(z.unknown()).max(1_000) }),
  z.strictObject({ t: z.literal('log'), text: z.string().max(4_000) }),
  z.strictObject({ t: z.literal('pong') }),
]);
/** The answer of an observer, and of a filter that leaves a message as it is: most of what is read, and looked at by hand. */
const ANSWERED = /^\{"t":"answer","id":(\d{1,15})\}$/;
type Frame = z.output<typeof childFrame>;
type Described = Extract<Frame, { t: 'loaded' }>['plugin'];

interface Call {
  readonly at: number;
  readonly done: PromiseWithResolvers<unknown>;
}

/** What a plugin in a process of its own threw. Without a stack, which would be that of reading a pipe: one that throws at every message would have the house collect them. */
export class IsolatedError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
  }
}

/** The house's end of a pipe. Whatever breaks its rules ends the process: its own half never does. */
export class Connection {
  readonly #process: IsolatedProcess;
  readonly #onLog: (text: string) => void;
  readonly #calls = new Map<number, Call>();
  readonly #booted = Promise.withResolvers<void>();
  readonly #loaded = Promise.withResolvers<Described>();
  readonly #byteAllowance = new Allowance(BYTES.burst, BYTES.perSecond);
  readonly #logAllowance = new Allowance(LOGS.burst, LOGS.perSecond);
  #loading = false;
  #pinged: number | undefined;
  #lastId = 0;
  #unwritten = '';
  /** The process is gone. */
  readonly #over = new AbortController();
  readonly #lending = new Lending({ send: (frame) => this.#send(frame), nextId: () => ++this.#lastId, over: this.#over.signal });
  #reason: string | undefined;

  constructor(process: IsolatedProcess, onLog: (text: string) => void) {
    this.#process = process;
    this.#onLog = onLog;
    for (const { promise } of [this.#booted, this.#loaded]) promise.catch(() => {});
    const lines = new Lines();
    process.pipe.on('data', (bytes: Buffer) => this.#read(bytes, lines));
    void process.ended.then((reason) => this.#end(reason));
  }

  /** Since when the oldest call that it has not answered waits; by performance.now(). */
  get oldest(): number | undefined {
    return this.#calls.values().next().value?.at;
  }

  /** Why the process is there no more. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** The plugin's code is run for the first time. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Since when a ping has not been answered; by performance.now(). */
  get silentSince(): number | undefined {
    return this.#pinged;
  }

  /** Its own half is there; no code of the plugin yet. */
  get booted(): Promise<void> {
    return this.#booted.promise;
  }

  /** Runs the plugin's code, and answers with what it says that it is. */
  load(main: string, sources: Readonly<Record<string, string>>): Promise<Described> {
    this.#loading = true;
    this.#send({ t: 'load', main, sources });
    return this.#loaded.promise;
  }

  ping(): void {
    this.#pinged = performance.now();
    this.#send({ t: 'ping' });
  }

  /** The plugin's function with this number. Rejects with `plugin.crashed` where the process ends before it answers. */
  call(fn: number, args: readonly unknown[]): Promise<unknown> {
    if (this.#reason !== undefined) return Promise.reject(crashed(this.#reason));
    if (this.#calls.size >= MOST_CALLS) return Promise.reject(crashed('too many calls wait for it'));
    const [first, ...rest] = args;
    const end = typeof first === 'object' && first !== null ? endOf(first) : undefined;
    const callId = ++this.#lastId;
    const call: Call = { at: performance.now(), done: Promise.withResolvers() };
    this.#calls.set(callId, call);
    if (end === undefined) this.#send({ t: 'call', id: callId, fn, args });
    else this.#send({ t: 'call', id: callId, fn, ctx: this.#lending.introduce(first as object, end), args: rest });
    return call.done.promise;
  }

  #send(frame: HouseFrame): void {
    if (this.#reason !== undefined) return;
    // What is said in one turn of the loop is written together: most of a call's cost is the system's.
    if (this.#unwritten === '') setImmediate(() => this.#write());
    this.#unwritten += `${JSON.stringify(frame)}\n`;
    if (this.#process.pipe.writableLength + this.#unwritten.length > MOST_UNREAD) this.#process.kill('it does not read what it is told');
  }

  #write(): void {
    const lines = this.#unwritten;
    this.#unwritten = '';
    if (this.#reason === undefined) this.#process.pipe.write(lines);
  }

  #read(bytes: Buffer, lines: Lines): void {
    if (this.#reason !== undefined) return;
    try {
      const whole = lines.push(bytes);
      for (const line of whole) {
        this.#receive(frameOf(line), line.length);
      }
      const wait = this.#byteAllowance.take(bytes.length + whole.length * FRAME_BYTES);
      // One piece a turn of the loop: a pipe that is full gives thirty at once, and all chats would wait for them to be parsed.
      if (wait > 0 || bytes.length > MOST_AT_ONCE || this.#lending.waiting > MOST_WAITING) void this.#pause(wait);
    } catch {
      this.#process.kill('it sent what nobody asked for');
    }
  }

  /** What it says meanwhile stays in its own memory. */
  async #pause(ms: number): Promise<void> {
    this.#process.pipe.pause();
    if (ms === 0 && this.#lending.waiting <= MOST_WAITING) await nextTurn();
    else await this.#hush(ms);
    this.#process.pipe.resume();
  }

  /** Nobody can answer in this time. */
  async #hush(ms: number): Promise<void> {
    await sleep(ms, undefined, { ref: false });
    while (this.#lending.waiting > MOST_WAITING && this.#reason === undefined) await sleep(LOOK_AGAIN_MS, undefined, { ref: false });
    if (this.#pinged !== undefined) this.#pinged = performance.now();
  }

  /** Throws for what its own half would not have sent. */
  #receive(frame: Frame, size: number): void {
    switch (frame.t) {
      case 'booted': return this.#booted.resolve();
      case 'loaded':
        this.#took();
        return this.#loaded.resolve(frame.plugin);
      case 'answer': return this.#take(frame.id).done.resolve(frame.value);
      case 'thrown': return this.#thrown(frame.id, frame.error);
      case 'ask': return this.#lending.ask({ ...frame, size });
      case 'log':
        if (this.#logAllowance.take(1) > 0) throw new RangeError('too much to log');
        return this.#onLog(frame.text);
      case 'pong':
        if (this.#pinged === undefined) throw new RangeError('a pong without a ping');
        this.#pinged = undefined;
    }
  }

  #thrown(callId: number, { code, message }: { readonly code?: string | undefined; readonly message: string }): void {
    if (callId === LOADING) {
      this.#took();
      return this.#loaded.reject(new IsolatedError(message, undefined));
    }
    const { at, done } = this.#take(callId);
    // An observer gets its event again where the store was away: believed only where the house has seen it in this time.
    const believed = code?.startsWith('store.') !== true || this.#lending.storeAwayAt >= at;
    done.reject(new IsolatedError(message, believed ? code : undefined));
  }

  #took(): void {
    if (!this.#loading) throw new RangeError('loaded, and was not asked to');
    this.#loading = false;
  }

  #take(callId: number): Call {
    const call = this.#calls.get(callId);
    if (call === undefined) throw new RangeError('an answer to no call');
    this.#calls.delete(callId);
    return call;
  }

  #end(reason: string): void {
    this.#reason = reason;
    this.#over.abort();
    this.#process.pipe.removeAllListeners('data');
    const error = crashed(reason);
    this.#booted.reject(error);
    this.#loaded.reject(error);
    for (const { done } of this.#calls.values()) done.reject(error);
    this.#calls.clear();
  }
}

/** Throws for what no frame may be. */
function frameOf(line: string): Frame {
  const answered = ANSWERED.exec(line)?.[1];
  if (answered !== undefined) return { t: 'answer', id: Number(answered) };
  const frame: unknown = JSON.parse(line);
  checkJson(frame);
  return childFrame.parse(frame);
}

export const crashed = (reason: string): RefusalError => new RefusalError('plugin.crashed', { reason });
