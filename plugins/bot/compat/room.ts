import { rows, together } from '../library.ts';
import type { Own } from '../own.ts';
import { CallError, RC } from './envelope.ts';
import { Lanes } from './lanes.ts';

type Data = Pick<Own, 'data'>;

/** UTF-16 units of what is kept under one key, below what the store takes. */
const MOST_KEPT = 1_000_000;

/** Keeps a value; one that is too large is the fault of who sent it. */
export async function keepValue({ data }: Data, key: string, value: unknown, what: string): Promise<void> {
  if (JSON.stringify(value).length > MOST_KEPT) throw new CallError(RC.tooMuch, `${what} has more than ${MOST_KEPT} characters of JSON`);
  await data.set(key, value);
}

/** How long it is not looked again whether something is stale, where nothing was, ms. */
const FULL_FOR_MS = 10 * 60_000;

/** How many rows of a kind a bot may have. Counted when they are added, one after the other, on whichever node. */
export class Room {
  readonly #kind: 'session' | 'user' | 'value';
  readonly #most: number;
  readonly #isStale: (value: unknown, now: number) => boolean;
  readonly #drop: (ctx: Data, bot: string, key: string) => Promise<void>;
  readonly #lanes = new Lanes();
  readonly #fullSince = new Map<string, number>();

  /** `isStale`: what may go where there is no room; `drop`: takes it away with all that belongs to it. */
  constructor(kind: 'session' | 'user' | 'value', most: number, isStale: (value: unknown, now: number) => boolean, drop = ({ data }: Data, _bot: string, key: string) => data.delete(key)) {
    this.#kind = kind;
    this.#most = most;
    this.#isStale = isStale;
    this.#drop = drop;
  }

  /** Whether there is room for one more, which is counted. */
  take(ctx: Data, bot: string, now: number): Promise<boolean> {
    return this.#lanes.change(ctx, bot, (own) => this.#take(own, bot, now));
  }

  async #take(ctx: Data, bot: string, now: number): Promise<boolean> {
    const key = `count-${this.#kind}:${bot}`;
    const counted = Number((await ctx.data.get(key)) ?? 0);
    if (counted < this.#most) {
      await ctx.data.set(key, counted + 1);
      return true;
    }
    if (now - (this.#fullSince.get(bot) ?? -Infinity) < FULL_FOR_MS) return false;
    const left = await this.#sweep(ctx, bot, now);
    if (left >= this.#most) this.#fullSince.set(bot, now);
    else this.#fullSince.delete(bot);
    await ctx.data.set(key, Math.min(left + 1, this.#most));
    return left < this.#most;
  }

  async #sweep(ctx: Data, bot: string, now: number): Promise<number> {
    let left = 0;
    for await (const page of rows(ctx, `${this.#kind}:${bot}:`)) {
      const stale = page.filter(({ value }) => this.#isStale(value, now));
      await together(stale, ({ key }) => this.#drop(ctx, bot, key));
      left += page.length - stale.length;
    }
    return left;
  }
}
