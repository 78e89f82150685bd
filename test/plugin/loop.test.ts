import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Loop } from '#plugin/background/loop.ts';
import type { Ctx, OpenCtx } from '#plugin/ctx.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Rounds that never end by themselves. */
function endless() {
  const open: boolean[] = [];
  const errors: unknown[] = [];
  const opened = (): OpenCtx => {
    const round = open.push(true) - 1;
    return { ctx: {} as Ctx, close: () => void (open[round] = false) };
  };
  const loop = new Loop({ title: { en: 'Watch', 'zh-CN': '看' }, run: () => new Promise(() => {}) }, opened, () => true, (error) => errors.push(error));
  return { errors, loop, open };
}

it('takes the ctx from a round that takes longer than it may', async () => {
  const { errors, loop, open } = endless();
  await vi.advanceTimersByTimeAsync(59_000);
  expect([open, errors]).toEqual([[true], []]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([open[0], errors.length]).toEqual([false, 1]);
  void loop.stop();
});

it('takes it from the round under way when it is stopped', async () => {
  const { loop, open } = endless();
  await vi.advanceTimersByTimeAsync(10);
  void loop.stop();
  expect(open).toEqual([false]);
});
