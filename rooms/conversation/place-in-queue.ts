import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { QueueFrame } from '#wire/protocol.ts';

export interface PlaceDeps {
  /** The actor, to which its timers belong. */
  readonly owner: object;
  readonly timers: TimerWheel;
  /** How long a place is kept for a visitor who is away, ms. */
  readonly grace: number;
  /** Waiting, and with nobody at the visitor's end. */
  readonly isAway: () => boolean;
  readonly abandon: () => void;
}

/** The place of a waiting visitor: kept for a while for who is away, then it goes to those who are there. */
export class PlaceInQueue {
  readonly #deps: PlaceDeps;
  #frame: QueueFrame | null = null;
  /** The visitor is away, and for a part of that time nobody was there to answer. */
  #left = false;

  constructor(deps: PlaceDeps) {
    this.#deps = deps;
  }

  get frame(): QueueFrame | null {
    return this.#frame;
  }

  /** Whether a visitor who is away may still come back: until then the chat is to stay up. */
  get isKept(): boolean {
    return this.#deps.timers.has(this.#deps.owner, 'grace');
  }

  move(frame: QueueFrame): void {
    this.#frame = frame;
    if (!frame.staffed && this.#deps.isAway()) this.#left = true;
  }

  /** Starts the time in which the visitor may come back. */
  keep(): void {
    const { owner, timers, grace, isAway, abandon } = this.#deps;
    if (!isAway()) return;
    if (this.#frame?.staffed === false) this.#left = true;
    timers.set(owner, 'grace', grace, () => {
      // Where nobody was there to answer it is not the visitor who left too early: the message waits until it is answered.
      if (!this.#left) abandon();
    });
  }

  /** The visitor is here. */
  returned(): void {
    this.#left = false;
    this.#deps.timers.clear(this.#deps.owner, 'grace');
  }

  /** The chat waits no longer. */
  leave(): void {
    this.#frame = null;
    this.returned();
  }
}
