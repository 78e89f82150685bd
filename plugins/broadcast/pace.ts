/** Messages an account may get at once, in time, ms of its pace. */
const BURST_MS = 1_000;

/** How fast broadcasts go out by each account. One node at a time sends, so it is kept in memory. Times by performance.now(). */
export class Pace {
  readonly #freeAt = new Map<string, number>();

  /** Takes the place of a message, where there is one now. */
  take(account: string, perMinute: number, now: number): boolean {
    const freeAt = this.#freeAt.get(account) ?? 0;
    const apart = 60_000 / perMinute;
    if (freeAt > now + Math.max(0, BURST_MS - apart)) return false;
    this.#freeAt.set(account, Math.max(freeAt, now) + apart);
    return true;
  }
}
