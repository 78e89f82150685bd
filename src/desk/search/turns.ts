import { RefusalError } from '#domain/errors.ts';

interface Waiting {
  readonly begin: () => Promise<void>;
  readonly refuse: () => void;
}

/** Work of several people, one piece at a time: they take turns, so nobody waits for all that another has asked. */
export class Turns {
  readonly #most: number;
  /** By person; whose turn is next comes first. */
  readonly #waiting = new Map<string, Waiting[]>();
  #working = false;

  /** `most`: what of one person may wait at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** As `work` does. Rejects with `busy` what has waited longest of who asks for too much: they have asked for something else since. */
  take<T>(who: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const own = this.#waiting.get(who) ?? [];
      own.push({ begin: () => work().then(resolve, reject), refuse: () => reject(new RefusalError('busy')) });
      if (own.length > this.#most) own.shift()?.refuse();
      this.#waiting.set(who, own);
      void this.#go();
    });
  }

  async #go(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await next.begin();
    this.#working = false;
  }

  /** The first of whose turn it is; what else they want is behind everybody else's. */
  #next(): Waiting | undefined {
    for (const [who, [first, ...rest]] of this.#waiting) {
      this.#waiting.delete(who);
      if (rest.length > 0) this.#waiting.set(who, rest);
      return first;
    }
    return undefined;
  }
}
