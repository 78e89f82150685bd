import { StoreError } from './store-error.ts';

/** Questions in one statement, where nothing else is said. */
const MOST = 100;
/** Questions that may wait; beyond them they are refused at once. */
const MOST_WAITING = 2_000;
/** A question that has waited for so long, ms, is not asked any more: whoever put it has given up, or should. */
const PATIENCE_MS = 5_000;
/** Statements under way at a time: beyond them, questions wait and share the next one. */
const AT_ONCE = 2;

interface Waiting<Q, A> {
  readonly question: Q;
  readonly since: number;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks together what is asked at the same time: when thousands come back at once, a statement each would keep the
 * database busy for longer than they wait. What waits is bounded, in number and time. A question is always asked after it was put, so the answer is as fresh.
 * To be asked to write is a question as well: it is answered when that is on disk.
 */
export class Together<Q, A> {
  readonly #ask: (questions: readonly Q[]) => Promise<readonly A[]>;
  readonly #most: number;
  readonly #waiting: Waiting<Q, A>[] = [];
  #running = 0;
  #due = false;

  /** `ask` answers each question at its place; it is given `most` of them at a time. */
  constructor(ask: (questions: readonly Q[]) => Promise<readonly A[]>, most = MOST) {
    this.#ask = ask;
    this.#most = most;
  }

  /** Nobody waits for anything. */
  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  get(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= MOST_WAITING) return reject(new StoreError('store.unavailable', 'too many questions wait for the database'));
      this.#waiting.push({ question, since: performance.now(), resolve, reject });
      this.#soon();
    });
  }

  #soon(): void {
    if (this.#due || this.#running >= AT_ONCE || this.#waiting.length === 0) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      const late = performance.now() - PATIENCE_MS;
      const given = this.#waiting.findIndex(({ since }) => since >= late);
      for (const { reject } of this.#waiting.splice(0, given < 0 ? this.#waiting.length : given)) reject(new StoreError('store.unavailable', 'the database took too long'));
      if (this.#waiting.length > 0) void this.#run(this.#waiting.splice(0, this.#most));
      this.#soon();
    });
  }

  async #run(batch: readonly Waiting<Q, A>[]): Promise<void> {
    this.#running++;
    try {
      const answers = await this.#ask(batch.map(({ question }) => question));
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as A); // one for each, by contract
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#running--;
      this.#soon();
    }
  }
}

/** Rows found by a key that each has its own of; a key that several ask for is looked for once. */
export const togetherByKey = <K extends string | number, R>(find: (keys: readonly K[]) => Promise<readonly R[]>, keyOf: (row: R) => K, most?: number): Together<K, R | undefined> =>
  new Together(async (keys) => {
    const rows = new Map((await find([...new Set(keys)])).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key));
  }, most);

/** The same where questions are each group's own: a queue a group, so none waits for another, or fails with it. */
export class TogetherByGroup<Q, A> {
  readonly #queueFor: (group: string) => Together<Q, A>;
  /** Of those who wait for something. */
  readonly #queues = new Map<string, Together<Q, A>>();

  constructor(queueFor: (group: string) => Together<Q, A>) {
    this.#queueFor = queueFor;
  }

  async get(group: string, question: Q): Promise<A> {
    const queue = this.#queues.get(group) ?? this.#queueFor(group);
    this.#queues.set(group, queue);
    try {
      return await queue.get(question);
    } finally {
      if (queue.isIdle && this.#queues.get(group) === queue) this.#queues.delete(group);
    }
  }
}
