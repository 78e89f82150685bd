import { dayOf } from './ledger.ts';

/** Answers of one person a day, on one node. */
const MOST = 50;
/** People who are remembered; who was heard of longest ago is forgotten first. */
const MOST_KNOWN = 20_000;

/** A day's answers are for all: nobody uses them up alone. */
export class Shares {
  readonly #taken = new Map<string, number>();
  #day = '';

  /** Whether there is one more for them; `now` in ms. */
  take(who: string, now: number): boolean {
    const day = dayOf(now);
    if (day !== this.#day) this.#taken.clear();
    this.#day = day;
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= MOST) return false;
    this.#taken.delete(who);
    this.#taken.set(who, taken + 1);
    const [oldest] = this.#taken.keys();
    if (this.#taken.size > MOST_KNOWN && oldest !== undefined) this.#taken.delete(oldest);
    return true;
  }
}
