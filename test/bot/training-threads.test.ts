import { expect, it } from 'vitest';
import { trainTogether } from '../../plugins/bot/engine/intent/helpers.ts';
import { planeWork, trainPlanes, type PlaneWork } from '../../plugins/bot/engine/intent/plane-work.ts';
import { randomFrom } from '../../plugins/bot/engine/intent/random.ts';

const CLASSES = 12;
const SIZE = 200;
const FEATURES = 8;

/** Utterances of features at random, those of a class more often. */
function utterances(count: number): Pick<PlaneWork, 'views' | 'labels' | 'size' | 'options'> {
  const random = randomFrom(7);
  const labels = Int32Array.from({ length: count }, (_, i) => i % CLASSES);
  const at = Int32Array.from({ length: count * FEATURES }, (_, k) => (k % 2 === 0 ? (labels[Math.floor(k / FEATURES)] ?? 0) * 10 + Math.floor(random() * 10) : Math.floor(random() * SIZE)));
  const weights = new Float32Array(at.length).fill(1 / Math.sqrt(FEATURES));
  return { views: [{ starts: Int32Array.from({ length: count + 1 }, (_, i) => i * FEATURES), at, weights, squares: new Float64Array(count).fill(1) }], labels, size: SIZE, options: { cost: 1 } };
}

const trained = ({ biases, scales, weights }: PlaneWork) => ({ weights: [...weights], scales: [...scales], biases: [...biases] });

it('trains the same planes by several threads as by one', () => {
  const alone = planeWork(utterances(600), CLASSES, false);
  trainPlanes(alone);
  const together = planeWork(utterances(600), CLASSES, true);
  trainTogether(together, 3);
  expect(trained(together)).toEqual(trained(alone));
  expect(new Set(alone.scales).size).toBeGreaterThan(CLASSES / 2);
});

it('leaves it to others what they have taken, and trains itself what they do not come back with', () => {
  const alone = planeWork(utterances(120), CLASSES, false);
  trainPlanes(alone);
  const left = planeWork(utterances(120), CLASSES, true);
  // Somebody took the first half; one of it came back, with what only they know.
  Atomics.store(left.progress, CLASSES, CLASSES / 2);
  Atomics.store(left.progress, 0, 1);
  trainTogether(left, 1, 10);
  expect(left.scales[0]).toBe(0);
  expect([...left.scales].slice(1)).toEqual([...alone.scales].slice(1));
});
