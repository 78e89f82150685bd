/** So much at once, and so much more with every second. */
export class Allowance {
  readonly #burst: number;
  readonly #perMs: number;
  #left: number;
  #at = performance.now();

  constructor(burst: number, perSecond: number) {
    this.#burst = this.#left = burst;
    this.#perMs = perSecond / 1_000;
  }

  /** Takes it even where there is not so much; answers with the ms until there is something again, 0 for now. */
  take(amount: number): number {
    this.#refill();
    this.#left -= amount;
    return this.#left >= 0 ? 0 : Math.ceil(-this.#left / this.#perMs);
  }

  /** Takes it where there is so much; false where there is not. */
  takeIfThere(amount: number): boolean {
    this.#refill();
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }

  #refill(): void {
    const now = performance.now();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
