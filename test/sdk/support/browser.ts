import type { LocksLike, StorageLike } from '#sdk/index.ts';

/** One browser's storage and locks, shared by its tabs. */
export class Browser {
  readonly items = new Map<string, string>();
  readonly #held = new Map<string, () => void>();

  get storage(): StorageLike {
    const { items } = this;
    return {
      get length() {
        return items.size;
      },
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
  }

  /** The locks of one tab; closing it frees them. */
  tab(): { readonly locks: LocksLike; readonly close: () => void } {
    const own = new Set<string>();
    const request: LocksLike['request'] = async (name, _options, run) => {
      await Promise.resolve();
      if (this.#held.has(name)) return run(null);
      this.#held.set(name, () => {});
      own.add(name);
      await run({ name });
      if (own.delete(name)) this.#held.delete(name);
      return undefined;
    };
    return {
      locks: { request },
      close: () => {
        for (const name of own) this.#held.delete(name);
        own.clear();
      },
    };
  }
}
