import type { Own } from '../own.ts';
import { untilFirst } from '../overtaken.ts';

/** Work by key: one after the other under the same key, in the order in which it came. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }

  /** A change of what is kept, in the hands of `ctx`: on this node one after the other, and where another node overtakes it, again with what is there then. */
  change<C extends Pick<Own, 'data'>, T>(ctx: C, key: string, change: (ctx: C) => Promise<T>): Promise<T> {
    return this.run(key, () => untilFirst(ctx, change));
  }
}
