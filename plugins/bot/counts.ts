import type { Brain } from './brain.ts';
import { countAsked } from './compat/asked.ts';
import type { Own } from './own.ts';

/** How late a count may be on disk, ms: nobody waits for it, and a crash may cost so much of it. */
const WRITE_EVERY_MS = 60_000;

/** Of one bot: what it knows, and how often which of it was the answer since it was written last. */
interface Counted {
  entries: Brain['entries'];
  readonly times: Map<string, number>;
}

/** Which questions were the answer: counted in memory, and written now and then. */
export class Counts {
  readonly #bots = new Map<string, Counted>();
  #timer: NodeJS.Timeout | undefined;

  note(ctx: Own, bot: string, entry: string, { asked, entries }: Pick<Brain, 'asked' | 'entries'>): void {
    asked.set(entry, (asked.get(entry) ?? 0) + 1);
    const counted = this.#bots.get(bot) ?? { entries, times: new Map<string, number>() };
    this.#bots.set(bot, counted);
    counted.entries = entries;
    counted.times.set(entry, (counted.times.get(entry) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.write(ctx), WRITE_EVERY_MS).unref();
  }

  async write(ctx: Own): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bots = [...this.#bots];
    this.#bots.clear();
    for (const [bot, { entries, times }] of bots) {
      const there = new Map([...times].filter(([entry]) => entries.has(entry)));
      await countAsked(ctx, bot, there).catch((error: unknown) => ctx.log('counts were lost', { bot, error: String(error) }));
    }
  }
}
