import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import { bot as storedBot } from '../library.ts';
import type { Own } from '../own.ts';
import { gone } from './envelope.ts';
import type { Lanes } from './lanes.ts';
import { Room } from './room.ts';

type Data = Pick<Own, 'data'>;

/** `until`: ms; null for as long as the bot is there. */
const kept = z.object({ key: z.string(), value: z.unknown(), until: z.number().nullable() });
type Kept = Readonly<z.output<typeof kept>>;

const MOST_VALUES = 10_000;
const MOST_KEY = 500;
const MOST_VALUE = 16_000;
const isOver = (value: unknown, now: number): boolean => {
  const until = kept.safeParse(value).data?.until ?? null;
  return until !== null && until <= now;
};
const room = new Room('value', MOST_VALUES, isOver);

/** What the functions of a bot keep, by key, for a time or for good. What they are given wrong is theirs to catch. */
export class Values {
  readonly #ctx: Data;
  readonly #bot: string;
  readonly #lanes: Lanes;

  constructor(ctx: Data, bot: string, lanes: Lanes) {
    this.#ctx = ctx;
    this.#bot = bot;
    this.#lanes = lanes;
  }

  async get(key: string, now: number): Promise<unknown> {
    return (await this.#read(key, now))?.value ?? null;
  }

  /** `seconds`: how long; undefined for good. */
  async set(key: string, value: unknown, seconds: number | undefined, now: number): Promise<void> {
    const until = seconds === undefined ? null : now + seconds * 1_000;
    await this.#change(key, now, () => ({ value, until }));
  }

  /** Adds to a number, which is 0 where there is none. */
  async add(key: string, by: number, now: number): Promise<number> {
    const changed = await this.#change(key, now, (before) => {
      const sum = Number(before?.value ?? 0) + by;
      if (!Number.isFinite(sum)) throw new Error('There is no number under this key');
      return { value: sum, until: before?.until ?? null };
    });
    return Number(changed.value);
  }

  async delete(key: string): Promise<void> {
    await this.#ctx.data.delete(this.#place(key));
  }

  /** Seconds that are left: -1 for good, -2 where there is nothing. */
  async left(key: string, now: number): Promise<number> {
    const found = await this.#read(key, now);
    if (found === undefined) return -2;
    return found.until === null ? -1 : Math.ceil((found.until - now) / 1_000);
  }

  async #read(key: string, now: number): Promise<Kept | undefined> {
    const found = kept.safeParse(await this.#ctx.data.get(this.#place(key))).data;
    return found === undefined || isOver(found, now) ? undefined : found;
  }

  #change(key: string, now: number, change: (before: Kept | undefined) => Omit<Kept, 'key'>): Promise<Kept> {
    const place = this.#place(key);
    return this.#lanes.change(this.#ctx, place, async (own) => {
      const [stored, there] = await Promise.all([own.data.get(place), storedBot(this.#ctx, this.#bot)]);
      if (there === undefined) throw gone();
      const after = { key, ...change(isOver(stored, now) ? undefined : kept.safeParse(stored).data) };
      if (JSON.stringify(after).length > MOST_VALUE) throw new Error(`A value has ${MOST_VALUE} characters at most`);
      if (stored === undefined && !(await room.take(this.#ctx, this.#bot, now))) throw new Error(`A bot keeps ${MOST_VALUES} values at most`);
      await own.data.set(place, after);
      return after;
    });
  }

  #place(key: string): string {
    if (key === '' || key.length > MOST_KEY) throw new Error(`A key has 1 to ${MOST_KEY} characters`);
    return `value:${this.#bot}:${createHash('sha256').update(key).digest('base64url').slice(0, 32)}`;
  }
}
