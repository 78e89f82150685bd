import { messageOf } from './error-text.ts';
import type { HookWatch } from './observers.ts';

/**
 * So many errors without a success between them, over so many ms at least, and a plugin is switched off: a store that is
 * away for a moment fails many calls at once.
 */
export const MAX_STREAK = 20;
export const STREAK_MS = 10_000;
const TELL_EVERY_MS = 1_000;

/** What a plugin has done wrong on this node since it was switched on. */
export interface Errors {
  readonly count: number;
  readonly last: { readonly at: number; readonly message: string } | null;
}

/** Counts what went wrong; one success forgives what went before. */
export class Tally implements HookWatch, Errors {
  count = 0;
  last: Errors['last'] = null;
  #streak = 0;
  #since = 0;
  #toldAt = -Infinity;
  readonly #now: () => number;
  readonly #patience: number;
  readonly #exhausted: (reason: string) => void;
  readonly #onError: (error: unknown) => void;

  /** `onError`: the first of errors without a success between them; of the others only the number is kept. */
  constructor(now: () => number, patience: number, onError: (error: unknown) => void, exhausted: (reason: string) => void) {
    this.#now = now;
    this.#patience = patience;
    this.#onError = onError;
    this.#exhausted = exhausted;
  }

  ok(): void {
    this.#streak = 0;
  }

  /** Counted and shown, and no more. */
  note(error: unknown): string {
    const message = messageOf(error);
    this.count++;
    this.last = { at: this.#now(), message };
    return message;
  }

  failed(error: unknown): void {
    const message = this.note(error);
    const now = performance.now();
    if (this.#streak++ === 0) {
      this.#since = now;
      this.#onError(error);
    }
    // Told again while it fails: the first word may come to nothing.
    if (this.#streak < MAX_STREAK || now - this.#since < this.#patience || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#exhausted(`${this.#streak} calls without a success, the last error: ${message}`);
  }

  /** After an error as one more, for what it did last is what it would do. */
  heldUp(): void {
    if (this.#streak > 0) this.#streak++;
  }

  /** As held up; where there was no error it is slow, which is shown and no more. */
  passedOver(): void {
    if (this.#streak > 0) this.heldUp();
    else if ((this.last?.at ?? -Infinity) <= this.#now() - TELL_EVERY_MS) this.note(new Error('its filter takes too long: messages do not wait for it'));
  }
}
