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

  constructor(deps: PlaceDeps) {
    this.#deps = deps;
  }

  get frame(): QueueFrame | null {
    return this.#frame;
  }

  move(frame: QueueFrame): void {
    const returned = this.#frame?.staffed === false && frame.staffed;
    this.#frame = frame;
    if (returned) this.keep();
  }

  /** Starts the time in which the visitor may come back. */
  keep(): void {
    const { owner, timers, grace, isAway, abandon } = this.#deps;
    if (!isAway()) return;
    timers.set(owner, 'grace', grace, () => {
      // Where nobody is there to answer it is not the visitor who left too early: the message waits.
      if (this.#frame?.staffed === false) this.keep();
      else abandon();
    });
  }

  /** The visitor is here. */
  returned(): void {
    this.#deps.timers.clear(this.#deps.owner, 'grace');
  }

  /** The chat waits no longer. */
  leave(): void {
    this.#frame = null;
    this.returned();
  }
}
