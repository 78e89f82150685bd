import type { SignalFrame } from '#wire/protocol.ts';
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

  receive({ participant, name, typing, text, ttl }: SignalFrame): void {
    this.#live.get(participant)?.cancel();
    if (!typing) return this.stopped(participant);
    const cancel = this.#clock.after(ttl, () => this.stopped(participant));
    this.#live.set(participant, { signal: { participant, name, text: text ?? null }, cancel });
    this.#tell();
  }

  stopped(participant: string): void {
    const entry = this.#live.get(participant);
    if (entry === undefined) return;
    entry.cancel();
    this.#live.delete(participant);
    this.#tell();
  }

  clear(): void {
    for (const participant of this.#live.keys()) this.stopped(participant);
  }

  #tell(): void {
    this.#changed(Array.from(this.#live.values(), ({ signal }) => signal));
  }
}

export interface TypingState {
  readonly on: boolean;
  readonly text?: string;
}

/** Our own typing: told at once, then at most every 2 s with the newest text. */
export class Typing {
  readonly #clock: Clock;
  readonly #send: (state: TypingState) => void;
  #on = false;
  #next: TypingState | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (state: TypingState) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  set(state: TypingState): void {
    if (!state.on) return this.stop();
    this.#next = state;
    if (this.#cancel === null) this.#tell();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = this.#next = null;
    if (this.#on) this.#send({ on: (this.#on = false) });
  }

  #tell(): void {
    this.#cancel = null;
    if (this.#next === null) return;
    this.#on = true;
    this.#send(this.#next);
    this.#next = null;
    this.#cancel = this.#clock.after(REPEAT_MS, () => this.#tell());
  }
}
