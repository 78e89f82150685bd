import { expect, it } from 'vitest';
import { Directory } from '#desk/directory.ts';
import { remember } from '#http/remember.ts';
import { createThrottle } from '#http/throttle.ts';

const HOUR = 3_600_000;

it('a clock that is set back an hour has nobody wait for it', () => {
  let now = 10 * HOUR;
  const throttle = createThrottle({ burst: 2, perSecond: 1 }, () => now);
  throttle.take('known');
  now -= HOUR;
  expect(throttle.take('known')).toBe(0);
  expect(throttle.take('known')).toBe(1);
  now += 1_000;
  expect(throttle.take('known')).toBe(0);
});

it('a clock that is set back an hour keeps no answer fresh for an hour', async () => {
  let now = 10 * HOUR;
  let asked = 0;
  const ask = remember(async () => ++asked, { freshMs: 1_000, now: () => now });
  const departments = { find: async () => ({ name: String(++asked) }) };
  const directory = new Directory({ departments } as never, () => now);
  expect([await ask('x'), await directory.departmentName('x')]).toEqual([1, '2']);
  expect([await ask('x'), await directory.departmentName('x')]).toEqual([1, '2']);
  now -= HOUR;
  expect([await ask('x'), await directory.departmentName('x')]).toEqual([3, '4']);
});
