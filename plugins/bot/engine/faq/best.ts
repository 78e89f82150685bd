export interface Scored<T> {
  readonly value: T;
  readonly score: number;
}

/** The few best of many, without sorting the others. Of those that score the same, whoever came first. */
export class Best<T> {
  readonly #most: number;
  #kept: Scored<T>[] = [];
  /** What an offer has to be above. */
  #floor = -Infinity;

  constructor(most: number) {
    this.#most = most;
  }

  offer(value: T, score: number): void {
    if (score <= this.#floor) return;
    this.#kept.push({ value, score });
    if (this.#kept.length >= this.#most * 4) this.#cut();
  }

  /** The best first. */
  all(): readonly T[] {
    return this.scored().map(({ value }) => value);
  }

  scored(): readonly Scored<T>[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort((a, b) => b.score - a.score).slice(0, this.#most);
    this.#floor = this.#kept.length < this.#most ? -Infinity : (this.#kept.at(-1)?.score ?? -Infinity);
  }
}
