import type { Observable } from './types.ts';

/** A snapshot that is replaced, never changed, and tells when. */
export class Store<T extends object> implements Observable<T> {
  #value: T;
  #batches = 0;
  #told: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
    this.#told = value;
  }

  get snapshot(): T {
    return this.#value;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    // Wrapped, so that the same function may subscribe twice.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  set(patch: Partial<T>): void {
    const before: T = this.#value;
    const differs = (Object.keys(patch) as (keyof T)[]).some((key) => patch[key] !== before[key]);
    if (differs) this.batch(() => (this.#value = { ...before, ...patch }));
  }

  /** Listeners are told once, at the end: nobody sees half of a frame. */
  batch(run: () => void): void {
    this.#batches++;
    try {
      run();
    } finally {
      if (--this.#batches === 0 && this.#told !== this.#value) {
        this.#told = this.#value;
        for (const listener of this.#listeners) listener();
      }
    }
  }
}
