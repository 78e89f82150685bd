import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChannelReach } from '#plugin/channel/reach.ts';

const ANNA = { account: 'shop', externalId: 'anna' };
const asked = async (ask: ((whom: object) => Promise<unknown>) | null) => {
  const reach = new ChannelReach();
  reach.open('shop', ask);
  return reach.of('shop', ANNA);
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a channel says whether it takes words to somebody, how many and how long', async () => {
  const ask = vi.fn(async () => ({ possible: true, left: 3, until: 99, more: 'is left out' }));
  expect(await asked(ask)).toEqual({ possible: true, left: 3, until: 99 });
  expect(ask).toHaveBeenCalledWith(ANNA);
});

test('one without a word to say takes words to everybody who has written', async () => {
  expect(await asked(null)).toEqual({ possible: true });
});

test('a reason is in both languages, and not longer than somebody reads', async () => {
  const answer = await asked(async () => ({ possible: false, reason: { en: 'x'.repeat(1_000), 'zh-CN': '不' } }));
  expect(answer).toEqual({ possible: false, reason: { en: 'x'.repeat(300), 'zh-CN': '不' } });
});

test.each([
  ['throws', () => Promise.reject(new Error('away'))],
  ['answers nothing', () => Promise.resolve(undefined)],
  ['gives no reason', () => Promise.resolve({ possible: false })],
  ['counts backwards', () => Promise.resolve({ possible: true, left: -1 })],
])('a channel that %s is one that cannot be written by', async (_what, ask) => {
  expect(await asked(ask)).toMatchObject({ possible: false, reason: { en: 'The channel does not answer.' } });
});

test('nobody waits for one that never answers', async () => {
  const answer = asked(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await answer).toMatchObject({ possible: false });
});

test('one that is switched off takes nothing, and one that was switched over is asked in its new form', async () => {
  const reach = new ChannelReach();
  expect(await reach.of('shop', ANNA)).toMatchObject({ possible: false, reason: { en: 'The channel is switched off.' } });
  const off = reach.open('shop', null);
  reach.open('shop', async () => ({ possible: true, left: 1 }));
  off();
  expect(await reach.of('shop', ANNA)).toEqual({ possible: true, left: 1 });
});
