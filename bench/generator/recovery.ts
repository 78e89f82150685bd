import { latencyOf } from './latencies.ts';

const BIN_MS = 100;
/** So many bins in a row must be good: one of them may be luck. */
const STEADY = 5;
/** What a calm step's p99 may be exceeded by: bins hold few messages, and the machine is shared. */
const TIMES = 2;
const PLUS_MS = 25;

/** When it was good again. */
export class Recovery {
  readonly #due: readonly number[];
  readonly #took: readonly number[];

  /** By sending: when it was due, and how long its ack took; NaN for what got none. */
  constructor(due: readonly number[], took: readonly number[]) {
    this.#due = due;
    this.#took = took;
  }

  /**
   * Ms from `from` until messages are all acknowledged with about the p99 that a calm step had, and stay so for half a
   * second; null when that does not happen before `to`.
   */
  after(from: number, to: number, calmP99: number): number | null {
    const bins: number[][] = Array.from({ length: Math.floor((to - from) / BIN_MS) }, () => []);
    this.#due.forEach((due, sending) => bins[Math.floor((due - from) / BIN_MS)]?.push(this.#took[sending] ?? Number.NaN));
    const good = bins.map((took) => took.every((ms) => ms >= 0) && !(latencyOf(Float64Array.from(took)).p99 > calmP99 * TIMES + PLUS_MS));
    const first = good.findIndex((_, bin) => bin + STEADY <= good.length && good.slice(bin, bin + STEADY).every(Boolean));
    return first < 0 ? null : first * BIN_MS;
  }
}
