import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { linger, type Rest } from '#src/transport/linger.ts';

const MIB = 1 << 20;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When it was over, ms after it began, and whether with the end of the body. */
async function lingered(rest: Partial<Rest>): Promise<{ readonly after: number; readonly ended: boolean }> {
  const since = performance.now();
  const over = linger({ ended: new Promise(() => {}), unread: () => 0, hurried: () => false, ...rest }).then((ended) => ({ after: performance.now() - since, ended }));
  await vi.advanceTimersByTimeAsync(60_000);
  return over;
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const since = (ms: number): (() => boolean) => {
  const then = performance.now() + ms;
  return () => performance.now() >= then;
};

it('ends with the body, or with its client', async () => {
  expect(await lingered({ ended: after(0) })).toEqual({ after: 0, ended: true });
  expect(await lingered({ ended: after(7_300) })).toEqual({ after: 7_300, ended: true });
});

it('gives ten seconds to one that sends little', async () => {
  expect(await lingered({})).toEqual({ after: 10_000, ended: false });
  expect(await lingered({ unread: () => 4 * MIB })).toEqual({ after: 10_000, ended: false });
});

it('gives half a second to one that sends much, and cuts it off when it does so later', async () => {
  expect(await lingered({ unread: () => 4 * MIB + 1 })).toEqual({ after: 500, ended: false });
  const much = since(3_200);
  expect(await lingered({ unread: () => (much() ? 5 * MIB : MIB) })).toEqual({ after: 3_500, ended: false });
});

it('gives half a second to one that has had its time, and no more than that to others once there is none', async () => {
  expect(await lingered({ hurried: () => true })).toEqual({ after: 500, ended: false });
  expect(await lingered({ hurried: since(3_200) })).toEqual({ after: 3_500, ended: false });
  expect(await lingered({ hurried: () => true, ended: after(400) })).toEqual({ after: 400, ended: true });
});
