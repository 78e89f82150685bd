import { StoreError } from './store-error.ts';

/** Questions in one statement. */
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
 */
export class Together<Q, A> {
  readonly #ask: (questions: readonly Q[]) => Promise<readonly A[]>;
  readonly #waiting: Waiting<Q, A>[] = [];
  #running = 0;
  #due = false;

  /** `ask` answers each question at its place. */
  constructor(ask: (questions: readonly Q[]) => Promise<readonly A[]>) {
    this.#ask = ask;
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
      if (this.#waiting.length > 0) void this.#run(this.#waiting.splice(0, MOST));
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

/** Rows found by a key that each has its own of. */
export const togetherByKey = <K extends string | number, R>(find: (keys: readonly K[]) => Promise<readonly R[]>, keyOf: (row: R) => K): Together<K, R | undefined> =>
  new Together(async (keys) => {
    const rows = new Map((await find(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key));
  });

/** The same where keys are each group's own: a statement a group. */
export const togetherByGroup = <R>(find: (group: string, keys: readonly string[]) => Promise<readonly R[]>, keyOf: (row: R) => string): Together<readonly [group: string, key: string], R | undefined> =>
  new Together(async (asked) => {
    const groups = Map.groupBy(asked, ([group]) => group);
    const found = new Map(await Promise.all(Array.from(groups, async ([group, pairs]) => {
      const rows = await find(group, pairs.map(([, key]) => key));
      return [group, new Map(rows.map((row) => [keyOf(row), row]))] as const;
    })));
    return asked.map(([group, key]) => found.get(group)?.get(key));
  });
