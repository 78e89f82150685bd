import { expect, it } from 'vitest';
import { isLinkKind, kinds, links, scheduleOf } from './schedule.ts';

const SEEDS = [1, 2, 3, 9, 77, 4_711, 999_999];
const wholeOf = (seed: number) => scheduleOf({ seed, forMs: 600_000, nodes: 3 });

it.each(SEEDS)('meets every link with every kind of link fault in ten minutes, as evenly as can be (seed %i)', (seed) => {
  for (const kind of kinds.filter(isLinkKind)) {
    const faults = wholeOf(seed).filter((fault) => fault.kind === kind);
    const counts = links.map((link) => faults.filter((fault) => fault.link === link).length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

it.each(SEEDS)('has every kind at least five times in ten minutes (seed %i)', (seed) => {
  for (const kind of kinds) expect(wholeOf(seed).filter((fault) => fault.kind === kind).length).toBeGreaterThanOrEqual(5);
});

it.each(SEEDS)('lets every kind be alone at least once, and others meet (seed %i)', (seed) => {
  const faults = wholeOf(seed);
  const gaps = faults.map(({ at, lasts }, i) => ({ before: i === 0 ? Infinity : at - faults[i - 1]!.at, after: (faults[i + 1]?.at ?? Infinity) - at - lasts }));
  for (const kind of kinds) expect(faults.filter((fault, i) => fault.kind === kind && gaps[i]!.before >= 3_000 && gaps[i]!.after >= 3_000).length).toBeGreaterThan(0);
  expect(gaps.filter(({ before }) => before <= 1_200).length).toBeGreaterThan(faults.length / 5);
});

it('breaks a different link with each kind of a round', () => {
  const round = scheduleOf({ seed: 5, forMs: 600_000, nodes: 3, only: kinds.filter(isLinkKind) }).slice(0, links.length);
  expect(new Set(round.map(({ link }) => link)).size).toBe(links.length);
});

it('is the same for the same seed', () => {
  expect(wholeOf(3)).toEqual(wholeOf(3));
});
