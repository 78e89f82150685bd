import { beforeAll, expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

beforeAll(async () => {
  const { house: { admin }, node } = server;
  await admin.call(node, 'POST', '/plugins/saved-replies/install', { grant: ['data.keep', 'console.extend'] });
  await admin.call(node, 'POST', '/plugins/saved-replies/activate');
  const act = <T>(action: string, values: object = {}) => admin.call<{ data: T }>(node, 'POST', '/slots/saved-replies/replies/act', { locale: 'en', action, values });
  const { data: { own } } = await act<{ own: string }>('list');
  const [{ id: department } = { id: '' }] = await admin.call<{ id: string }[]>(node, 'GET', '/departments');
  for (const shelf of ['all', `d:${department}`, own]) await act('add', { shelf, title: 'Refund', shortcut: 'refund', text: `Of ${shelf}.` });
  for (let i = 0; i < 10; i++) await act('add', { shelf: 'all', title: `Hours ${i}`, shortcut: '', text: 'We are there from nine to five.' });
});

/** With a chat of theirs open; its address in the console. */
async function serving(): Promise<{ readonly lin: Colleague; readonly chat: string }> {
  const lin = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en', { at: '/waiting' });
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('Is there a lighthouse?');
  await lin.page.locator('[data-chat]').first().click();
  await lin.accept();
  return { lin, chat: new URL(lin.page.url()).pathname.replace('/console', '') };
}

test('says whose each is of one title; what scrolls has a stop of its own, from which one is chosen as well', async () => {
  const { lin: { box, page } } = await serving();
  const list = page.getByRole('listbox', { name: 'Saved replies' });
  await box.pressSequentially('/refund');
  await expect.poll(() => list.getByRole('option').count(), { timeout: 30_000 }).toBe(3);
  for (const whose of ['Everyone', 'This department', 'Only me']) expect(await list.getByRole('option').filter({ hasText: whose }).count(), whose).toBe(1);
  await picture(page, 'slash-whose-en');
  await box.fill('/');
  await list.getByRole('option').nth(12).waitFor();
  expect(await list.getByText('Everyone').count()).toBe(1);
  expect(await list.evaluate(({ clientHeight, scrollHeight }) => scrollHeight > clientHeight)).toBe(true);
  expect(await objections(page)).toEqual([]);
  await box.press('Shift+Tab');
  await expect.poll(() => list.evaluate((element) => element === document.activeElement), { timeout: 30_000 }).toBe(true);
  for (let i = 0; i < 11; i++) await page.keyboard.press('ArrowDown');
  const chosen = list.getByRole('option', { selected: true });
  expect(await list.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
  await expect.poll(() => chosen.evaluate((option) => option.getBoundingClientRect().bottom <= option.parentElement!.getBoundingClientRect().bottom), { timeout: 30_000 }).toBe(true);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  await box.fill('');
  await box.fill('/hours');
  await expect.poll(() => list.getByRole('option').count(), { timeout: 30_000 }).toBe(10);
  await box.press('Shift+Tab');
  await expect.poll(() => list.evaluate((element) => element === document.activeElement), { timeout: 30_000 }).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => box.inputValue(), { timeout: 30_000 }).toBe('We are there from nine to five.');
  // Whoever goes elsewhere leaves no list behind.
  await box.fill('/');
  await list.waitFor();
  await page.getByRole('button', { name: 'Saved replies' }).focus();
  await list.waitFor({ state: 'detached' });
});

test('what was found stands until the next words are answered', async () => {
  const { lin: { box, page } } = await serving();
  const options = page.getByRole('listbox', { name: 'Saved replies' }).getByRole('option');
  await box.pressSequentially('/ref');
  await expect.poll(() => options.count(), { timeout: 30_000 }).toBe(3);
  await page.route('**/slots/saved-replies/**', async (route) => {
    await new Promise((resolve) => void setTimeout(resolve, 200));
    await route.continue();
  });
  const gone = page.evaluate(() => new Promise<boolean>((tell) => {
    const watch = new MutationObserver(() => { if (document.querySelector('[role=listbox]') === null) tell(true); });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => tell(false), 1_500);
  }));
  await box.pressSequentially('und');
  expect(await gone).toBe(false);
  expect(await options.count()).toBe(3);
});

test('a / that was left in a draft opens nothing until somebody writes on, and goes to nobody unasked', async () => {
  const [{ chat: other }, { lin: { box, page }, chat }] = [await serving(), await serving()];
  const list = page.getByRole('listbox', { name: 'Saved replies' });
  await box.fill('/');
  await list.waitFor();
  for (const address of [other, chat]) {
    await goTo(page, address);
    await list.waitFor({ state: 'detached' });
  }
  await expect.poll(() => box.inputValue(), { timeout: 30_000 }).toBe('/');
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await list.count()).toBe(0);
  // Nor where it comes back from a note.
  await page.locator('label', { hasText: /^Note$/ }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Asked before.');
  await page.locator('label', { hasText: /^Reply$/ }).click();
  await expect.poll(() => box.inputValue(), { timeout: 30_000 }).toBe('/');
  expect(await list.count()).toBe(0);
  await box.press('Enter');
  await list.getByRole('option').first().waitFor();
  expect(await box.inputValue()).toBe('/');
  await page.reload();
  await expect.poll(() => box.inputValue(), { timeout: 30_000 }).toBe('/');
  expect(await list.count()).toBe(0);
  await box.press('End');
  await box.pressSequentially('hours');
  await list.getByRole('option', { name: 'Hours 0' }).waitFor();
});

test('beside a message that was found a / looks for the next, and writes into no reply', async () => {
  const { lin: { box, page } } = await serving();
  await goTo(page, '/all?q=lighthouse');
  await page.locator('[data-found]').first().click();
  await page.locator('[data-marked]').waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => page.getByRole('searchbox').evaluate((field) => field === document.activeElement), { timeout: 30_000 }).toBe(true);
  expect(await box.inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect.poll(() => box.evaluate((field) => field === document.activeElement), { timeout: 30_000 }).toBe(true);
  await page.keyboard.press('/');
  await page.getByRole('listbox', { name: 'Saved replies' }).waitFor();
});
