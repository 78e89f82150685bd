import { expect, test } from 'vitest';
import { useBrowser } from '../widget/support/browser.ts';
import { objections } from './support/objections.ts';

const newPage = useBrowser();
const site = 'http://pages.example';
const pageOf = (name: string, content: string): string => `<!doctype html><html lang="en"><title>${name}</title><main aria-label="${name}"><h1>${name}</h1>${content}</main></html>`;
const idsOf = (found: readonly string[]): readonly string[] => found.map((each) => each.slice(0, each.indexOf(':'))).toSorted();

/** Well alone, and only there: each is weighed by itself though its colour is known. */
const alike = '<p style="color: #595959; opacity: .85">Seen</p>'.repeat(2) + '<p id="dim" style="color: #595959; background: #bbb">Seen</p>';

test('what is wrong with a page or a frame of it is said, each time it is looked at, and nothing else', async () => {
  const page = await newPage();
  await page.route(`${site}/`, (route) => route.fulfill({ contentType: 'text/html', body: pageOf('A page', `<p id="pale" style="color: #aaa">pale</p><p>dark</p>${alike}<button></button><button>Named</button><iframe title="A frame" src="/frame"></iframe>`) }));
  await page.route(`${site}/frame`, (route) => route.fulfill({ contentType: 'text/html', body: pageOf('A frame', '<img src="data:,">') }));
  await page.goto(site);
  expect(idsOf(await objections(page))).toEqual(['button-name', 'color-contrast', 'color-contrast', 'image-alt']);
  expect(idsOf(await objections(page, '#pale'))).toEqual(['color-contrast']);
  expect(idsOf(await objections(page, '#dim'))).toEqual(['color-contrast']);
  await page.locator('#pale, #dim').evaluateAll((both) => both.forEach((each) => each.remove()));
  expect(idsOf(await objections(page))).toEqual(['button-name', 'image-alt']);
});
