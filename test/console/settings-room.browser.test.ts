import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, goTo } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

const PAGES = ['profile', 'appearance', 'notifications', 'departments', 'agents', 'contacts', 'widget', 'plugins'] as const;

/** Runs in the page. Of its settings: px between header, button and what follows, whether button and words meet, and the narrowest of longer texts. */
function measure() {
  const header = document.querySelector('main header')!;
  const button = document.querySelector('main [data-beside]');
  const content = (button ?? header).nextElementSibling!;
  const [head, below] = [header.getBoundingClientRect(), content.getBoundingClientRect()];
  const beside = button?.getBoundingClientRect();
  const isBelow = beside !== undefined && beside.top >= head.bottom;
  const words = [...header.querySelectorAll('h1, h2, p')].map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  });
  const long = [...document.querySelectorAll('main p')].filter(({ textContent }) => textContent.length > 40).map((element) => element.getBoundingClientRect().width);
  return {
    gaps: isBelow ? [beside.top - head.bottom, below.top - beside.bottom] : [below.top - head.bottom],
    meets: beside !== undefined && words.some(({ bottom, left, right, top }) => left < beside.right && right > beside.left && top < beside.bottom && bottom > beside.top),
    narrowest: Math.round(Math.min(...long, Infinity)),
  };
}

test.each(['en', 'zh-CN'] as const)('settings have the same room between header, button and list on every page, and words have room of their own: %s', async (locale) => {
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, locale, { at: '/settings/profile' });
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const at of PAGES) {
      await goTo(page, `/settings/${at}`);
      await page.locator('main header + *:not([aria-busy])').first().waitFor();
      if (['departments', 'agents', 'plugins'].includes(at)) await page.locator('main [data-beside]').waitFor();
      const { gaps, meets, narrowest } = await page.evaluate(measure);
      expect([width, at, gaps, meets]).toEqual([width, at, width < 1000 && ['departments', 'agents', 'plugins'].includes(at) ? [16, 16] : [24], false]);
      expect(narrowest, `${width} ${at}`).toBeGreaterThan(180);
    }
    expect(await objections(page, 'main')).toEqual([]);
  }
});
