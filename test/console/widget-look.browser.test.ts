import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Channel } from '#wire/api.ts';
import { DEFAULT_LOOK } from '#wire/widget-look.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

/** The form of one website, with texts in either language. */
function formOf(page: Page, department: string) {
  const form = page.getByRole('main').locator('section').filter({ has: page.getByRole('heading', { name: department }) }).locator('form');
  const preview = form.getByRole('figure');
  return {
    form, preview,
    color: form.getByRole('textbox', { name: /^(?:Colour|主题色)$/ }),
    title: form.getByRole('textbox', { name: /^(?:Greeting, English|问候语（English）)$/ }),
    chinese: form.getByRole('textbox', { name: /^(?:Greeting, 简体中文|问候语（简体中文）)$/ }),
    save: form.getByRole('button', { name: /^(?:Save|保存)$/ }),
    usual: form.getByRole('button', { name: /^(?:Back to the defaults|恢复默认)$/ }),
    /** The launcher of the preview: its colour, that of what is on it, and the side that it is on. */
    shown: () => preview.evaluate((figure) => {
      const launcher = figure.lastElementChild!;
      const { backgroundColor, color } = getComputedStyle(launcher);
      const [whole, part] = [figure.getBoundingClientRect(), launcher.getBoundingClientRect()];
      return { backgroundColor, color, side: part.left - whole.left < whole.right - part.right ? 'left' : 'right' };
    }),
  };
}

const lookOf = async (department: string) => (await server.house.admin.call<Channel[]>(server.node, 'GET', '/channels')).find((channel) => channel.department === department)?.look;
const openAs = async (locale: 'en' | 'zh-CN', options: object = {}): Promise<Page> => (await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, locale, { at: '/settings/widget', ...options })).page;
const PINE = 'oklch(0.45 0.081 192)';
const [WHITE, BLACK] = ['color(xyz-d65 0.95 1 1.09)', 'color(xyz-d65 0 0 0)'];

test('an administrator sees what they choose before it is saved, is told what is no colour, and goes back to the defaults', async () => {
  const { house } = server;
  const { id } = await house.department('Lamp shop');
  const page = await openAs('en');
  const { chinese, color, form, preview, save, shown, title, usual } = formOf(page, 'Lamp shop');
  await preview.getByText('Good to see you.').waitFor();
  expect(await shown()).toMatchObject({ backgroundColor: PINE, side: 'right' });
  expect([await title.getAttribute('placeholder'), await chinese.getAttribute('placeholder')]).toEqual(['Good to see you.', '您好，欢迎光临。']);
  expect([await save.isEnabled(), await usual.isEnabled()]).toEqual([false, false]);

  // The pointer meets the picker where its colour is seen.
  const picker = form.getByLabel('Pick a colour');
  await picker.scrollIntoViewIfNeeded();
  expect(await picker.evaluate((input) => {
    const { x, y, width, height } = input.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2) === input;
  })).toBe(true);
  await picker.fill('#336699');
  expect([await color.inputValue(), (await shown()).backgroundColor]).toEqual(['#336699', 'rgb(51, 102, 153)']);

  await color.fill('#b3261');
  await form.getByText('This is not a colour.').waitFor();
  expect(await save.isEnabled()).toBe(false);
  await color.press('Enter');
  await color.fill('#b3261e');
  await form.getByText('Left', { exact: true }).click();
  await title.fill('Lamps, lit <b>well</b>');
  await preview.getByText('Lamps, lit <b>well</b>').waitFor();
  expect(await shown()).toEqual({ backgroundColor: 'rgb(179, 38, 30)', color: WHITE, side: 'left' });
  await title.fill('x'.repeat(70));
  expect((await title.inputValue()).length).toBe(60);
  await title.fill('Lamps, lit well');
  await chinese.fill('灯具店');
  // The one that is being written is the one that is shown.
  await preview.getByText('灯具店').waitFor();
  await preview.getByText('客服在线').waitFor();
  expect(await lookOf(id)).toEqual(DEFAULT_LOOK);
  await save.click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await lookOf(id)).toEqual({ color: '#b3261e', side: 'left', words: { en: { title: 'Lamps, lit well', subtitle: '' }, 'zh-CN': { title: '灯具店', subtitle: '' } } });
  expect(await save.isEnabled()).toBe(false);

  // What somebody leaves unsaved is asked about.
  await color.fill('#fd0');
  expect(await shown()).toMatchObject({ backgroundColor: 'rgb(255, 221, 0)', color: BLACK });
  await page.getByRole('link', { name: 'Inbox' }).click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Keep editing' }).click();
  expect(await color.inputValue()).toBe('#fd0');

  await usual.click();
  expect(await color.inputValue()).toBe('');
  expect(await shown()).toMatchObject({ backgroundColor: PINE, side: 'right' });
  await save.click();
  await expect.poll(() => lookOf(id)).toEqual(DEFAULT_LOOK);
  // Nothing is unsaved now: nobody is asked.
  await expect.poll(() => save.isEnabled()).toBe(false);
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.waitForURL((url) => url.pathname !== '/console/settings/widget');
  expect(await question.count()).toBe(0);
});

test('what the server refuses stands at its field, and goes as it is corrected', async () => {
  await server.house.department('Refused shop');
  const page = await openAs('en');
  const { color, form, save, title } = formOf(page, 'Refused shop');
  await page.route('**/api/v1/channels/*', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ type: '', title: '', status: 422, code: 'input.invalid', meta: { fields: { 'look.color': 'custom', 'look.words.en.title': 'invalid_format' } } }) }));
  await title.fill('Hello');
  await save.click();
  await form.getByText('One line of plain text.').waitFor();
  expect(await color.getAttribute('aria-invalid')).toBe('true');
  await title.fill('Hello there');
  await form.getByText('One line of plain text.').waitFor({ state: 'detached' });
  expect(await color.getAttribute('aria-invalid')).not.toBe('true');
});

test('what is written while it is saved stays, and is not saved yet', async () => {
  const { id } = await server.house.department('Slow shop');
  const page = await openAs('en');
  const { save, title } = formOf(page, 'Slow shop');
  const held = Promise.withResolvers<void>();
  await page.route('**/api/v1/channels/*', async (route) => {
    await held.promise;
    await route.continue();
  });
  await title.fill('Hello');
  await save.click();
  await title.fill('Hello there');
  held.resolve();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect([await title.inputValue(), await save.isEnabled(), (await lookOf(id))?.words.en.title]).toEqual(['Hello there', true, 'Hello']);
});

test('what is taken back while it is saved stays as it is written, and counts against what was saved', async () => {
  const { id } = await server.house.department('Wavering shop');
  const page = await openAs('en');
  const { save, title } = formOf(page, 'Wavering shop');
  let held = Promise.withResolvers<void>();
  await page.route('**/api/v1/channels/*', async (route) => {
    await held.promise;
    await route.continue();
  });
  const isSaved = async (text: string): Promise<void> => {
    await expect.poll(async () => (await lookOf(id))?.words.en.title).toBe(text);
  };
  const closingAsks = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  // Back to what was there before: it is another one once it is saved.
  await title.fill('Hello');
  await save.click();
  await title.fill('');
  expect(await closingAsks()).toBe(true);
  held.resolve();
  await isSaved('Hello');
  await expect.poll(() => save.isEnabled()).toBe(true);
  expect([await title.inputValue(), await closingAsks()]).toEqual(['', true]);
  // On, and back to what is being saved: nothing is left to be saved.
  held = Promise.withResolvers<void>();
  await title.fill('Good day');
  await save.click();
  await title.fill('Good day!');
  await title.fill('Good day');
  held.resolve();
  await isSaved('Good day');
  await expect.poll(closingAsks).toBe(false);
  expect([await title.inputValue(), await save.isEnabled()]).toEqual(['Good day', false]);
});

test.each([[1440, 'light', 'en'], [390, 'light', 'en'], [1440, 'dark', 'zh-CN'], [390, 'dark', 'zh-CN']] as const)('the form and its preview have nothing that axe objects to: %i, %s, %s', async (width, colorScheme, locale) => {
  const name = `Yellow shop ${width} ${colorScheme}`;
  await server.house.department(name);
  const page = await openAs(locale, { colorScheme, viewport: { width, height: 1000 } });
  const { color, form, preview, title } = formOf(page, name);
  await color.fill('#ffc400');
  await title.fill('Lamps, lit well');
  await form.getByText(locale === 'en' ? 'Left' : '左侧', { exact: true }).click();
  await form.evaluate((element) => element.scrollIntoView());
  await picture(page, `widget-look-${width}-${colorScheme}-${locale}`);
  await preview.scrollIntoViewIfNeeded();
  await picture(page, `widget-look-preview-${width}-${colorScheme}-${locale}`);
  expect(await objections(page, 'main')).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
