import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { foreignPage, useBrowser } from '../widget/support/browser.ts';
import { keptPage } from '../widget/support/kept-pages.ts';

const newPage = useBrowser();
/** A kind of pages that no other test has. */
const kind = { userAgent: 'kept' };

test('a page goes from test to test with nothing of whom had it before', async () => {
  const browser = (await newPage()).context().browser()!;
  const site = await foreignPage('<title>A page</title>');
  const left = async (page: Page) =>
    page.evaluate(async () => ({
      title: document.title, cookie: document.cookie, local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
      notifications: (await navigator.permissions.query({ name: 'notifications' })).state, wide: innerWidth, dark: matchMedia('(prefers-color-scheme: dark)').matches, still: matchMedia('(prefers-reduced-motion: reduce)').matches,
    }));
  const other = await keptPage(browser, { userAgent: 'other' });
  await other.page.goto(site);
  const fresh = await left(other.page);
  expect(fresh).toMatchObject({ title: 'A page', cookie: '', local: 0, databases: 0, wide: 1280, dark: false });

  const first = await keptPage(browser, { ...kind, viewport: { width: 500, height: 500 }, colorScheme: 'dark', reducedMotion: 'reduce' });
  const heard: string[] = [];
  first.page.on('console', (message) => heard.push(message.text()));
  await first.page.context().grantPermissions(['notifications']);
  await first.page.route(site, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Instead</title>' }));
  await first.page.context().newPage();
  await first.page.goto(site);
  await first.page.evaluate(async () => {
    document.cookie = 'who=first';
    localStorage.setItem('who', 'first');
    sessionStorage.setItem('who', 'first');
    await Promise.all([caches.open('first'), new Promise((made) => indexedDB.open('first').addEventListener('success', made))]);
    console.log('one');
  });
  expect(await left(first.page)).toEqual({ title: 'Instead', cookie: 'who=first', local: 1, session: 1, databases: 1, caches: 1, notifications: 'granted', wide: 500, dark: true, still: true });
  await first.leave();
  expect(first.page.url()).toBe('about:blank');

  const second = await keptPage(browser, kind);
  expect(second.page).toBe(first.page);
  expect(second.page.context().pages()).toEqual([second.page]);
  await second.page.goto(site);
  expect(await left(second.page)).toEqual(fresh);
  await second.page.evaluate(() => console.log('two'));
  expect(heard).toEqual(['one']);
  // One that is away is followed by another, and one of another kind is not for everybody.
  await second.page.close();
  await second.leave();
  const third = await keptPage(browser, kind);
  expect(new Set([first, third, other].map(({ page }) => page)).size).toBe(3);
  await Promise.all([third, other].map(({ page }) => page.context().close()));
});
