/** Messages a second: to one person in the long run, and of one bot. A person may get a few at once. */
const CHAT = { intervalMs: 1_000, burst: 3 } as const;
const BOT = { intervalMs: 1_000 / 30, burst: 30 } as const;
/** Chats that are remembered; those that have rested are forgotten beyond. */
const MOST_CHATS = 10_000;

type Rate = { readonly intervalMs: number; readonly burst: number };

/** A token bucket, kept as the time at which it would be full again. */
class Bucket {
  readonly #rate: Rate;
  #fullAt = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  isFull(now: number): boolean {
    return this.#fullAt <= now;
  }

  /** Until the next one may go, ms. */
  wait(now: number): number {
    return Math.max(0, this.#fullAt - now - (this.#rate.burst - 1) * this.#rate.intervalMs);
  }

  take(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#rate.intervalMs;
  }

  pause(until: number): void {
    this.#fullAt = Math.max(this.#fullAt, until + (this.#rate.burst - 1) * this.#rate.intervalMs);
  }
}

/** How fast Telegram takes messages. Whoever sends is one node at a time, so it is kept in memory. Times by performance.now(). */
export class Pace {
  readonly #bots = new Map<string, Bucket>();
  readonly #chats = new Map<string, Bucket>();

  /** How long the next message has to wait, ms; its place is taken where that is at most `patience`. */
  take(bot: string, chat: string, now: number, patience: number): number {
    const both = [bucketIn(this.#bots, bot, BOT), this.#chat(bot, chat, now)];
    const wait = Math.max(...both.map((bucket) => bucket.wait(now)));
    if (wait <= patience) for (const bucket of both) bucket.take(now);
    return wait;
  }

  /** Telegram wants to be left alone with this chat until then. */
  pause(bot: string, chat: string, now: number, ms: number): void {
    this.#chat(bot, chat, now).pause(now + ms);
  }

  #chat(bot: string, chat: string, now: number): Bucket {
    if (this.#chats.size >= MOST_CHATS) for (const [key, bucket] of this.#chats) if (bucket.isFull(now)) this.#chats.delete(key);
    return bucketIn(this.#chats, `${bot}:${chat}`, CHAT);
  }
}

function bucketIn(buckets: Map<string, Bucket>, key: string, rate: Rate): Bucket {
  const known = buckets.get(key);
  if (known !== undefined) return known;
  const bucket = new Bucket(rate);
  buckets.set(key, bucket);
  return bucket;
}
