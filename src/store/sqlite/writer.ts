import { Worker } from 'node:worker_threads';
import { StoreError } from '../store-error.ts';
import type { WriterSettings } from './connection.ts';
import { Copying } from './copying.ts';
import { lend } from './lease.ts';
import type { Lease } from './lease.ts';
import type { Failure, Reply, Request, Statement, StatementResult } from './protocol.ts';
import { Turns, type Job, type Pending, type StatementJob } from './turns.ts';

/** Without a batch for this long the log is settled, ms: nothing then waits for it, and little is left for a crash. */
const QUIET_MS = 300;
/** Length of the flat form of a batch that is as long as they are while people talk. */
const USUAL = 200;

/** A refused request, with what the writing thread knew about it. */
export class WriterFailure extends StoreError {
  /** True when a commit was under way. */
  readonly unknown: boolean;

  constructor({ code, message, unknown }: Failure) {
    super(code, message);
    this.name = 'WriterFailure';
    this.unknown = unknown;
  }
}

/** Who writes by Kysely. */
export interface WriterFace {
  execute(statement: Statement): Promise<StatementResult>;
  /** Waits for its turn. Whoever leaves it unused for 10 s loses it. */
  lease(): Promise<Lease>;
  /** Resolves when reads find all that was answered until now. */
  settle(): Promise<void>;
}

/**
 * The queue in front of the writing thread: one request under way, the journal's first, then first come, first served.
 * Independent statements that wait together share a commit, so a thousand claims after a restart cost a handful of syncs. What comes by
 * `background` is written when nothing else waits, and seldom while people talk.
 */
export class SqliteWriter implements WriterFace {
  readonly #worker: Worker;
  readonly #copying: Copying;
  readonly #turns = new Turns(() => this.#pump());
  readonly background: WriterFace = {
    execute: (statement) => this.#executing(statement, true),
    lease: () => this.#leasing(true),
    settle: () => this.settle(),
  };
  #current: Pending<Reply> | null = null;
  #leased = false;
  /** The log may hold what reads do not find yet; at the start what a crash left. */
  #unsettled = true;
  /** Asked for and not begun, so that it covers whoever asks now as well. */
  #settling: Promise<void> | null = null;
  #settled: Promise<void> = Promise.resolve();
  #lastBatch = 0;
  #resting: NodeJS.Timeout | undefined;
  #closing = false;
  #failure: StoreError | null = null;
  #fail!: (error: StoreError) => void;
  /** Resolves when the thread is lost for good. */
  readonly failed: Promise<StoreError> = new Promise((resolve) => {
    this.#fail = resolve;
  });

  constructor(settings: WriterSettings, thread = new URL('./worker.ts', import.meta.url)) {
    this.#copying = new Copying({
      path: settings.path,
      finish: () => void this.request({ kind: 'checkpoint' }).catch(() => undefined),
      failed: (failure) => this.#lose(new WriterFailure(failure)),
    });
    this.#worker = new Worker(thread, { workerData: settings, name: 'parlor-store' });
    this.#worker.on('message', (reply: Reply) => this.#answer(reply));
    this.#worker.on('error', (error) => this.#lose(new StoreError('store.failed', 'the writing thread crashed', error)));
    // The end of the thread may be heard of before its last answer.
    this.#worker.on('exit', () => this.#lose(this.#closing ? closed() : new StoreError('store.failed', 'the writing thread ended')));
  }

  /** Resolves when the file is open. */
  async open(): Promise<void> {
    await new Promise<Reply>((resolve, reject) => {
      this.#current = { resolve, reject };
    });
  }

  execute(statement: Statement): Promise<StatementResult> {
    return this.#executing(statement);
  }

  lease(): Promise<Lease> {
    return this.#leasing();
  }

  request(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => this.#push({ kind: 'request', request, pending: { resolve, reject } }));
  }

  settle(): Promise<void> {
    if (!this.#unsettled) return this.#settled;
    if (this.#settling !== null) return this.#settling;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#settling = promise;
    const failed = (error: StoreError): void => {
      this.#unsettled = true;
      reject(error);
    };
    const ask = (before: number | null): void =>
      this.#push({
        kind: 'request', request: { kind: 'settle', before },
        pending: { resolve: (reply) => (reply.kind === 'settled' && reply.left !== null ? ask(reply.left) : resolve()), reject: failed },
      });
    ask(null);
    return promise;
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#resting);
    this.#turns.hurry();
    // Recovery at the next start would do the same.
    await this.settle().catch(() => undefined);
    await this.#copying.close();
    if (this.#failure === null) await this.request({ kind: 'close' }).catch(unlessClosed);
    this.#lose(closed());
    await this.#worker.terminate();
  }

  #executing(statement: Statement, background = false): Promise<StatementResult> {
    return new Promise((resolve, reject) => this.#push({ kind: 'statement', statement, pending: { resolve, reject } }, background));
  }

  #leasing(background = false): Promise<Lease> {
    return new Promise((resolve, reject) => this.#push({ kind: 'lease', pending: { resolve, reject } }, background));
  }

  #push(job: Job, background = false): void {
    if (this.#failure !== null) return job.pending.reject(this.#failure);
    this.#turns.push(job, background);
    this.#pump();
  }

  #pump(): void {
    if (this.#current !== null || this.#leased) return;
    const turn = this.#turns.next(performance.now() - this.#lastBatch < QUIET_MS);
    if (turn === undefined) return;
    const [job, ...following] = turn;
    switch (job.kind) {
      case 'request':
        return this.#send(job.request, job.pending);
      case 'lease':
        return this.#grant(job.pending);
      case 'statement':
        return this.#sendTogether([job, ...following]);
    }
  }

  #sendTogether(jobs: readonly StatementJob[]): void {
    this.#send(
      { kind: 'statements', statements: jobs.map((job) => job.statement) },
      {
        resolve: (reply) => {
          jobs.forEach(({ pending }, i) => {
            const result = reply.kind === 'statements' ? reply.results[i] : undefined;
            if (result === undefined) pending.reject(new StoreError('store.failed', 'the writing thread lost an answer'));
            else if ('code' in result) pending.reject(new WriterFailure(result));
            else pending.resolve(result);
          });
        },
        reject: (error) => jobs.forEach(({ pending }) => pending.reject(error)),
      },
    );
  }

  #grant(pending: Pending<Lease>): void {
    this.#leased = true;
    pending.resolve(lend((request) => this.#direct(request), () => {
      this.#leased = false;
      this.#pump();
    }));
  }

  /** For the holder of the lease, past the queue: nothing else is under way. */
  #direct(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) reject(this.#failure);
      else this.#send(request, { resolve, reject });
    });
  }

  #send(request: Request, pending: Pending<Reply>): void {
    if (request.kind === 'batch') this.#rest();
    else if (request.kind === 'settle' && request.before === null) {
      this.#unsettled = false;
      this.#settled = this.#settling ?? this.#settled;
      this.#settling = null;
    }
    this.#current = pending;
    this.#worker.postMessage(request);
    if (request.kind === 'batch') this.#copying.logged(1 + request.flat.length / USUAL);
    else if (request.kind === 'statement' || request.kind === 'statements') this.#copying.logged(1);
  }

  /** After the last batch everything is settled, unasked. */
  #rest(): void {
    this.#unsettled = true;
    this.#lastBatch = performance.now();
    this.#resting ??= setTimeout(() => this.#settleAtRest(), QUIET_MS).unref();
  }

  #settleAtRest(): void {
    const left = this.#lastBatch + QUIET_MS - performance.now();
    this.#resting = left > 1 ? setTimeout(() => this.#settleAtRest(), left).unref() : undefined;
    // A failure is told to whoever reads next; a lost thread is told by `failed`.
    if (this.#resting === undefined && this.#failure === null) this.settle().catch(() => undefined);
  }

  #answer(reply: Reply): void {
    const current = this.#current;
    this.#current = null;
    if (reply.kind === 'failed') {
      const failure = new WriterFailure(reply.failure);
      if (reply.fatal) this.#lose(failure);
      current?.reject(failure);
    } else current?.resolve(reply);
    this.#pump();
  }

  /** Nothing may hang: whoever waits is told, and whoever comes later as well. */
  #lose(error: StoreError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    if (error.code !== 'store.closed') this.#fail(error);
    const current = this.#current;
    this.#current = null;
    current?.reject(new WriterFailure({ code: error.code, message: error.message, unknown: true }));
    this.#turns.reject(error);
  }
}

const closed = (): StoreError => new StoreError('store.closed', 'the store is closed');

/** The end that was asked for is no failure, with or without its answer. */
function unlessClosed(error: StoreError): void {
  if (error.code !== 'store.closed') throw error;
}
