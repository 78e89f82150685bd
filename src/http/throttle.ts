import { Generations } from '#src/generations.ts';
import { isLoopback, networkOf } from './client-address.ts';
import type { HttpRequest } from './request.ts';

/** How often somebody may do something. */
export interface Allowance {
  /** At once. */
  readonly burst: number;
  /** In the long run. */
  readonly perSecond: number;
}

/** A token bucket for each key, in memory: limits hold for one node. */
export interface Throttle {
  /** Takes one. 0 when that was allowed, else the whole seconds until it will be. */
  take(key: string): number;
  /** Gives one back: that was no attempt to count. */
  giveBack(key: string): void;
  /** Forgets all that the key has used. */
  forgive(key: string): void;
}

/** Keys kept at least, about 100 bytes each, and twice as many at most; those unheard of for longest are forgotten. */
const keptKeys = 25_000;

export function createThrottle({ burst, perSecond }: Allowance, now: () => number): Throttle {
  const used = new Generations<{ readonly level: number; readonly at: number }>();

  return {
    take(key) {
      const at = now();
      const before = used.get(key);
      // A clock that was set back has nobody wait for it.
      const level = before === undefined ? 0 : Math.max(0, before.level - (Math.max(0, at - before.at) / 1000) * perSecond);
      if (level + 1 > burst) return Math.max(1, Math.ceil((level + 1 - burst) / perSecond));
      used.set(key, { level: level + 1, at });
      if (used.young >= keptKeys) used.turn();
      return 0;
    },
    giveBack(key) {
      const before = used.get(key);
      if (before !== undefined) used.set(key, { ...before, level: Math.max(0, before.level - 1) });
    },
    forgive(key) {
      used.delete(key);
    },
  };
}

/** Takes one for the network that asks. This machine itself is not limited. */
export const overLimit = (throttle: Throttle, { ip }: Pick<HttpRequest, 'ip'>): number => (isLoopback(ip) ? 0 : throttle.take(networkOf(ip)));
