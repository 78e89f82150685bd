import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

const stored = z.object({ at: z.number(), by: z.string() });
/** Who has switched it off, and when, ms since the epoch. */
export type Off = Readonly<z.output<typeof stored>>;

const KEY = 'outside-off';
/** How often it is looked at while somebody waits for an answer, ms. */
const LOOK_EVERY_MS = 250;

/** Null: nothing is switched off. The store is asked each time: what one node writes holds on all. */
export const offOf = async ({ data }: Data): Promise<Off | null> => stored.safeParse(await data.get(KEY)).data ?? null;

export const switchOff = ({ data }: Data, off: Off): Promise<void> => data.set(KEY, off);
export const switchOn = ({ data }: Data): Promise<void> => data.delete(KEY);

/** Looks at it while somebody waits, once for all of them. */
export class KillSwitch {
  readonly #waiting = new Set<() => void>();
  #ctx: Data | undefined;
  #looks = false;

  /** Resolves when somebody switches it off; never, once the signal is aborted. */
  switchedOff(ctx: Data, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    signal.addEventListener('abort', () => this.#waiting.delete(resolve), { once: true });
    // Of the newest activation: those before may have ended.
    this.#ctx = ctx;
    void this.#look(ctx);
    return promise;
  }

  async #look(first: Data): Promise<void> {
    if (this.#looks) return;
    this.#looks = true;
    while (this.#waiting.size > 0) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
      // A store that is away for one look says nothing; who waits may still get an answer.
      const off = await offOf(this.#ctx ?? first).catch(() => null);
      if (off === null) continue;
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    }
    this.#looks = false;
  }
}
