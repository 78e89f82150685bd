import { expect, it } from 'vitest';
import { WaitTime } from '#rooms/department/wait-time.ts';

it('says nothing before it has seen two served', () => {
  const wait = new WaitTime();
  expect(wait.estimate(1)).toBeNull();
  wait.served(0);
  expect(wait.estimate(1)).toBeNull();
  wait.served(30_000);
  expect([wait.estimate(1), wait.estimate(3)]).toEqual([30, 90]);
});

it('follows the pace, the newest counting most', () => {
  const wait = new WaitTime();
  for (let at = 0; at <= 600_000; at += 60_000) wait.served(at);
  expect(wait.estimate(1)).toBe(60);
  for (let at = 610_000; at <= 900_000; at += 10_000) wait.served(at);
  expect(wait.estimate(1)).toBeLessThan(12);
});

it('does not take a night for a slow queue', () => {
  const wait = new WaitTime();
  wait.served(0);
  wait.served(20_000);
  wait.served(20_000 + 8 * 3_600_000);
  expect(wait.estimate(1)).toBe(20);
});
