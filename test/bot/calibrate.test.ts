import { expect, it } from 'vitest';
import { calibrate, LEAST_SAMPLES, type Sample } from '../../plugins/bot/engine/faq/calibrate.ts';

const CURRENT = { best: 0.8, suggest: 0.6 };
/** So many verdicts each on these similarities. */
const judged = (right: readonly number[], wrong: readonly number[], times = 10): readonly Sample[] => [
  ...right.map((score) => ({ score, right: times, wrong: 0 })), ...wrong.map((score) => ({ score, right: 0, wrong: times })),
];

it('answers from lower on where what is lower was right as well', () => {
  expect(calibrate(judged([0.7, 0.75, 0.9], [0.5]), CURRENT)).toMatchObject({ best: 0.7, current: { answered: 10, right: 10 }, proposed: { answered: 30, right: 30 }, samples: 40 });
});

it('answers from higher on where what it answers was wrong, and asks there', () => {
  expect(calibrate(judged([0.95, 0.97, 0.85], [0.82, 0.84]), CURRENT)).toMatchObject({ best: 0.85 });
  expect(calibrate(judged([0.95, 0.97], [0.82, 0.9]), CURRENT)).toMatchObject({ best: 0.95, suggest: 0.95 });
});

it('answers what is the same question alone where nothing was right', () => {
  expect(calibrate(judged([], [0.85, 0.95, 0.99]), CURRENT)).toMatchObject({ best: 1, proposed: { answered: 0 } });
});

it('proposes nothing by a few verdicts, nor what is about the same', () => {
  expect(calibrate([{ score: 0.9, right: 0, wrong: LEAST_SAMPLES - 1 }], CURRENT)).toBeNull();
  expect(calibrate(judged([0.81, 0.9], [0.5]), CURRENT)).toBeNull();
  // No threshold helps against what was wrong word by word.
  expect(calibrate(judged([], [1], 30), CURRENT)).toBeNull();
});

it('is never below what was judged', () => {
  const proposed = calibrate(judged([0.75, 0.9], [], 20), CURRENT);
  expect(proposed?.best).toBeGreaterThanOrEqual(0.75);
});
