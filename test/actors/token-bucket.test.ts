import { expect, it } from 'vitest';
import { TokenBucket } from '#rooms/token-bucket.ts';

const bucket = () => new TokenBucket({ perSecond: 10, burst: 3 }, 1_000);

it('lets a burst through, then says how long to wait', () => {
  const limit = bucket();
  expect([1_000, 1_000, 1_000, 1_000].map((now) => limit.take(now))).toEqual([0, 0, 0, 100]);
});

it('refills with time, never beyond the burst', () => {
  const limit = bucket();
  for (let i = 0; i < 3; i++) limit.take(1_000);
  expect([1_050, 1_100, 1_100].map((now) => limit.take(now))).toEqual([50, 0, 100]);
  const later = Array.from({ length: 5 }, () => limit.take(3_600_000));
  expect(later).toEqual([0, 0, 0, 100, 100]);
});

it('gives nothing for a clock that is set back, and does not lock out for it', () => {
  const limit = bucket();
  for (let i = 0; i < 3; i++) limit.take(3_600_000);
  expect(limit.take(1_000)).toBeGreaterThan(0);
  expect(limit.take(2_000)).toBe(0);
});
