import { expect, it } from 'vitest';
import { Pace } from '../../plugins/telegram/pace.ts';

const PATIENT = Infinity;

it('lets a person have three messages at once, and one a second after that', () => {
  const pace = new Pace();
  expect(Array.from({ length: 6 }, () => pace.take('bot', 'anna', 0, PATIENT))).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
  expect(pace.take('bot', 'bert', 0, PATIENT)).toBe(0);
  expect(Array.from({ length: 4 }, () => pace.take('bot', 'anna', 60_000, PATIENT))).toEqual([0, 0, 0, 1_000]);
});

it('lets a bot say thirty messages a second to all people together', () => {
  const pace = new Pace();
  const waits = Array.from({ length: 120 }, (_, i) => pace.take('bot', `person ${i}`, 0, PATIENT));
  for (const second of [1, 2, 3]) expect(waits.filter((wait) => wait < second * 1_000 - 1).length).toBeLessThanOrEqual(30 * (second + 1));
  expect(waits.at(-1)).toBeCloseTo(3_000, -2);
  expect(pace.take('another bot', 'person 1', 0, PATIENT)).toBe(0);
});

it('takes no place for who will not wait so long, and is quiet for as long as Telegram says', () => {
  const pace = new Pace();
  pace.pause('bot', 'anna', 0, 30_000);
  expect([pace.take('bot', 'anna', 0, 5_000), pace.take('bot', 'anna', 0, 5_000), pace.take('bot', 'bert', 0, 5_000)]).toEqual([30_000, 30_000, 0]);
  expect(pace.take('bot', 'anna', 30_000, 5_000)).toBe(0);
});
