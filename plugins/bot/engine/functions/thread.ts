import { Worker } from 'node:worker_threads';
import { PULSE, RUNNING, SHARED_BYTES, type Failed, type FailureCode, type FromWorker, type ToWorker } from './messages.ts';
import { parseJson } from '../text/json.ts';
import { depthOf } from './result.ts';

type Host = (name: string, args: readonly unknown[]) => Promise<unknown>;
type Request = Omit<Extract<ToWorker, { type: 'run' }>, 'type' | 'run'>;
type Ended = ({ readonly value: string } | Failed) & { readonly debug: readonly string[] };

interface Run {
  readonly request: Request;
  readonly host: Host;
  readonly end: (ended: Ended) => void;
  readonly timer: NodeJS.Timeout;
  sent: boolean;
  /** How often it was sent to a thread, and whether it asked the host for something: then it is not begun again. */
  attempts: number;
  hasAsked: boolean;
}

/** Runs in one thread at a time; each may use its memory. */
const MOST_RUNNING = 8;
/** How often it is looked whether the thread obeys, ms. */
const WATCH_MS = 50;
/** What the thread has to end a run by itself, before it is ended with it, ms. */
const GRACE_MS = 300;
const MOST_DEPTH = 64;

/** A worker thread that runs functions, and is replaced when it does not obey: code within one instruction cannot be interrupted. */
export class FunctionThread {
  readonly #runs = new Map<number, Run>();
  #worker: Worker | undefined;
  #shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
  #isReady = false;
  #lastRun = 0;
  #watch: NodeJS.Timeout | undefined;
  /** The pulse of the thread as it was seen last, and since when it is that. */
  #seen = { pulse: 0, at: 0 };

  /** Runs that are under way or wait. */
  get load(): number {
    return this.#runs.size;
  }

  run(request: Request, host: Host): Promise<Ended> {
    return new Promise((resolve) => {
      this.#lastRun = (this.#lastRun % 0x7f_ff_ff_ff) + 1;
      const run = this.#lastRun;
      const { wallMs } = request.limits;
      const timer = setTimeout(() => this.#end(run, { failure: 'time', message: `The function took more than ${wallMs} ms`, debug: [] }), wallMs + GRACE_MS);
      this.#runs.set(run, { request, host, end: resolve, timer, sent: false, attempts: 0, hasAsked: false });
      this.#worker ??= this.#spawn();
      this.#worker.ref();
      this.#watch ??= setInterval(() => this.#look(), WATCH_MS);
      this.#next();
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#replace();
    for (const run of this.#runs.keys()) this.#end(run, { failure: 'stopped', message: 'The bot stops', debug: [] });
    await worker?.terminate();
  }

  #spawn(): Worker {
    this.#shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: this.#shared.buffer, env: {}, name: 'bot functions' });
    worker.on('message', (message: FromWorker) => {
      if (worker === this.#worker) this.#heard(message);
    });
    const lost = (): void => {
      if (worker === this.#worker) this.#lose('stopped', 'The thread of this function ended');
    };
    worker.on('error', lost);
    worker.on('exit', lost);
    return worker;
  }

  /** Sends what waits, as far as there is room. */
  #next(): void {
    if (!this.#isReady) return;
    let running = 0;
    for (const [run, each] of this.#runs) {
      if (++running > MOST_RUNNING) return;
      if (each.sent) continue;
      each.sent = true;
      each.attempts++;
      this.#send({ type: 'run', run, ...each.request });
    }
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #heard(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        return this.#next();
      case 'host': return void this.#ask(message);
      case 'done': return this.#end(message.run, { value: message.value, debug: message.debug });
      case 'failed': return this.#end(message.run, { failure: message.failure, message: message.message, debug: message.debug });
    }
  }

  async #ask({ args, call, name, run }: Extract<FromWorker, { type: 'host' }>): Promise<void> {
    const asked = this.#runs.get(run);
    const worker = this.#worker;
    if (asked === undefined) return;
    asked.hasAsked = true;
    const { hostLength } = asked.request.limits;
    const [ok, value] = await answerOf(asked.host, name, args, hostLength);
    if (this.#runs.has(run) && worker === this.#worker) this.#send({ type: 'reply', run, call, ok, value });
  }

  #end(run: number, ended: Ended): void {
    const found = this.#runs.get(run);
    if (found === undefined) return;
    clearTimeout(found.timer);
    this.#runs.delete(run);
    if (this.#runs.size === 0) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      this.#worker?.unref();
    }
    found.end(ended);
    this.#next();
  }

  /** Ends the thread when it is within one instruction, or goes on after its time, for longer than a run may: it hears nothing meanwhile, not even that it shall stop. */
  #look(): void {
    const [running, pulse] = [Atomics.load(this.#shared, RUNNING), Atomics.load(this.#shared, PULSE)];
    const now = performance.now();
    const found = this.#runs.get(running);
    if (running === 0 || pulse !== this.#seen.pulse) this.#seen = { pulse, at: now };
    else if (now - this.#seen.at > (found?.request.limits.cpuMs ?? 0) + GRACE_MS) {
      this.#end(running, { failure: 'time', message: 'The function ran for too long, and could not be interrupted', debug: [] });
      this.#lose('stopped', 'Another function had to be stopped');
    }
  }

  /** What ran begins again in another thread, once, where nothing outside was changed; else it is lost. */
  #lose(failure: FailureCode, message: string): void {
    this.#replace();
    for (const [run, each] of this.#runs) {
      if (each.sent && (each.hasAsked || each.attempts > 1)) this.#end(run, { failure, message, debug: [] });
      each.sent = false;
    }
    if (this.#runs.size > 0) this.#worker ??= this.#spawn();
  }

  #replace(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isReady = false;
    void worker?.terminate();
  }
}

/** What the host says, as JSON text; false and why, where it says nothing. */
async function answerOf(host: Host, name: string, args: string, most: number): Promise<readonly [ok: boolean, value: string]> {
  const given = depthOf(args) > MOST_DEPTH ? undefined : parseJson(args);
  if (!Array.isArray(given)) return [false, JSON.stringify('Only JSON can be sent')];
  try {
    const answer = JSON.stringify((await host(name, given as readonly unknown[])) ?? null);
    return answer.length > most ? [false, JSON.stringify('The answer is too large')] : [true, answer];
  } catch (error) {
    return [false, JSON.stringify(error instanceof Error ? error.message : String(error))];
  }
}
