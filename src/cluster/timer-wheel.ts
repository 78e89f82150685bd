/** Where time comes from; tests bring their own. */
export interface Clock {
  /** Milliseconds, from any point on. */
  now(): number;
  setInterval(callback: () => void, ms: number): () => void;
}

export const systemClock: Clock = {
  // Of the machine's two clocks the one that is never set: after a jump of the other, timers would wait for it.
  now: () => performance.now(),
  setInterval: (callback, ms) => {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

interface Timer {
  readonly slot: number;
  readonly callback: () => void;
}

/**
 * All timers of a node on one interval: an idle actor costs nothing, ten thousand waiting ones a map entry each.
 * Resolution {@link TimerWheel.tick} ms; a timer never fires early.
 */
export class TimerWheel {
  static readonly tick = 100;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #slots = new Map<number, Map<object, Map<string, Timer>>>();
  readonly #owners = new Map<object, Map<string, Timer>>();
  readonly #gone = new WeakSet<object>();
  #stop: (() => void) | undefined;
  #last = 0;

  constructor(clock: Clock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** The wheel's own time, ms from any point on: for deadlines that nobody stores. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls back once, `ms` from now. A timer of the same owner and name replaces the former one. */
  set(owner: object, name: string, ms: number, callback: () => void): void {
    if (this.#gone.has(owner)) return;
    this.clear(owner, name);
    const now = this.#clock.now();
    const slot = Math.ceil((now + Math.max(0, ms)) / TimerWheel.tick) + 1;
    const timer: Timer = { slot, callback };
    entry(entry(this.#slots, slot), owner).set(name, timer);
    entry(this.#owners, owner).set(name, timer);
    if (this.#stop === undefined) {
      this.#last = Math.floor(now / TimerWheel.tick);
      this.#stop = this.#clock.setInterval(() => this.#turn(), TimerWheel.tick);
    }
  }

  has(owner: object, name: string): boolean {
    return this.#owners.get(owner)?.has(name) ?? false;
  }

  clear(owner: object, name: string): void {
    const timer = this.#owners.get(owner)?.get(name);
    if (timer !== undefined) this.#remove(owner, name, timer);
  }

  /** The owner is gone: its timers are off, and what it still has under way sets no new ones. */
  release(owner: object): void {
    for (const [name, timer] of this.#owners.get(owner) ?? []) this.#remove(owner, name, timer);
    this.#gone.add(owner);
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#slots.clear();
    this.#owners.clear();
  }

  #remove(owner: object, name: string, timer: Timer): void {
    const slot = this.#slots.get(timer.slot);
    prune(slot, owner, name);
    if (slot?.size === 0) this.#slots.delete(timer.slot);
    prune(this.#owners, owner, name);
    if (this.#owners.size === 0) {
      this.#stop?.();
      this.#stop = undefined;
    }
  }

  #turn(): void {
    const current = Math.floor(this.#clock.now() / TimerWheel.tick);
    // After a long pause it is cheaper, and complete, to look at the slots there are.
    const due = current - this.#last > 1_000
      ? [...this.#slots.keys()].filter((slot) => slot <= current).sort((a, b) => a - b)
      : Array.from({ length: current - this.#last }, (_, i) => this.#last + 1 + i);
    this.#last = current;
    for (const slot of due) this.#fire(slot);
  }

  #fire(slot: number): void {
    for (const [owner, timers] of this.#slots.get(slot) ?? []) {
      // Looked at as they are now: one that fires may clear those after it.
      for (const [name, timer] of timers) {
        this.#remove(owner, name, timer);
        try {
          timer.callback();
        } catch (error) {
          this.#onError(error);
        }
      }
    }
  }
}

function entry<K, V, I>(map: Map<K, Map<V, I>>, key: K): Map<V, I> {
  let inner = map.get(key);
  if (inner === undefined) map.set(key, (inner = new Map()));
  return inner;
}

function prune<O>(map: Map<O, Map<string, Timer>> | undefined, owner: O, name: string): void {
  const timers = map?.get(owner);
  timers?.delete(name);
  if (timers?.size === 0) map?.delete(owner);
}
