import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { foreignPage, useBrowser } from '../widget/support/browser.ts';
import { hurried } from './support/hurried.ts';

const newPage = useBrowser();

/** How often each of two intervals, of 4 and of 5 s, has come within 2 s, by the page's own clock. */
async function timesIn(page: Page): Promise<readonly [four: number, five: number]> {
  await page.goto(await foreignPage('<title>intervals</title>'));
  return page.evaluate(() => new Promise<readonly [number, number]>((resolve) => {
    const times = [0, 0] as [number, number];
    setInterval(() => void times[0]++, 4_000);
    setInterval(() => void times[1]++, 5_000);
    setTimeout(() => resolve(times), 2_000);
  }));
}

test('what comes every so often comes soon, where its length is named, and no other', async () => {
  const [four, five] = await timesIn(await hurried(newPage, 4_000)());
  expect(four).toBeGreaterThan(1);
  expect(five).toBe(0);
});

test('whoever has the page next has it as it was', async () => {
  expect(await timesIn(await newPage())).toEqual([0, 0]);
});
