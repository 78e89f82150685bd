/** Weight of the newest interval: about the last ten count. */
const ALPHA = 0.2;
/** An interval longer than this says that the department was idle, not slow; ms. */
const IDLE_MS = 30 * 60_000;

/** How long a place in the queue lasts, from how fast the last ones were served. */
export class WaitTime {
  #servedAt: number | null = null;
  #interval: number | null = null;

  served(now: number): void {
    const interval = this.#servedAt === null ? null : now - this.#servedAt;
    this.#servedAt = now;
    if (interval === null || interval > IDLE_MS) return;
    this.#interval = this.#interval === null ? interval : this.#interval + ALPHA * (interval - this.#interval);
  }

  /** Seconds until this position is served; null while nothing is known. */
  estimate(position: number): number | null {
    return this.#interval === null ? null : Math.ceil((position * this.#interval) / 1000);
  }
}
