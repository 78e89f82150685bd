import type { BotTurn } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { bot as storedBot } from '../library.ts';
import { newId, type Own } from '../own.ts';
import type { Memory } from '../reply/memory.ts';
import type { Replied } from '../reply/trace.ts';
import { CHUNK_LASTS_MS, chunkKey, MOST_LINES, trim } from './chunks.ts';
import { countSaid, countSettled, dayAt, dayKey, newDay, type Day } from './days.ts';
import { saidIn, type Line, type SettledTurn } from './said.ts';

/** How late what was said may be on disk, ms: nobody waits for it, chats do for the store, and a crash may cost so much of it. */
const WRITE_EVERY_MS = 60_000;
/** Days that are kept open: on earth it is as many at once, so that a turn that is late and a bot whose time zone is moved find theirs. */
const MOST_DAYS = 3;
/** Pieces that wait to be written, of one bot; what is said beyond that is counted only. */
const MOST_CHUNKS = 5;

interface Chunk {
  readonly key: string;
  readonly begunAt: number;
  readonly lines: Line[];
  /** Of them on disk. */
  written: number;
}

/** What is counted of a day under a key of its own: of one that comes again after it was closed, what was written stays beside it. */
interface OpenDay {
  readonly key: string;
  readonly counts: Day;
  dirty: boolean;
}

interface Kept {
  /** The last one is open. */
  chunks: Chunk[];
  /** By date. */
  readonly days: Map<string, OpenDay>;
  /** The newest of its lines, ms: what comes late is not older than the piece before. */
  lastAt: number;
}

/** What the bots of this node said, and what came of it: kept in memory, and written now and then. */
export class Records {
  /** Its pieces are its own: no other process writes over them. */
  readonly #node = newId();
  readonly #bots = new Map<string, Kept>();
  #chunks = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing = Promise.resolve();

  /** A turn, after it was answered. */
  note(ctx: Own, { profile: { hours: { timeZone } } }: Pick<Brain, 'profile'>, turn: BotTurn, replied: Replied): void {
    const before = Object(turn.memory) as Partial<Memory>;
    const after = Object(replied.answer.memory) as Partial<Memory>;
    const said = saidIn(turn, replied);
    const isFirst = after.heard === true && before.heard !== true;
    const isTaken = turn.cue.kind === 'taken-over' && before.heard === true && before.person !== true;
    if (said === null && !isFirst && !isTaken) return;
    const day = this.#day(ctx, turn.bot, dayAt(turn.at, timeZone));
    if (isFirst) day.chats++;
    if (isTaken) day.taken++;
    if (said === null) return;
    countSaid(day, said);
    this.#keep(turn.bot, said, turn.at);
  }

  /** An agent made this of what it suggested at `turn`. */
  settled(ctx: Own, { profile: { hours: { timeZone } } }: Pick<Brain, 'profile'>, { at, bot }: BotTurn, { score, ...line }: SettledTurn & { readonly score: number }): void {
    countSettled(this.#day(ctx, bot, dayAt(at, timeZone)), line.settled, score);
    this.#keep(bot, line, at);
  }

  /** A chat that it answered in ended without a person. */
  ended(ctx: Own, { profile: { hours: { timeZone } } }: Pick<Brain, 'profile'>, { at, bot }: BotTurn): void {
    this.#day(ctx, bot, dayAt(at, timeZone)).resolved++;
  }

  /** What this node has of a bot in memory: pieces by their keys, which may be on disk in part, and days. */
  held(bot: string): { readonly chunks: ReadonlyMap<string, readonly Line[]>; readonly days: ReadonlyMap<string, Day> } {
    const kept = this.#bots.get(bot);
    return {
      chunks: new Map(kept?.chunks.map(({ key, lines }) => [key, lines])),
      days: new Map(kept?.days.values().map(({ counts, key }) => [key, counts])),
    };
  }

  forget(bot: string): void {
    this.#bots.delete(bot);
  }

  /** One time after the other. What cannot be written is kept for the next time. */
  write(ctx: Own): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      for (const [bot, kept] of this.#bots) await this.#writeOf(ctx, bot, kept).catch((error: unknown) => ctx.log('what a bot said could not be recorded yet', { bot, error: String(error) }));
    });
    return this.#writing;
  }

  async #writeOf(ctx: Own, bot: string, kept: Kept): Promise<void> {
    if ((await storedBot(ctx, bot)) === undefined) return this.forget(bot);
    // One after the other, each in a turn of its own: chats wait for the store, too.
    for (const chunk of kept.chunks) {
      const { lines, written } = chunk;
      if (lines.length === written) continue;
      const count = lines.length;
      await ctx.data.set(chunk.key, lines.slice(0, count));
      chunk.written = count;
      if (written === 0) await trim(ctx, bot, chunk.begunAt, ctx.config.historyDays);
    }
    kept.chunks = kept.chunks.filter(({ lines, written }, place) => lines.length > written || (place === kept.chunks.length - 1 && lines.length < MOST_LINES));
    const open = [...kept.days.keys()].sort().slice(-MOST_DAYS);
    for (const [date, day] of kept.days) {
      if (day.dirty) {
        day.dirty = false;
        await ctx.data.set(day.key, day.counts).catch((error: unknown) => {
          day.dirty = true;
          throw error;
        });
      }
      if (!open.includes(date) && !day.dirty) kept.days.delete(date);
    }
  }

  #of(bot: string): Kept {
    const kept = this.#bots.get(bot) ?? { chunks: [], days: new Map(), lastAt: 0 };
    this.#bots.set(bot, kept);
    return kept;
  }

  #day(ctx: Own, bot: string, date: string): Day {
    const { days } = this.#of(bot);
    const day = days.get(date) ?? { key: dayKey(bot, date, newId()), counts: newDay(), dirty: true };
    day.dirty = true;
    days.set(date, day);
    this.#timer ??= setTimeout(() => void this.write(ctx), WRITE_EVERY_MS).unref();
    return day.counts;
  }

  #keep(bot: string, line: Line, at: number): void {
    const kept = this.#of(bot);
    kept.lastAt = Math.max(at, kept.lastAt);
    let open = kept.chunks.at(-1);
    if (open === undefined || open.lines.length >= MOST_LINES || kept.lastAt - open.begunAt > CHUNK_LASTS_MS) {
      if (kept.chunks.length >= MOST_CHUNKS) return;
      open = { key: chunkKey(bot, kept.lastAt, this.#node, this.#chunks++), begunAt: kept.lastAt, lines: [], written: 0 };
      kept.chunks.push(open);
    }
    open.lines.push(line);
  }
}
