import { unitsOf } from './units.ts';

/** How alike two sentences are, from 0 to 1. */
export type Similarity = (a: string, b: string) => number;

/** A sentence, and what it is compared by: what it is made of, and what stands side by side. */
export interface Phrase {
  readonly text: string;
  readonly units: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
}

/** How much neighbours count: the order of words matters little. */
const ORDER = 0.15;
const MOST_UNITS = 1_000;

export function readPhrase(text: string): Phrase {
  const keys = unitsOf(text, 'words').slice(0, MOST_UNITS).map(({ key }) => key);
  return { text, units: countOf(keys), pairs: countOf(keys.slice(1).map((key, index) => `${keys[index] ?? ''} ${key}`)) };
}

/** Dice's coefficient of units, and a little of pairs, from 0 to 1. */
export function likeness(a: Phrase, b: Phrase): number {
  const same = dice(a.units, b.units);
  return a.pairs.size + b.pairs.size === 0 ? same : (1 - ORDER) * same + ORDER * dice(a.pairs, b.pairs);
}

function countOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const count of a.values()) all += count;
  for (const [key, count] of b) {
    all += count;
    shared += Math.min(count, a.get(key) ?? 0);
  }
  return all === 0 ? 0 : (2 * shared) / all;
}
