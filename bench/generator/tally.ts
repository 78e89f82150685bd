export interface Faults {
  readonly lost: number;
  readonly duplicate: number;
  readonly reordered: number;
}

export const NO_FAULTS: Faults = { lost: 0, duplicate: 0, reordered: 0 };


/** Watches flows of numbers, each of which should arrive as 1, 2, 3, … or from where it was started. */
export class Tally {
  readonly #next: Int32Array;
  readonly #missing = new Map<number, Set<number>>();
  #duplicate = 0;
  #reordered = 0;

  constructor(flows: number) {
    this.#next = new Int32Array(flows).fill(1);
  }

  /** `last` has been seen already: the flow goes on after it. */
  startAfter(flow: number, last: number): void {
    this.#next[flow] = last + 1;
  }

  arrive(flow: number, number: number): void {
    const next = this.#next[flow] ?? 1;
    if (number === next) this.#next[flow] = next + 1;
    else if (number > next) this.#skip(flow, next, number);
    else if (this.#missing.get(flow)?.delete(number) === true) this.#reordered += 1;
    else this.#duplicate += 1;
  }

  /** What went wrong, when each flow should have got as far as `last`. */
  faults(last: (flow: number) => number): Faults {
    let lost = 0;
    for (const missing of this.#missing.values()) lost += missing.size;
    this.#next.forEach((next, flow) => (lost += Math.max(0, last(flow) - next + 1)));
    return { lost, duplicate: this.#duplicate, reordered: this.#reordered };
  }

  #skip(flow: number, next: number, number: number): void {
    let missing = this.#missing.get(flow);
    if (missing === undefined) this.#missing.set(flow, (missing = new Set()));
    for (let absent = next; absent < number; absent++) missing.add(absent);
    this.#next[flow] = number + 1;
  }
}
