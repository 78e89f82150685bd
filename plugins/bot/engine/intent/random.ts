/** Draws a number, from 0 to below 1. */
export type Random = () => number;

/** Mulberry32: the same numbers for the same seed on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The first `count`, in any order (Fisher and Yates). */
export function shuffle(order: Int32Array, count: number, random: Random): void {
  for (let i = count - 1; i > 0; i--) swap(order, i, Math.floor(random() * (i + 1)));
}

export function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a] as number; // both within its length
  order[a] = order[b] as number;
  order[b] = kept;
}
