import { beforeEach, expect, it } from 'vitest';
import { TimerWheel } from '#cluster/timer-wheel.ts';

let now: number;
let ticking: (() => void) | undefined;
let fired: string[];
let errors: unknown[];
let wheel: TimerWheel;
const owner = {};

beforeEach(() => {
  now = 1_700_000_000_050;
  ticking = undefined;
  fired = [];
  errors = [];
  const setInterval = (callback: () => void): (() => void) => {
    ticking = callback;
    return () => (ticking = undefined);
  };
  wheel = new TimerWheel({ now: () => now, setInterval }, (error) => errors.push(error));
});

/** Time passes, a tick at a time. */
function pass(ms: number): void {
  for (const end = now + ms; now < end;) {
    now = Math.min(end, now + TimerWheel.tick);
    ticking?.();
  }
}
const set = (name: string, ms: number, of: object = owner) => wheel.set(of, name, ms, () => void fired.push(name));

it.each([0, 1, 99, 100, 101, 250, 60_000])('fires once after %i ms: never early, at most two ticks late', (ms) => {
  set('a', ms);
  if (ms > 0) {
    pass(ms - 1);
    expect(fired).toEqual([]);
  }
  pass(2 * TimerWheel.tick + 1);
  expect(fired).toEqual(['a']);
  pass(10_000);
  expect(fired).toEqual(['a']);
});

it('fires in the order of time, whatever the order of setting', () => {
  set('late', 900);
  set('early', 200);
  set('middle', 500, {});
  pass(2_000);
  expect(fired).toEqual(['early', 'middle', 'late']);
});

it('keeps one timer a name and owner: the newest', () => {
  set('a', 300);
  set('a', 1_000);
  set('a', 500, {});
  expect(wheel.has(owner, 'a')).toBe(true);
  pass(800);
  expect(fired).toEqual(['a']);
  pass(800);
  expect(fired).toEqual(['a', 'a']);
  expect(wheel.has(owner, 'a')).toBe(false);
});

it('forgets one, or all of an owner, and then costs nothing', () => {
  const other = {};
  set('a', 300);
  set('b', 300);
  set('c', 300, other);
  wheel.clear(owner, 'a');
  wheel.clear(owner, 'unknown');
  wheel.release(owner);
  pass(1_000);
  expect(fired).toEqual(['c']);
  expect(ticking).toBeUndefined();
});

it('lets a callback set itself again, and clear others that are due', () => {
  const again = (): void => {
    fired.push('again');
    wheel.set(owner, 'again', 500, again);
  };
  wheel.set(owner, 'again', 500, again);
  wheel.set(owner, 'clears', 300, () => wheel.clear(owner, 'cleared'));
  set('cleared', 300);
  pass(2_000);
  expect(fired).toEqual(Array.from({ length: fired.length }, () => 'again'));
  expect(fired.length).toBeGreaterThanOrEqual(2);
});

it('reports a callback that throws, and runs the others', () => {
  wheel.set(owner, 'bad', 100, () => {
    throw new Error('broken');
  });
  set('good', 100);
  pass(400);
  expect([fired, errors]).toEqual([['good'], [new Error('broken')]]);
});

it('catches up after a pause of the process or a jump forwards', () => {
  set('a', 200);
  set('b', 3_600_000);
  now += 1_800_000;
  ticking?.();
  expect(fired).toEqual(['a']);
  now += 1_800_000 + 300;
  ticking?.();
  expect(fired).toEqual(['a', 'b']);
});

it('survives a clock that is set back: nothing fires twice, nothing is lost', () => {
  set('a', 1_000);
  now -= 3_600_000;
  ticking?.();
  pass(1_000);
  set('b', 500);
  pass(800);
  expect(fired).toEqual(['b']);
  now += 3_600_000;
  pass(400);
  expect(fired).toEqual(['b', 'a']);
});

it('holds ten thousand timers on one interval', () => {
  const owners = Array.from({ length: 10_000 }, () => ({}));
  for (const one of owners) set('x', 1_000, one);
  pass(1_300);
  expect(fired).toHaveLength(10_000);
  expect(ticking).toBeUndefined();
});

it('sets nothing for an owner that is gone', () => {
  set('before', 200);
  wheel.release(owner);
  set('after', 200);
  set('of another', 200, {});
  pass(1_000);
  expect(fired).toEqual(['of another']);
});
