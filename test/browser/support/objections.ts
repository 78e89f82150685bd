import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe has to say against the page, or a part of it. From then on nothing moves in or fades any more: half-way colours are nobody's. */
export async function objections(page: Page, within = 'body'): Promise<readonly string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(within).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
