import type { Observable } from './types.ts';

/** A snapshot that is replaced, never changed, and tells when. */
export class Store<T extends object> implements Observable<T> {
  #value: T;
  #changed = false;
  #batches = 0;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get snapshot(): T {
    return this.#value;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(patch: Partial<T>): void {
    this.batch(() => {
      for (const key in patch) this.#changed ||= patch[key] !== this.#value[key];
      if (this.#changed) this.#value = { ...this.#value, ...patch };
    });
  }

  /** Listeners are told once, at the end: nobody sees half of a frame. */
  batch(run: () => void): void {
    this.#batches++;
    try {
      run();
    } finally {
      if (--this.#batches === 0 && this.#changed) {
        this.#changed = false;
        for (const listener of this.#listeners) listener();
      }
    }
  }
}
