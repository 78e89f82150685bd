export interface Rate {
  /** Frames a second in the long run. */
  readonly perSecond: number;
  /** Frames at once. */
  readonly burst: number;
}

/** How many frames a client may send. Colyseus' own limit counts by a clock that stands still here. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** 0 when one may be sent now, else the ms until then. */
  take(now: number): number {
    // A clock that is set back must not lock anybody out.
    const elapsed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + (elapsed * this.#rate.perSecond) / 1000);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / this.#rate.perSecond);
    this.#tokens -= 1;
    return 0;
  }
}
