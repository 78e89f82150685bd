import { Lanes } from '../compat/lanes.ts';
import { rows, together } from '../library.ts';
import { newId, type Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

/** What was spent, or may be. */
export interface Spent {
  readonly answers: number;
  readonly tokens: number;
}

export const NOTHING: Spent = { answers: 0, tokens: 0 };

const PREFIX = 'outside-used:';
/** UTC's. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

const rowsOf = (day: string, target: string): string => `${PREFIX}${day}:${target}:`;

export async function spentOn(ctx: Data, target: string, now: number): Promise<Spent> {
  let sum = NOTHING;
  for await (const page of rows(ctx, rowsOf(dayOf(now), target))) for (const { value } of page) sum = plus(sum, value as Spent); // as written below
  return sum;
}

/**
 * What is spent outside, a day and a target: taken before a call, as much as it may cost, and put right after it. A node writes
 * what it takes before it looks whether all have taken too much, so that two at once never both have the last of it.
 */
export class Ledger {
  /** Each node counts what it spends itself under a key of its own; together they are what all have spent. */
  readonly #node = newId();
  readonly #lanes = new Lanes();
  #day = '';

  /** Null where there is not so much left; else what puts it right. */
  async take(ctx: Data, target: string, most: Spent, cost: Spent, now: number): Promise<((spent: Spent) => Promise<void>) | null> {
    const day = dayOf(now);
    const key = `${rowsOf(day, target)}${this.#node}`;
    const add = (by: Spent): Promise<void> => this.#lanes.run(key, async () => {
      const own = (await ctx.data.get(key)) as Spent | undefined; // as written here
      await ctx.data.set(key, plus(own ?? NOTHING, by));
    });
    await this.#begin(ctx, day);
    await add(cost);
    const all = await spentOn(ctx, target, now);
    if (all.answers <= most.answers && all.tokens <= most.tokens) return (spent) => add(plus(spent, minus(cost)));
    await add(minus(cost));
    return null;
  }

  /** Other days are over, and nobody asks for them. */
  async #begin(ctx: Data, day: string): Promise<void> {
    if (this.#day === day) return;
    this.#day = day;
    for await (const page of rows(ctx, PREFIX)) await together(page.filter(({ key }) => key < `${PREFIX}${day}`), ({ key }) => ctx.data.delete(key));
  }
}

const plus = (a: Spent, b: Spent): Spent => ({ answers: a.answers + b.answers, tokens: a.tokens + b.tokens });
const minus = ({ answers, tokens }: Spent): Spent => ({ answers: -answers, tokens: -tokens });
