import { TimeoutError, within } from './within.ts';

/** How many messages may wait for a filter at a time; fewer once it has stalled. Less would let a burst go round a good one. */
const MOST_WINDOW = 1_024;
/** One from outside has to show that it answers: so many at first, and twice as many with each answer. */
const FIRST_WINDOW = 1;
/** After so many errors in a row one from outside is left alone: there is nothing to wait for. */
const MOST_FAILURES = 8;
/** How much an answer counts for how long it takes lately. */
const LATELY = 1 / 8;
/** Whoever was left alone has to answer in time so often in a row, while nobody waits, before somebody does. */
const PROOF = 8;
/** Of how long it may take on average: after so much it is stuck. */
const STUCK = 4;
/** How long a filter is left alone, doubled each time until it has done well for as long, ms: less than what switches a plugin off that never does well. */
const LEAST_REST_MS = 1_000;
const MOST_REST_MS = 8_000;

/** How far messages wait for one filter. One that stalls costs few of them their time; then one tries it now and then. */
export class Patience {
  /** Of code from outside: how long a message may wait on average, ms. */
  readonly #slowMs: number;
  /** Since when each message waits, by performance.now(). */
  readonly #waiting = new Set<{ readonly since: number }>();
  #window: number;
  /** How long it takes lately, ms. */
  #usualMs = 0;
  /** Answers in time that are still wanted of it before anybody waits. */
  #wanted = 0;
  #failures = 0;
  /** It is left alone until then, by performance.now(); for how long the next time, ms. */
  #restsUntil = -Infinity;
  #rest = LEAST_REST_MS;

  constructor(slowMs: number) {
    this.#slowMs = slowMs;
    this.#window = this.#isOutside ? FIRST_WINDOW : MOST_WINDOW;
  }

  /** It is left alone, because of what it did before. */
  get rests(): boolean {
    return performance.now() < this.#restsUntil;
  }

  /** It was left alone, and nobody knows whether it does better now: it is asked, and no message waits for what it says. */
  get onTrial(): boolean {
    return this.#wanted > 0;
  }

  /** As many wait for it as may, or it is stuck with one of them: nobody joins a queue that does not move. */
  get full(): boolean {
    if (this.#waiting.size >= this.#window) return true;
    const [oldest] = this.#waiting;
    return oldest !== undefined && performance.now() - oldest.since > this.#slowMs * STUCK;
  }

  /** What it answers with a promise, or a TimeoutError. */
  async wait<T>(answer: Promise<T>, ms: number): Promise<T> {
    const asked = { since: performance.now() };
    this.#waiting.add(asked);
    try {
      const result = await within(answer, this.onTrial ? Math.min(ms, this.#slowMs * STUCK) : ms);
      this.#took(performance.now() - asked.since);
      return result;
    } catch (error) {
      if (error instanceof TimeoutError) this.#stalled(performance.now() - asked.since);
      throw error;
    } finally {
      this.#waiting.delete(asked);
    }
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    if (this.onTrial) this.#wanted = PROOF;
    if (this.#isOutside && ++this.#failures >= MOST_FAILURES) this.#leaveAlone();
  }

  get #isOutside(): boolean {
    return this.#slowMs < Infinity;
  }

  #took(ms: number): void {
    if (this.rests) return;
    if (this.onTrial) {
      if (ms > this.#slowMs) return this.#leaveAlone();
      this.#wanted--;
      return;
    }
    this.#window = Math.min(MOST_WINDOW, this.#window * 2);
    this.#felt(ms);
    // Who does well for a moment and stalls again would begin anew each time.
    if (performance.now() - this.#restsUntil > this.#rest) this.#rest = LEAST_REST_MS;
  }

  #stalled(ms: number): void {
    const window = this.#window;
    this.#window = Math.max(1, Math.floor(window / 2));
    if (window === 1 || this.onTrial) this.#leaveAlone();
    else this.#felt(ms);
  }

  /** One that took long is not yet slow: it counts as being stuck, whatever it took. */
  #felt(ms: number): void {
    this.#usualMs += (Math.min(ms, this.#slowMs * STUCK) - this.#usualMs) * LATELY;
    if (this.#usualMs > this.#slowMs) this.#leaveAlone();
  }

  /** What it says afterwards decides whether it goes on. */
  #leaveAlone(): void {
    const now = performance.now();
    // Of those that waited together one is enough.
    if (now < this.#restsUntil) return;
    this.#window = 1;
    this.#usualMs = 0;
    this.#wanted = this.#isOutside ? PROOF : 0;
    this.#restsUntil = now + this.#rest;
    this.#rest = Math.min(MOST_REST_MS, this.#rest * 2);
  }
}
