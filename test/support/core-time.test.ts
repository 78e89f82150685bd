import { expect, it } from 'vitest';
import { secondsOf, usedSeconds } from './core-time.ts';

it('counts what the cores worked, and neither rest nor what waits for a disk or was taken by the host', () => {
  expect(secondsOf('cpu  1000 200 300 99999 888 40 10 777 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\nintr 5')).toBe(15.5);
});

it('says nothing where the system does not', () => {
  expect(usedSeconds('/nowhere/stat')).toBeNull();
});
