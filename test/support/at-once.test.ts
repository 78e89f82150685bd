import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { eventually } from '../server/support/eventually.ts';
import { atOnce, beside, whenFinished } from './at-once.ts';

const ended: string[] = [];

describe('tests that run at the same time', () => {
  atOnce();

  it.concurrent('ends what a short one began when that one has finished', async ({ expect }) => {
    whenFinished(() => ended.push('short'));
    await sleep(20);
    expect(ended).toEqual([]);
  });

  it.concurrent('ends what a long one began with the long one, which looks and begins on after others have finished', async ({ expect }) => {
    whenFinished(() => ended.push('long'));
    await sleep(200);
    expect(ended).toEqual(['short']);
    await eventually(() => ended).toEqual(['short']);
    whenFinished(() => ended.push('long, late'));
  });
});

it('has ended all of it, the last first', ({ expect }) => {
  expect(ended).toEqual(['short', 'long, late', 'long']);
});

const here = { one: 0, other: 0 };
for (const [block, neighbour] of [['one', 'other'], ['other', 'one']] as const) {
  beside(block, () => {
    it('goes on once a neighbour is here', async ({ expect }) => {
      here[block] = 1;
      await expect.poll(() => here[neighbour]).toBeGreaterThan(0);
      here[block] = 2;
    });

    it('begins when the one before it has ended', ({ expect }) => {
      expect(here[block]).toBe(2);
    });
  });
}
