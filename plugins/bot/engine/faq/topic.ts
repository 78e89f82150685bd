import type { Term, Terms } from './terms.ts';

/** A question and its like, which one answer belongs to. */
export interface FaqEntry {
  readonly id: string;
  readonly post: string;
  readonly similar: readonly string[];
  readonly enabled: boolean;
  readonly categories: readonly string[];
}

/** What an entry's questions speak of, taken together: how many of them have each term. */
export class Topic {
  readonly entry: FaqEntry;
  /** Of its questions. */
  readonly slots: number[] = [];
  readonly #times = new Map<Term, number>();

  constructor(entry: FaqEntry) {
    this.entry = entry;
  }

  add(slot: number, terms: Terms): void {
    this.slots.push(slot);
    for (const term of terms.keys()) {
      const times = this.#times.get(term) ?? 0;
      if (times === 0) term.topics++;
      this.#times.set(term, times + 1);
    }
  }

  /** How many of its questions have it. */
  times(term: Term): number {
    return this.#times.get(term) ?? 0;
  }

  /** It is no topic any more; its questions are removed by who keeps them. */
  end(): void {
    for (const term of this.#times.keys()) term.topics--;
  }
}
