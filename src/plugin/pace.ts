/** How many calls of one owner run at a time at most, over all chats of a node. */
const MOST = 1_024;
/** Of code from outside, before it has shown that it answers: twice as many with each answer. */
const FIRST = 8;
/** After so many errors in a row one is taken for out of order: what it would throw at next is told later, when it may do better. */
const MOST_ERRORS = 8;
/** One that stalls even alone is left alone for so long, ms. */
const REST_MS = 1_000;

/**
 * How many of one owner's calls run at a time. One that stalls is asked by fewer and fewer chats, at last by one at a time and now and
 * then: a call that hangs costs memory and a timer, and one that fails an error with its stack, which all chats together would pay at once.
 */
export class Pace {
  #window: number;
  #running = 0;
  #stalls = false;
  #errors = 0;
  #resting = false;
  readonly #waiting = new Set<() => void>();

  constructor(outside: boolean) {
    this.#window = outside ? FIRST : MOST;
  }

  get free(): boolean {
    return !this.#resting && this.#running < this.#window;
  }

  /** It did not do what it was asked for the last time, which was its own doing. */
  get stalls(): boolean {
    return this.#stalls;
  }

  /** Resolves when there is room, in the order in which they came. */
  async turn(): Promise<void> {
    while (!this.free) await new Promise<void>((resolve) => void this.#waiting.add(resolve));
  }

  /** Whoever had a turn and has no use for it lets the next one have it. */
  pass(): void {
    this.#wake();
  }

  enter(): void {
    this.#running++;
  }

  leave(): void {
    this.#running--;
    this.#wake();
  }

  answered(): void {
    this.#stalls = false;
    this.#errors = 0;
    this.#window = Math.min(MOST, this.#window * 2);
  }

  threw(): void {
    if (++this.#errors >= MOST_ERRORS) this.stalled(true);
  }

  /** It did not answer, or could not. */
  stalled(byItself: boolean): void {
    this.#stalls = byItself;
    this.#window = Math.max(1, Math.floor(this.#window / 2));
    if (this.#window > 1 || this.#resting) return;
    this.#resting = true;
    setTimeout(() => {
      this.#resting = false;
      this.#wake();
    }, REST_MS).unref();
  }

  /** There is nobody any more to be asked: whoever waits finds that out. */
  over(): void {
    this.#resting = false;
    this.#window = Infinity;
    this.#wake();
  }

  #wake(): void {
    let room = this.#resting ? 0 : this.#window - this.#running;
    for (const resolve of this.#waiting) {
      if (room-- <= 0) return;
      this.#waiting.delete(resolve);
      resolve();
    }
  }
}
