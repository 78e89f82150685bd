import { tooMany } from './refusal.ts';

/** A second, a chat: more than that only in short bursts; and all chats of a bot together. */
const CHAT = { perSecond: 1, burst: 4 } as const;
const BOT = { perSecond: 30, burst: 60 } as const;

interface Level {
  tokens: number;
  at: number;
}

/** Who sends too fast is told how long to be quiet. */
export class FloodControl {
  refused = 0;
  readonly #levels = new Map<string, Level>();

  check(chat: number): void {
    const now = performance.now();
    const both = [this.#level('bot', BOT, now), this.#level(`chat ${chat}`, CHAT, now)];
    const empty = both.find(({ tokens }) => tokens < 1);
    if (empty !== undefined) {
      this.refused++;
      throw tooMany(1);
    }
    for (const level of both) level.tokens--;
  }

  #level(of: string, { burst, perSecond }: { readonly burst: number; readonly perSecond: number }, now: number): Level {
    const level = this.#levels.get(of) ?? { tokens: burst, at: now };
    level.tokens = Math.min(burst, level.tokens + ((now - level.at) / 1_000) * perSecond);
    level.at = now;
    this.#levels.set(of, level);
    return level;
  }
}
