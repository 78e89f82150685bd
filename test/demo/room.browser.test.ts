import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Customer, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

test.each([['en', 500, 800, 'light'], ['zh-CN', 640, 600, 'dark'], ['en', 768, 700, 'dark'], ['en', 1024, 640, 'light'], ['zh-CN', 1440, 760, 'light']] as const)('beside the open chat the shop’s ways on stay in reach: %s, %d by %d', async (locale, width, height, colorScheme) => {
  const { page } = await Customer.arrive(newPage, server.node, locale, { viewport: { width, height }, colorScheme });
  // Where it is drawn, a pointer meets the link itself and not the chat above it.
  const inReach = () => page.locator('.guide :is(a, button), .brand').evaluateAll((all) => all.filter((element) => {
    const { left, top, width: across, height: down } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 2, top + down / 2) === element && document.elementFromPoint(left + across - 2, top + down / 2) === element;
  }).length);
  await expect.poll(inReach, { timeout: 30_000 }).toBe(4);
  await picture(page, `demo-open-${width}-${locale}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await objections(page, '.page')).toEqual([]);
});
