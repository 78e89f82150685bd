import type { BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

type NewPage = (options?: BrowserContextOptions) => Promise<Page>;

/** How often a hurried page does what it does every so often, ms. */
const SOON_MS = 500;

/**
 * Pages that look again twice a second where they otherwise do every `everyMs`, for tests to which it is all one how long they wait for
 * news. Only intervals of exactly these lengths run faster: whatever is given up in time keeps its time. Ends with the calling test.
 */
export const hurried = (newPage: NewPage, ...everyMs: readonly number[]): NewPage => async (options) => {
  const page = await newPage(options);
  const script = await page.addInitScript(([named, soon]) => {
    const every = window.setInterval.bind(window);
    window.setInterval = ((work: TimerHandler, ms?: number, ...given: unknown[]) => every(work, ms !== undefined && named.includes(ms) ? soon : ms, ...given)) as typeof setInterval;
  }, [everyMs, SOON_MS] as const);
  onTestFinished(() => script.dispose());
  return page;
};
