import { countAsked } from './compat/asked.ts';
import { together } from './library.ts';
import type { Own } from './own.ts';

/** How late a count may be on disk, ms: nobody waits for it, and a crash may cost so much of it. */
const WRITE_EVERY_MS = 5_000;

/** Which questions were the answer: counted in memory, and written together now and then. */
export class Counts {
  readonly #waiting = new Map<string, { readonly bot: string; readonly entry: string; times: number }>();
  #timer: NodeJS.Timeout | undefined;

  /** `asked`: what the bot itself knows of it. */
  note(ctx: Own, bot: string, entry: string, asked: Map<string, number>): void {
    asked.set(entry, (asked.get(entry) ?? 0) + 1);
    const key = `${bot}:${entry}`;
    const known = this.#waiting.get(key);
    if (known === undefined) this.#waiting.set(key, { bot, entry, times: 1 });
    else known.times++;
    this.#timer ??= setTimeout(() => void this.write(ctx), WRITE_EVERY_MS).unref();
  }

  async write(ctx: Own): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    await together(waiting, ({ bot, entry, times }) => countAsked(ctx, bot, entry, times).catch((error: unknown) => ctx.log('a count was lost', { bot, entry, error: String(error) })));
  }
}
