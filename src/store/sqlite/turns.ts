import type { StoreError } from '../store-error.ts';
import type { Lease } from './lease.ts';
import type { Reply, Request, Statement, StatementResult } from './protocol.ts';

/** Independent statements a commit. */
const MAX_TOGETHER = 256;
/** How far apart what plugins write begins while messages are committed, ms: each of its commits may cost a batch its sync. */
const BACKGROUND_GAP_MS = 100;
/** And how long it waits at most behind what always comes first, ms. */
const BACKGROUND_WAIT_MS = 1_000;

export interface Pending<T> {
  resolve(value: T): void;
  reject(error: StoreError): void;
}

export type StatementJob = { readonly kind: 'statement'; readonly statement: Statement; readonly pending: Pending<StatementResult> };

export type Job =
  | StatementJob
  | { readonly kind: 'request'; readonly request: Request; readonly pending: Pending<Reply> }
  | { readonly kind: 'lease'; readonly pending: Pending<Lease> };

/** Whose turn it is at the writer: the journal's, then first come, first served; at last what may wait, and seldom while people talk. */
export class Turns {
  readonly #queue: Job[] = [];
  readonly #background: Job[] = [];
  readonly #onDue: () => void;
  #backgroundAt = 0;
  #backgroundSince = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `onDue`: there may be a next one although nothing came. */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  push(job: Job, background = false): void {
    if (background) {
      if (this.#background.length === 0) this.#backgroundSince = performance.now();
      this.#background.push(job);
    }
    // People wait for a batch, and there is one at a time: it waits for what is under way, not for whatever else would be written.
    else if (isBatch(job)) this.#queue.unshift(job);
    // Whoever reads has had a turn, and waits for the others: not for all that came since.
    else if (goesOn(job)) this.#queue.splice(isBatch(this.#queue[0]) ? 1 : 0, 0, job);
    else this.#queue.push(job);
  }

  /** The next one, with the statements that would follow it anyway. `talking`: messages are being committed. */
  next(talking: boolean): readonly [Job, ...StatementJob[]] | undefined {
    const queue = this.#queue.length > 0 && !this.#isOverdue ? this.#queue : this.#dueBackground(talking);
    const first = queue.shift();
    if (first === undefined) return undefined;
    const following: StatementJob[] = [];
    if (first.kind === 'statement') {
      for (let job = queue[0]; job?.kind === 'statement' && following.length < MAX_TOGETHER - 1; job = queue[0]) {
        queue.shift();
        following.push(job);
      }
    }
    return [first, ...following];
  }

  /** Nothing may wait for its time any more. */
  hurry(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue.push(...this.#background.splice(0));
  }

  reject(error: StoreError): void {
    clearTimeout(this.#timer);
    for (const { pending } of [...this.#queue.splice(0), ...this.#background.splice(0)]) pending.reject(error);
  }

  get #isOverdue(): boolean {
    return !isBatch(this.#queue[0]) && this.#background.length > 0 && performance.now() - this.#backgroundSince > BACKGROUND_WAIT_MS;
  }

  #dueBackground(talking: boolean): Job[] {
    const now = performance.now();
    const wait = talking ? this.#backgroundAt + BACKGROUND_GAP_MS - now : 0;
    if (this.#background.length === 0) return [];
    if (wait <= 0) {
      this.#backgroundAt = this.#backgroundSince = now;
      return this.#background;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onDue();
    }, wait);
    return [];
  }
}

const isBatch = (job: Job | undefined): boolean => job?.kind === 'request' && job.request.kind === 'batch';

/** The rest of what did not fit into one turn. */
const goesOn = (job: Job): boolean => job.kind === 'request' && job.request.kind === 'settle' && job.request.before !== null;
