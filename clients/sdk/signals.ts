import type { Clock } from './platform.ts';
import type { Signal } from './types.ts';

const REPEAT_MS = 2_000;

/** Who types, until they stop, speak, or their signal expires. */
export class Signals {
  readonly #clock: Clock;
  readonly #changed: (signals: readonly Signal[]) => void;
  readonly #live = new Map<string, { readonly signal: Signal; readonly cancel: () => void }>();

  constructor(clock: Clock, changed: (signals: readonly Signal[]) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** `ttl` in ms. */
  show(signal: Signal, ttl: number): void {
    const { participant } = signal;
    this.#live.get(participant)?.cancel();
    this.#live.set(participant, { signal, cancel: this.#clock.after(ttl, () => this.hide(participant)) });
    this.#tell();
  }

  hide(participant: string): void {
    this.#live.get(participant)?.cancel();
    if (this.#live.delete(participant)) this.#tell();
  }

  clear(): void {
    for (const participant of this.#live.keys()) this.hide(participant);
  }

  #tell(): void {
    this.#changed(Array.from(this.#live.values(), ({ signal }) => signal));
  }
}

/** A typing frame; an undefined text does not travel. */
export interface Draft {
  readonly on: boolean;
  readonly text?: string | undefined;
}

/** Our own typing: told at once, then at most every 2 s with the newest text. */
export class Typing {
  readonly #clock: Clock;
  readonly #send: (frame: Draft) => void;
  #told = false;
  #next: Draft | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (frame: Draft) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** null: stopped. */
  set(frame: Draft | null): void {
    this.#next = frame;
    if (frame === null) {
      this.#cancel?.();
      if (this.#told) this.#send({ on: false });
      this.#cancel = null;
      this.#told = false;
    } else if (this.#cancel === null) this.#tell();
  }

  #tell(): void {
    this.#cancel = null;
    if (this.#next === null) return;
    this.#send(this.#next);
    this.#told = true;
    this.#next = null;
    this.#cancel = this.#clock.after(REPEAT_MS, () => this.#tell());
  }
}
