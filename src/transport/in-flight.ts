import { setTimeout as sleep } from 'node:timers/promises';

/** The requests that are being answered, so that closing can wait for them. */
export class InFlight {
  readonly #pending = new Set<Promise<void>>();

  add(done: Promise<void>): void {
    this.#pending.add(done);
    void done.then(() => this.#pending.delete(done));
  }

  /** Resolves when nothing is in flight, or after `graceMs`. */
  async drained(graceMs: number): Promise<void> {
    await Promise.race([Promise.all(this.#pending), sleep(graceMs, undefined, { ref: false })]);
  }
}
