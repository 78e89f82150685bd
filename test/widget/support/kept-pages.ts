import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/**
 * Pages that outlive their tests. What a page of a new context costs is a process that has to begin, to find its fonts, and to
 * compile what the last one compiled: 1.1 s of a core until the console is drawn, and 0.4 s where it was drawn before.
 */
const idle = new WeakMap<Browser, Map<string, Page[]>>();

/** A page as asked for, with nothing of whom had it before; `leave` hands it on, or closes it where it cannot be cleared. */
export async function keptPage(browser: Browser, { viewport = { width: 1280, height: 720 }, colorScheme = 'light', reducedMotion = 'no-preference', ...fixed }: BrowserContextOptions): Promise<{ readonly page: Page; leave(): Promise<void> }> {
  const kinds = idle.get(browser) ?? new Map<string, Page[]>();
  idle.set(browser, kinds);
  const kind = JSON.stringify(fixed);
  const waiting = kinds.get(kind) ?? [];
  kinds.set(kind, waiting);
  const page = waiting.pop() ?? (await (await browser.newContext(fixed)).newPage());
  if (viewport !== null) await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion });
  return {
    page,
    leave: () => clear(page).then(() => void waiting.push(page), () => page.context().close()),
  };
}

/** Leaves where it was, which ends its connections, and forgets all of it. */
async function clear(page: Page): Promise<void> {
  const context = page.context();
  for (const event of ['console', 'dialog', 'pageerror', 'request', 'response'] as const) page.removeAllListeners(event);
  await Promise.all([page, context].map((place) => place.unrouteAll({ behavior: 'ignoreErrors' })));
  await Promise.all(context.pages().filter((other) => other !== page).map((other) => other.close()));
  await page.goto('about:blank');
  await context.clearPermissions();
  const session = await context.newCDPSession(page);
  // Of every origin, and the cookies.
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  await session.detach();
}
