import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Channel, WidgetSession } from '#wire/api.ts';
import { DEFAULT_LOOK } from '#wire/widget-look.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { foreignPage, frameOf, say, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();
/** For what is planted in a page for good. */
const ownPage = useBrowser({ anew: true });

/** Yellow, on which white could not be read. */
const LOOK: WidgetLook = {
  color: '#ffc400', side: 'left',
  words: { en: { title: 'Hello from the <i>lamp</i> shop', subtitle: 'Ask us about shades.' }, 'zh-CN': { title: '灯具店欢迎您', subtitle: '' } },
};
const YELLOW = 'rgb(255, 196, 0)';

/** A page of somebody else's with the widget of a new department, which has this look, and what the page sets itself. */
async function shopPage(look: WidgetLook, settings: object = {}): Promise<string> {
  const { house, node } = server;
  const { id, token } = await house.department('Lamps');
  const channel = (await house.admin.call<Channel[]>(node, 'GET', '/channels')).find(({ department }) => department === id)!;
  const site = await foreignPage(`<!doctype html><html lang="en"><title>A shop</title><body><main><h1>Lamps</h1></main><script>
    parlorSettings = ${JSON.stringify(settings)}; window.seen = [];
    const look = () => {
      const button = document.querySelector('parlor-widget')?.shadowRoot.querySelector('.launcher');
      if (button?.checkVisibility()) seen.push(getComputedStyle(button).backgroundColor);
      requestAnimationFrame(look);
    };
    look();
  </script><script async src="${node.origin}/widget/v1/loader.js" data-website-token="${token}"></script>`);
  await house.admin.call(node, 'PATCH', `/channels/${channel.id}`, { allowedOrigins: [site], look });
  return site;
}

const launcherOf = (page: Page) => page.locator('parlor-widget .launcher');
const styleOf = (page: Page) => launcherOf(page).evaluate((button) => {
  const { backgroundColor } = getComputedStyle(button);
  const { left, right } = button.getBoundingClientRect();
  return { backgroundColor, left, right: innerWidth - right };
});
const seen = (page: Page): Promise<readonly string[]> => page.evaluate(() => [...new Set((window as unknown as { seen: string[] }).seen)]);

declare global {
  /** The frame's colour when something of it was drawn first. */
  var firstFill: string | undefined;
}

test.each([[1440, 'light', 'en'], [390, 'dark', 'zh-CN'], [390, 'light', 'en'], [1440, 'dark', 'zh-CN']] as const)(
  'a website has its own colour, side and greeting, from the first moment and without another request: %i, %s, %s', async (width, colorScheme, locale) => {
    const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(await shopPage(LOOK, { locale }));
    await launcherOf(page).waitFor();
    expect(await styleOf(page)).toMatchObject({ backgroundColor: YELLOW, left: 20 });
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    // Never was it anything else.
    expect(await seen(page)).toEqual([YELLOW]);
    await picture(page, `look-launcher-${width}-${colorScheme}-${locale}`);
    expect(await objections(page)).toEqual([]);

    await launcherOf(page).click();
    const frame = await frameOf(page);
    await frame.getByText(LOOK.words[locale].title, { exact: true }).waitFor();
    // Nobody is there: that is said, whatever else is.
    expect(await frame.locator('.welcome').textContent()).toContain(locale === 'en' ? 'Leave us a message.' : '请先留言');
    await picture(page, `look-greeting-${width}-${colorScheme}-${locale}`);
    await say(frame.getByRole('textbox', { name: locale === 'en' ? 'Your message' : '消息内容' }), 'Do you mend shades?');
    await frame.locator('.own').first().waitFor();
    await picture(page, `look-chat-${width}-${colorScheme}-${locale}`);
    expect(await objections(page)).toEqual([]);
    const { backgroundColor, color } = await frame.locator('.own .bubble').first().evaluate((bubble) => getComputedStyle(bubble));
    expect([backgroundColor, color]).toEqual([YELLOW, 'color(xyz-d65 0 0 0)']);
  },
);

test('what the page itself says goes before, and what nobody says is as by default', async () => {
  const page = await newPage();
  await page.goto(await shopPage(LOOK, { color: '#123456', position: 'right', greeting: false }));
  await launcherOf(page).waitFor();
  expect(await styleOf(page)).toMatchObject({ backgroundColor: 'rgb(18, 52, 86)', right: 20 });
  await launcherOf(page).click();
  const frame = await frameOf(page);
  expect(await frame.evaluate(() => document.documentElement.style.getPropertyValue('--brand'))).toBe('#123456');
  await frame.getByText('Hello from the <i>lamp</i> shop').waitFor();

  await page.goto(await shopPage(DEFAULT_LOOK));
  await launcherOf(page).waitFor();
  expect(await styleOf(page)).toMatchObject({ right: 20 });
  expect(await launcherOf(page).evaluate((button) => button.closest('.root')!.className)).toBe('root');
  await launcherOf(page).click();
  await (await frameOf(page)).getByText('Good to see you.').waitFor();
});

test('the greeting beside the launcher is the website’s own, in the language of the page', async () => {
  const page = await ownPage();
  await page.clock.install();
  await page.goto(await shopPage(LOOK));
  await launcherOf(page).waitFor();
  await page.clock.runFor(6_000);
  const bubble = page.locator('parlor-widget .bubble');
  await bubble.getByText('Hello from the <i>lamp</i> shop').waitFor();
  await picture(page, 'look-bubble-light-en');
  expect(await objections(page)).toEqual([]);
});

test('the frame is drawn in its colour at once, and says what is below the greeting while somebody is there', async () => {
  const { house, node } = server;
  const department = await house.department('Lights');
  const channel = (await house.admin.call<Channel[]>(node, 'GET', '/channels')).find(({ department: of }) => of === department.id)!;
  await house.admin.call(node, 'PATCH', `/channels/${channel.id}`, { look: LOOK });
  await Console.open(node, await house.hire({ departments: [department.id] }));
  // What is known of who is there may be two seconds old.
  await expect.poll(async () => {
    const answer = await fetch(`${node.origin}/api/v1/widget/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: department.token }) });
    return ((await answer.json()) as WidgetSession).staffed;
  }, { timeout: 10_000 }).toBe(true);
  const page = await ownPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('.header') === null) return;
      observer.disconnect();
      globalThis.firstFill = document.documentElement.style.getPropertyValue('--brand');
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  await page.getByText('Hello from the <i>lamp</i> shop').waitFor();
  await page.getByText('Ask us about shades.').waitFor();
  expect(await page.evaluate(() => globalThis.firstFill)).toBe('#ffc400');
});
