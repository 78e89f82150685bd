import { readFileSync } from 'node:fs';
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { DEBUG_LENGTH, DEBUG_LINES, MOST_SOURCE, STACK_BYTES, type Limits } from './limits.ts';
import type { Failed, FailureCode, Plugin } from './messages.ts';

/** A module of the interpreter, as an expression. */
const guest = (file: string): string => `(() => { const module = {}; ${readFileSync(new URL(`guest/${file}`, import.meta.url), 'utf8')}; return module.exports; })()`;
const PRELUDE = guest('prelude.cjs');
const LODASH = guest('lodash.cjs');

/** Jobs of promises between two looks at the clock. */
const JOBS = 100;

/** What this thread has had of the processor, ms. On a machine that others use as well a clock on the wall would count their work too. */
function worked(): number {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1_000;
}

export type Outcome = ({ readonly value: string } | Failed) & { readonly debug: readonly string[] };

/** What one run is at. */
interface Run {
  readonly limits: Limits;
  readonly debug: string[];
  readonly ask: (call: number, name: string, args: string) => void;
  readonly end: (outcome: Outcome) => void;
  cpuLeftMs: number;
  /** Calls that the host has not answered, and all so far. */
  readonly waiting: Set<number>;
  calls: number;
}

/**
 * The functions of one bot version, compiled, in an interpreter with a memory of its own: they see nothing that they are not
 * given. One run at a time. Nothing is to be given back: who lets go of it lets go of its memory, whatever state it is in.
 */
export class Sandbox {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  #entry: { readonly run: QuickJSHandle; readonly settle: QuickJSHandle; readonly load: QuickJSHandle } | undefined;
  #run: Run | undefined;
  #ended: Outcome | undefined;
  /** By {@link worked}. */
  #sliceEndsAt = Infinity;
  #isLoaded = false;
  /** It is in a state that nobody knows, and not to be used again. */
  isSpoilt = false;

  /** `alive` is called again and again by code that can be interrupted, as long as it may run. */
  constructor(quickjs: QuickJSWASMModule, { memoryBytes }: Limits, alive: () => void) {
    const interruptHandler = (): boolean => {
      const isOver = this.#hasFailed || worked() > this.#sliceEndsAt;
      if (!isOver) alive();
      return isOver;
    };
    this.#runtime = quickjs.newRuntime({ memoryLimitBytes: memoryBytes, maxStackSizeBytes: STACK_BYTES, interruptHandler });
    this.#context = this.#runtime.newContext();
  }

  /** Runs an exported function, or names all of them where `name` is null; `ask` calls the host, which answers by `reply`. */
  start(plugin: Plugin, { args, limits, name, scope }: { readonly name: string | null; readonly args: string; readonly scope: string; readonly limits: Limits }, ask: Run['ask'], end: Run['end']): void {
    this.#run = { limits, debug: [], ask, end, cpuLeftMs: limits.cpuMs, waiting: new Set(), calls: 0 };
    this.#ended = undefined;
    this.#slice(() => {
      if (!this.#isLoaded) this.#load(plugin);
      if (this.#ended === undefined) this.#call('run', name === null ? this.#context.null : this.#string(name), this.#string(args), this.#string(scope));
    });
  }

  /** The host's answer, as JSON text; `ok`: else it is why there is none. */
  reply(call: number, ok: boolean, value: string): void {
    if (this.#run?.waiting.delete(call) !== true) return;
    this.#slice(() => this.#call('settle', this.#context.newNumber(call), ok ? this.#context.true : this.#context.false, this.#string(value)));
  }

  /** Ends the run from outside. */
  abort(failure: FailureCode, message: string): void {
    this.#fail(failure, message);
    this.#finish();
  }

  /** Lets code of the bot run, and all promises that follow, as long as there is time. */
  #slice(enter: () => void): void {
    const run = this.#run;
    if (run === undefined) return;
    const began = worked();
    this.#sliceEndsAt = began + run.cpuLeftMs;
    try {
      enter();
      while (worked() <= this.#sliceEndsAt && !this.#hasFailed && this.#runtime.hasPendingJob()) {
        const jobs = this.#runtime.executePendingJobs(JOBS);
        if (jobs.error === undefined) continue;
        // Nothing can catch it, so it is of time or memory: what was answered before does not count.
        this.#ended = undefined;
        this.#failBy(jobs.error);
      }
    } catch (error) {
      this.#fail('memory', error instanceof Error ? error.message : String(error));
    }
    run.cpuLeftMs -= worked() - began;
    this.#sliceEndsAt = Infinity;
    if (run.cpuLeftMs <= 0) this.#ended = { failure: 'time', message: `The function ran for more than ${run.limits.cpuMs} ms`, debug: run.debug };
    else if (this.#ended === undefined && run.waiting.size === 0) this.#fail('time', 'The function waits for what never comes');
    this.#finish();
  }

  #load({ config, source }: Plugin): void {
    if (source.length > MOST_SOURCE) return this.#fail('size', 'plugin.js is too large');
    const context = this.#context;
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, 'prelude.cjs'));
    const lodash = context.unwrapResult(context.evalCode(LODASH, 'lodash.cjs'));
    const made = context.unwrapResult(context.callFunction(prelude, context.undefined, this.#host(), lodash));
    this.#entry = { run: context.getProp(made, 'run'), settle: context.getProp(made, 'settle'), load: context.getProp(made, 'load') };
    const compiled = context.evalCode(`(function (exports, config, http, debug, _, console) {${source}\n})`, 'plugin.js');
    if (compiled.error !== undefined) return this.#failBy(compiled.error, 'syntax');
    this.#call('load', compiled.value, this.#string(JSON.stringify(config)));
    this.#isLoaded = this.#ended === undefined;
  }

  /** All that the interpreter can reach of the world. */
  #host(): QuickJSHandle {
    const context = this.#context;
    const host = context.newObject();
    const offer = (name: string, call: (...args: QuickJSHandle[]) => void): void => {
      context.newFunction(name, (...args) => call(...args)).consume((handle) => context.setProp(host, name, handle));
    };
    offer('debug', (line) => this.#debug(line));
    offer('ask', (call, name, args) => this.#ask(call, name, args));
    offer('done', (value) => this.#done(value));
    offer('fail', (code, message) => this.#fail(this.#text(code) as FailureCode, this.#text(message))); // of the prelude alone
    return host;
  }

  #debug(line: QuickJSHandle | undefined): void {
    const debug = this.#run?.debug;
    if (debug !== undefined && debug.length < DEBUG_LINES) debug.push(this.#text(line).slice(0, DEBUG_LENGTH));
  }

  #ask(call: QuickJSHandle | undefined, name: QuickJSHandle | undefined, args: QuickJSHandle | undefined): void {
    const run = this.#run;
    if (run === undefined || this.#ended !== undefined || call === undefined) return;
    if (++run.calls > run.limits.hostCalls) return this.#fail('calls', `The function called more than ${run.limits.hostCalls} times for what is outside`);
    const text = this.#text(args);
    if (text.length > run.limits.hostLength) return this.#fail('size', 'The function sent too much');
    const id = this.#context.getNumber(call);
    run.waiting.add(id);
    run.ask(id, this.#text(name), text);
  }

  #done(handle: QuickJSHandle | undefined): void {
    const run = this.#run;
    if (run === undefined || this.#ended !== undefined) return;
    const value = this.#text(handle);
    if (value.length > run.limits.resultLength) this.#fail('size', 'The function answered too much');
    else this.#ended = { value, debug: run.debug };
  }

  #fail(failure: FailureCode, message: string): void {
    this.#ended ??= { failure: /out of memory/.test(message) ? 'memory' : failure, message: message.slice(0, DEBUG_LENGTH), debug: this.#run?.debug ?? [] };
  }

  #failBy(error: QuickJSHandle, failure: FailureCode = 'threw'): void {
    const name = this.#own(error, 'name');
    this.#fail(failure, `${name}${name === '' ? '' : ': '}${this.#own(error, 'message')}`);
    error.dispose();
  }

  /** A text of an error, without running what a bot may have put there. */
  #own(error: QuickJSHandle, name: string): string {
    if (worked() > this.#sliceEndsAt) return '';
    const found = this.#context.getProp(error, name);
    const text = this.#context.typeof(found) === 'string' ? this.#context.getString(found) : '';
    found.dispose();
    return text;
  }

  get #hasFailed(): boolean {
    return this.#ended !== undefined && 'failure' in this.#ended;
  }

  #finish(): void {
    const [run, ended] = [this.#run, this.#ended];
    if (run === undefined || ended === undefined) return;
    this.#run = undefined;
    if (!this.#isLoaded || ('failure' in ended && ended.failure !== 'unknown' && ended.failure !== 'threw')) this.isSpoilt = true;
    run.end(ended);
  }

  #call(entry: 'run' | 'settle' | 'load', ...args: QuickJSHandle[]): void {
    if (this.#entry === undefined) return;
    const result = this.#context.callFunction(this.#entry[entry], this.#context.undefined, ...args);
    for (const arg of args) arg.dispose();
    if (result.error === undefined) result.value.dispose();
    else this.#failBy(result.error);
  }

  #string(text: string): QuickJSHandle {
    return this.#context.newString(text);
  }

  #text(handle: QuickJSHandle | undefined): string {
    return handle !== undefined && this.#context.typeof(handle) === 'string' ? this.#context.getString(handle) : '';
  }
}
