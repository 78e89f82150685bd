import { RefusalError } from '#domain/errors.ts';

/** How long a sum of the store's is good for, ms. */
const KNOWN_MS = 1_000;

/** How much may lie in the house that nobody has posted, bytes: what the store has, and what comes to this node now. */
export class UnsentRoom {
  readonly #max: number;
  readonly #sum: () => Promise<number>;
  #stored = 0;
  #knownAt = -Infinity;
  #arriving = 0;

  constructor(max: number, sum: () => Promise<number>) {
    this.#max = max;
    this.#sum = sum;
  }

  /** Before a file: throws `unavailable` where there is no room for anything. */
  async look(): Promise<void> {
    if (performance.now() - this.#knownAt > KNOWN_MS) {
      this.#knownAt = performance.now();
      this.#stored = await this.#sum();
    }
    this.take(0);
  }

  /** So many bytes more have come. Throws `unavailable` where there is no room for them. */
  take(bytes: number): void {
    this.#arriving += bytes;
    if (this.#stored + this.#arriving >= this.#max) throw new RefusalError('unavailable', { reason: 'unsent' });
  }

  /** A file of so many bytes is stored, or gone. */
  settle(bytes: number, kept: boolean): void {
    this.#arriving -= bytes;
    if (kept) this.#stored += bytes;
  }
}
