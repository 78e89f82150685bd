import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slipsBetween } from '../../plugins/saved-replies/slips.ts';

/** The same by all there is to it: every letter of one beside every letter of the other. */
function allSlips(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, i) => Array.from({ length: other.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= one.length; i++) for (let j = 1; j <= other.length; j++) {
    const changed = rows[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
    const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity;
    rows[i]![j] = Math.min(rows[i]![j - 1]! + 1, rows[i - 1]![j]! + 1, changed, swapped);
  }
  return rows[one.length]![other.length]!;
}

it('counts slips as they are, and none beyond the most', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(fc.property(word, word, fc.integer({ min: 1, max: 2 }), (one, other, most) => { expect(slipsBetween(one, other, most)).toBe(Math.min(allSlips(one, other), most + 1)); }), { numRuns: 20_000 });
});

/** How many letters are looked at to compare what was typed with each of these. */
function lettersRead(typed: string, titles: readonly string[]): number {
  let read = 0;
  const counted = (text: string): ArrayLike<string> => new Proxy(text.split(''), { get: (letters, key) => (typeof key === 'string' && /^\d+$/.test(key) && read++, Reflect.get(letters, key)) });
  for (const title of titles) slipsBetween(counted(typed), counted(title), 2);
  return read;
}

it('looks at few letters, however long the titles are', () => {
  const typed = 'how-to-return-an-order-that-came-broken-or-late-or-not-at-all-to-the-shop';
  const titles = (of: (i: number) => string): readonly string[] => Array.from({ length: 500 }, (_, i) => of(i).slice(0, typed.length));
  const shuffled = (i: number): string => typed.slice(i % 60) + typed.slice(0, i % 60);
  expect(lettersRead(typed, titles((i) => `${i} ${'long title '.repeat(9)}`)), 'unlike each other').toBeLessThan(500 * 40);
  expect(lettersRead(typed, titles(shuffled)), 'like each other').toBeLessThan(500 * 100);
  expect(lettersRead(typed, titles(() => typed)), 'all the same').toBeLessThan(500 * typed.length * 20);
  expect(lettersRead(typed, titles((i) => `${i}`)), 'shorter').toBe(0);
});
