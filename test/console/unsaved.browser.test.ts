import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, goTo, picture } from '../browser/support/people.ts';
import { broadcasting } from '../channels/broadcasting.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';

const house = botPage(async (server) => Bot.make(server, await server.house.department('Shop'), {}, []));

/** The question, answered; with its answers in either language. */
const question = (page: Page) => page.getByRole('dialog', { name: /^(?:Leave without saving\?|不保存就离开吗？)$/ });
const answer = async (page: Page, with_: 'Discard' | 'Keep editing' | '放弃修改'): Promise<void> => {
  await question(page).getByRole('button', { name: with_ }).click();
  await question(page).waitFor({ state: 'detached' });
};
/** The browser asks before the page is closed. */
const closingAsks = (page: Page): Promise<boolean> => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
const path = (page: Page): string => new URL(page.url()).pathname;

test('who leaves a page with something unsaved is asked, by whichever way; who has changed nothing is not', async () => {
  const page = await house.open('profile');
  const main = page.getByRole('main');
  const rail = page.getByRole('navigation', { name: 'Main' });
  const greeting = main.getByLabel('Greeting', { exact: true });
  await greeting.waitFor();
  expect(await closingAsks(page)).toBe(false);
  await rail.getByRole('link', { name: 'Contacts' }).click();
  await page.waitForURL('**/contacts');
  await goTo(page, `/plugins/bot/bots?bot=${house.bot.id}&tab=profile`);
  await greeting.fill('Good day!');
  expect(await closingAsks(page)).toBe(true);

  // A link of the rail.
  await rail.getByRole('link', { name: 'Inbox' }).click();
  await question(page).waitFor();
  await picture(page, 'unsaved-light-en');
  expect(await objections(page)).toEqual([]);
  // What Enter answers loses nothing.
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'detached' });
  expect(path(page)).toBe('/console/plugins/bot/bots');
  expect(await greeting.inputValue()).toBe('Good day!');
  // Another tab of the bot keeps it, so nobody is asked.
  await main.getByRole('tab', { name: 'Knowledge' }).click();
  await main.getByRole('button', { name: 'New entry' }).waitFor();
  await main.getByRole('tab', { name: 'Profile' }).click();
  expect(await greeting.inputValue()).toBe('Good day!');
  // Back, twice: the address stays that of what is shown.
  for (let round = 0; round < 2; round++) {
    await page.evaluate(() => history.back());
    await question(page).waitFor();
    expect(path(page)).toBe('/console/plugins/bot/bots');
    await page.keyboard.press('Escape');
    await question(page).waitFor({ state: 'detached' });
  }
  expect(await greeting.inputValue()).toBe('Good day!');
  // The palette.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('contacts');
  await page.keyboard.press('Enter');
  await question(page).waitFor();
  await answer(page, 'Keep editing');
  // The menu of the account.
  await page.getByRole('button', { name: /Open the menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await answer(page, 'Keep editing');
  // Back, and given up: there, with nothing left behind.
  await page.evaluate(() => history.back());
  await answer(page, 'Discard');
  await page.waitForURL((url) => url.pathname !== '/console/plugins/bot/bots');
  expect(await closingAsks(page)).toBe(false);
});

test('settings, dialogs and drawers ask as well, by Esc and by the cross', async () => {
  const page = await house.open('knowledge');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'New entry' }).click();
  const drawer = page.getByRole('dialog', { name: 'New entry' });
  await drawer.getByLabel('Question', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await main.getByRole('button', { name: 'New entry' }).click();
  await drawer.getByLabel('Question', { exact: true }).fill('Do you repair?');
  await page.keyboard.press('Escape');
  await question(page).waitFor();
  await page.keyboard.press('Escape');
  await question(page).waitFor({ state: 'detached' });
  expect(await drawer.getByLabel('Question', { exact: true }).inputValue()).toBe('Do you repair?');
  await drawer.getByRole('button', { name: 'Close' }).click();
  await picture(page, 'unsaved-drawer-light-en');
  await answer(page, 'Keep editing');
  await drawer.getByRole('button', { name: 'Close' }).click();
  await answer(page, 'Discard');
  await drawer.waitFor({ state: 'detached' });
  // What is saved is not asked for.
  await main.getByRole('button', { name: 'New entry' }).click();
  await drawer.getByLabel('Question', { exact: true }).fill('Do you repair?');
  await drawer.getByLabel('Reply 1').fill('We do.');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await main.getByText('Do you repair?').first().waitFor();

  await goTo(page, '/settings/departments');
  await main.getByRole('button', { name: 'New department' }).click();
  const dialog = page.getByRole('dialog', { name: 'New department' });
  await dialog.getByLabel('Name', { exact: true }).fill('Repairs');
  await page.keyboard.press('Escape');
  await answer(page, 'Keep editing');
  expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('Repairs');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await main.getByText('Repairs').waitFor();

  const navigation = page.getByRole('navigation', { name: 'Settings' });
  await navigation.getByRole('link', { name: 'Website widget' }).click();
  const origins = main.getByLabel('Allowed origins').first();
  const before = await origins.inputValue();
  await origins.fill('https://shop.example');
  await navigation.getByRole('link', { name: 'Profile' }).click();
  await answer(page, 'Keep editing');
  expect(await origins.inputValue()).toBe('https://shop.example');
  // As it was is not changed.
  await origins.fill(before);
  await navigation.getByRole('link', { name: 'Profile' }).click();
  await page.waitForURL('**/settings/profile');
});

test('a broadcast asks from its first word on until it is kept, also for a time that nobody has scheduled', async () => {
  const act = await broadcasting(house.server.house, house.server.node);
  const page = await house.open('profile');
  await goTo(page, '/plugins/broadcast/broadcasts?broadcast=new');
  const main = page.getByRole('main');
  const title = main.getByRole('textbox', { name: 'Title' });
  const message = main.getByRole('textbox', { name: 'Message', exact: true });
  const leave = (): Promise<void> => main.getByRole('button', { name: 'All broadcasts' }).click();
  const isListed = (): Promise<void> => main.getByRole('button', { name: 'New broadcast' }).waitFor();
  // Who only looked is asked nothing.
  await leave();
  await isListed();
  await main.getByRole('button', { name: 'New broadcast' }).click();
  await title.fill('Lamps');
  await leave();
  await picture(page, 'unsaved-broadcast-light-en');
  await answer(page, 'Keep editing');
  expect(await title.inputValue()).toBe('Lamps');
  await message.fill('Our lamps are here.');
  await main.getByRole('button', { name: 'Save draft' }).click();
  await page.waitForURL((url) => !url.search.endsWith('=new'));
  await main.getByRole('button', { name: 'Remove…' }).waitFor();
  expect(await closingAsks(page)).toBe(false);

  // Kept a second time where it is, then a time alone.
  await message.fill('Our lamps are here again.');
  expect(await closingAsks(page)).toBe(true);
  await main.getByRole('button', { name: 'Save draft' }).click();
  await expect.poll(() => closingAsks(page)).toBe(false);
  await main.getByText('At a time').click();
  expect(await closingAsks(page)).toBe(false);
  await main.getByLabel('Starts at').fill('2027-06-01T10:00');
  await leave();
  await answer(page, 'Keep editing');
  await main.getByRole('button', { name: 'Schedule' }).click();
  await isListed();
  expect(await question(page).count()).toBe(0);
  await main.getByRole('link', { name: /Lamps/ }).click();
  await main.getByRole('button', { name: 'Back to draft' }).click();
  await main.getByRole('button', { name: 'Back to draft' }).waitFor({ state: 'detached' });
  expect(await closingAsks(page)).toBe(false);
  // Who removes it gives up its words by name.
  await title.fill('Lamps of the spring');
  await main.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await isListed();
  expect([await question(page).count(), await closingAsks(page)]).toEqual([0, false]);
  expect(await act('list')).toMatchObject({ items: [] });
});

test.each(['kept', 'scheduled'])('what is written of a new broadcast while it is %s for the first time stays, asks, and is kept as the same one', async (how) => {
  const act = await broadcasting(house.server.house, house.server.node);
  const page = await house.open('profile');
  await goTo(page, '/plugins/broadcast/broadcasts?broadcast=new');
  const main = page.getByRole('main');
  const message = main.getByRole('textbox', { name: 'Message', exact: true });
  const texts = async () => (await act<{ readonly items: readonly { readonly title: string; readonly text: string }[] }>('list')).items.filter(({ title }) => title === `Slow, ${how}`).map(({ text }) => text);
  const held = Promise.withResolvers<void>();
  await page.route('**/slots/broadcast/broadcasts/act', async (route) => {
    if ((route.request().postData() ?? '').includes('"keep"')) await held.promise;
    await route.continue();
  });
  await main.getByRole('textbox', { name: 'Title' }).fill(`Slow, ${how}`);
  await message.fill('Our lamps are here.');
  if (how === 'scheduled') {
    await main.getByText('At a time').click();
    await main.getByLabel('Starts at').fill('2027-06-01T10:00');
  }
  await main.getByRole('button', { name: how === 'kept' ? 'Save draft' : 'Schedule' }).click();
  await message.fill('Our lamps are here again.');
  held.resolve();
  await page.getByRole('alert').filter({ hasText: how === 'kept' ? 'The draft is saved' : 'It starts' }).waitFor();
  expect([await message.inputValue(), await closingAsks(page), await texts()]).toEqual(['Our lamps are here again.', true, ['Our lamps are here.']]);
  await main.getByRole('button', { name: 'Save draft' }).click();
  await page.waitForURL((url) => !url.search.endsWith('=new'));
  await main.getByRole('button', { name: 'Remove…' }).waitFor();
  expect([await texts(), await closingAsks(page)]).toEqual([['Our lamps are here again.'], false]);
});

test('a new name of a flow is asked for before it is lost', async () => {
  const page = await house.open('flows');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Empty flow' }).click();
  await page.getByRole('dialog', { name: 'Flow Empty flow' }).getByRole('button', { name: 'All flows' }).click();
  const rename = async (): Promise<void> => {
    await main.getByRole('button', { name: 'Actions for Empty flow' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
  };
  const dialog = page.getByRole('dialog', { name: 'Rename' });
  const called = dialog.getByLabel('Name');
  await rename();
  await called.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await rename();
  await called.fill('Opening hours');
  const refused = '**/slots/bot/bots/act';
  await page.route(refused, (route) => ((route.request().postData() ?? '').includes('"flow.rename"') ? route.fulfill({ status: 502, json: { code: 'slot.failed' } }) : route.continue()));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  expect(await called.inputValue()).toBe('Opening hours');
  await page.unroute(refused);
  await page.keyboard.press('Escape');
  await answer(page, 'Keep editing');
  expect(await called.inputValue()).toBe('Opening hours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await main.getByText('Opening hours').waitFor();
});

test('settings of a plugin are', async () => {
  await broadcasting(house.server.house, house.server.node);
  const page = await house.open('profile');
  const main = page.getByRole('main');
  await goTo(page, '/settings/plugins');
  await main.getByRole('button', { name: 'Actions for Broadcasts' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: /Broadcasts/ });
  const goodbye = settings.getByLabel('Answer to who opts out');
  await goodbye.fill('Farewell.');
  await page.keyboard.press('Escape');
  await answer(page, 'Keep editing');
  expect(await goodbye.inputValue()).toBe('Farewell.');
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.waitFor({ state: 'detached' });
});

test('so is a password that is not set yet', async () => {
  const page = await house.open('profile');
  const main = page.getByRole('main');
  await goTo(page, '/settings/profile');
  const navigation = page.getByRole('navigation', { name: 'Settings' });
  const next = main.getByLabel('New password', { exact: true });
  // As a password manager does by itself: nothing of anybody's is lost.
  await main.getByLabel('Current password').fill('what the browser knows');
  expect(await closingAsks(page)).toBe(false);
  await next.fill('a sentence to remember');
  await navigation.getByRole('link', { name: 'Website widget' }).click();
  await answer(page, 'Keep editing');
  expect(await next.inputValue()).toBe('a sentence to remember');
  await next.fill('');
  await navigation.getByRole('link', { name: 'Website widget' }).click();
  await page.waitForURL('**/settings/widget');
});

test('who has to choose a password is asked before they sign out over it, and not once it is chosen', async () => {
  const { house: { admin, support }, node } = house.server;
  const once = 'the first password of nora';
  await admin.call(node, 'POST', '/agents', { login: 'nora', name: 'Nora', password: once, role: 'agent', capacity: 5, departments: [support.id] });
  const { page } = await Colleague.signIn(house.newPage, node, 'nora', once, 'en', { at: '' });
  await page.getByLabel('One-time password').fill(once);
  await page.getByLabel('New password', { exact: true }).fill('a sentence to remember');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await answer(page, 'Keep editing');
  await page.getByLabel('New password again').fill('a sentence to remember');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect([await question(page).count(), await closingAsks(page)]).toEqual([0, false]);
});

test('on a phone, in the dark, in Chinese', async () => {
  const page = await house.open('profile', 'zh-CN', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.getByLabel('欢迎语', { exact: true }).fill('您好！');
  await page.getByRole('navigation').getByRole('link').first().click();
  await question(page).waitFor();
  await picture(page, 'unsaved-phone-dark-zh-CN');
  expect(await objections(page)).toEqual([]);
  await answer(page, '放弃修改');
});
