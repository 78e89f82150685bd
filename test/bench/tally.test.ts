import { expect, test } from 'vitest';
import { Tally } from '../../bench/generator/tally.ts';

function faultsOf(arrivals: readonly number[], last: number): object {
  const tally = new Tally(2);
  for (const number of arrivals) tally.arrive(1, number);
  return tally.faults((flow) => (flow === 1 ? last : 0));
}

test('a flow that arrives whole and in order has no faults', () => {
  expect(faultsOf([1, 2, 3, 4], 4)).toEqual({ lost: 0, duplicate: 0, reordered: 0 });
});

test('what never arrives is lost, in the middle as at the end', () => {
  expect(faultsOf([1, 3], 5)).toEqual({ lost: 3, duplicate: 0, reordered: 0 });
});

test('what arrives twice is a duplicate', () => {
  expect(faultsOf([1, 2, 2, 1, 3], 3)).toEqual({ lost: 0, duplicate: 2, reordered: 0 });
});

test('what arrives late is reordered, and not lost', () => {
  expect(faultsOf([1, 4, 2, 3], 4)).toEqual({ lost: 0, duplicate: 0, reordered: 2 });
});

test('a late one that comes twice is both', () => {
  expect(faultsOf([2, 1, 1], 2)).toEqual({ lost: 0, duplicate: 1, reordered: 1 });
});

test('a flow goes on from where it was joined', () => {
  const tally = new Tally(1);
  tally.startAfter(0, 40);
  tally.arrive(0, 41);
  tally.arrive(0, 43);
  expect(tally.faults(() => 43)).toEqual({ lost: 1, duplicate: 0, reordered: 0 });
});
