import { expect, it } from 'vitest';
import { Semaphore } from '#plugin/semaphore.ts';

it('lets so many go on at a time, in their order, and gives the place on whatever became of the work', async () => {
  const semaphore = new Semaphore(2);
  const ends: PromiseWithResolvers<void>[] = [];
  const begun: number[] = [];
  const all = [0, 1, 2, 3].map((index) => semaphore.run(() => {
    begun.push(index);
    return (ends[index] = Promise.withResolvers<void>()).promise;
  }).catch(() => {}));
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[1]!.reject(new Error('failed'));
  await all[1];
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  ends[0]!.resolve();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  for (const { resolve } of ends) resolve();
  await Promise.all(all);
});

it('forgets who waits no longer', async () => {
  const semaphore = new Semaphore(1);
  const first = Promise.withResolvers<void>();
  const busy = semaphore.run(() => first.promise);
  const ender = new AbortController();
  const second = semaphore.run(async () => 'second', ender.signal);
  const third = semaphore.run(async () => 'third');
  ender.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  first.resolve();
  await busy;
  expect(await third).toBe('third');
});
