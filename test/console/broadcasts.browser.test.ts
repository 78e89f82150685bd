import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import apiChannel from '../../plugins/api-channel/index.ts';
import type { CardPage } from '#wire/api.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { broadcasting } from '../channels/broadcasting.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { switchOn } from '../server/support/plugins.ts';
import { startSimulator } from '../simulators/simulator.ts';
import { useBrowser } from '../widget/support/browser.ts';

const SECRET = 'the secret of the application';
const PEOPLE = ['anna', 'bert', 'carl', 'dora', 'emil', 'fang', 'greta'];

const server = useSite({ PRIVATE_HOSTS: '127.0.0.1' });
const newPage = useBrowser();

test('a supervisor writes to many, sees whom it reaches, stops it, and reads what came of it', async () => {
  const { house, node } = server;
  const provider = await startSimulator('api-application.ts', 'shop', SECRET);
  onTestFinished(() => provider.end());
  const account = { id: 'shop', name: 'The shop', department: house.support.id, callback: `http://127.0.0.1:${provider.port}/`, secret: SECRET };
  await switchOn(node, house, apiChannel, { accounts: [account] });
  await broadcasting(house, node);
  for (const person of PEOPLE) expect((await provider.say({ origin: node.origin, person, text: 'Do you have lamps?', id: `m-${person}` })).status).toBe(200);
  await expect.poll(async () => (await house.admin.call<CardPage>(node, 'GET', '/conversations?scope=waiting')).items.length, { timeout: 10_000 }).toBe(PEOPLE.length);
  await provider.mood('emil', 'closed');

  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en');
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.locator('[data-contact]').filter({ hasText: 'Name of dora' }).click();
  await page.getByRole('switch', { name: /No broadcasts/ }).click();
  await expect.poll(() => page.getByRole('switch', { name: /No broadcasts/ }).isChecked(), { timeout: 10_000 }).toBe(true);
  await picture(page, 'broadcasts-contact-light-en');
  await page.getByRole('link', { name: 'Broadcasts', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByText('Tell many people at once').waitFor();
  await picture(page, 'broadcasts-empty-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await main.getByRole('button', { name: 'New broadcast' }).click();
  await main.getByText('In a chat now').waitFor();
  await main.getByRole('button', { name: 'Send now…' }).click();
  await main.getByText('Fill this in.').first().waitFor();
  const send = main.getByRole('button', { name: 'Send now…' });
  // It says why, and the field that is missing has the keyboard.
  await main.locator('footer').getByText('It needs a title first.').waitFor();
  expect(await send.isDisabled()).toBe(true);
  expect(await main.getByRole('textbox', { name: 'Title' }).evaluate((field) => field === document.activeElement)).toBe(true);
  await picture(page, 'broadcasts-barred-light-en');
  await main.getByRole('textbox', { name: 'Title' }).fill('Lamps of the spring');
  await main.getByRole('checkbox', { name: /Also people who are in a chat/ }).check();
  await main.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello , our lamps of the spring are here: 20% off until Sunday.');
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
  await main.getByRole('button', { name: 'Insert name' }).click();
  await main.getByText('Anyone without a name would read “Hello, our lamps of the spring', { exact: false }).waitFor();
  await picture(page, 'broadcasts-gap-light-en');
  await main.getByRole('button', { name: 'Send now…' }).click();
  await page.getByRole('dialog').getByText('Anyone without a name would read', { exact: false }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  const message = main.getByRole('textbox', { name: 'Message', exact: true });
  const whole = await message.inputValue();
  // Two slips are told in one box, and keep it from being sent; so does what is nothing to who has no name.
  for (const [text, why] of [[`${whole} {{nmae}} {{agnt}}`, 'Nothing fills in {{nmae}} and {{agnt}}: there is only {{name}}.'], ['{{name}}', 'Anyone without a name would get an empty message. Write what stands in place of the name, or more than the name.']] as const) {
    await message.fill(text);
    await main.locator('footer').getByText(why).waitFor();
    expect(await main.getByRole('status').getByText(why).count()).toBe(1);
    expect(await send.isDisabled()).toBe(true);
    expect(await objections(page, 'main')).toEqual([]);
    await picture(page, `broadcasts-${text === '{{name}}' ? 'nothing' : 'slips'}-light-en`);
  }
  // The text may say so itself.
  await message.fill(whole.replace('{{name}}', '{{name|friend}}'));
  await main.getByText('Hello friend, our lamps').waitFor();
  expect(await send.isEnabled()).toBe(true);
  expect(await main.getByRole('textbox', { name: 'In place of a name' }).count()).toBe(0);
  await picture(page, 'broadcasts-bar-light-en');
  await message.fill(whole);
  await main.getByRole('textbox', { name: 'In place of a name' }).fill('there');
  await main.getByText('Anyone without a name would read', { exact: false }).waitFor({ state: 'detached' });
  await main.getByText('Hello Lin, our lamps').waitFor();
  await main.getByText('6 people', { exact: true }).waitFor();
  await picture(page, 'broadcasts-form-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await main.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('The draft is saved').waitFor();
  await main.getByText('At a time').click();
  await main.getByLabel('Starts at').fill('2020-01-01T10:00');
  await main.getByRole('button', { name: 'Schedule' }).click();
  await main.locator('footer').getByText('Choose a time in the future.').waitFor();
  expect(await main.getByRole('button', { name: 'Schedule' }).isDisabled()).toBe(true);
  await main.getByText('Now', { exact: true }).click();
  await main.getByLabel('Messages a minute').fill('30');
  await main.getByRole('button', { name: 'Send now…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Send to 6 people?').waitFor();
  await picture(page, 'broadcasts-confirm-light-en');
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await expect.poll(() => provider.got.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await main.getByRole('button', { name: 'Stop' }).click();
  await main.getByText('No more messages go out.', { exact: false }).waitFor({ timeout: 30_000 });
  const before = provider.got.length;
  expect(before).toBeLessThan(5);
  await picture(page, 'broadcasts-stopped-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Go on' }).click();
  await main.getByText('Sent', { exact: true }).first().waitFor();
  await main.getByText('Nothing can be sent until they write again.').waitFor({ timeout: 60_000 });
  await expect.poll(() => provider.got.length, { timeout: 30_000 }).toBe(5);
  expect(new Set(provider.got.map(({ to }) => to)).size).toBe(5);
  await provider.say({ origin: node.origin, person: 'anna', text: 'Are there red ones?', id: 'm-anna-2' });
  await main.locator('dl').getByText('1').first().waitFor();
  await main.locator('header').getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
  const [saved] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: 'Export CSV' }).click()]);
  expect(saved.suggestedFilename()).toBe('Lamps of the spring.csv');
  const table = await readFile(await saved.path(), 'utf8');
  expect(table).toContain('Name of emil,The shop,Failed,Nothing can be sent until they write again.,window-closed,');
  await picture(page, 'broadcasts-done-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  const detail = page.url().split('/console')[1]!;
  await main.getByRole('button', { name: 'All broadcasts' }).click();
  await main.getByRole('link', { name: /Lamps of the spring/ }).waitFor();
  await picture(page, 'broadcasts-list-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  // In the chat it is told from what people say.
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByText('Name of anna').first().click();
  await page.getByRole('log').getByText('Broadcast', { exact: true }).waitFor();
  await picture(page, 'broadcasts-chat-light-en');

  const dark = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'zh-CN', { colorScheme: 'dark', at: detail });
  await dark.page.getByText('已送达').first().waitFor();
  await picture(dark.page, 'broadcasts-done-dark-zh-CN');
  expect(await objections(dark.page, 'main')).toEqual([]);
  const { page: phone } = dark;
  await phone.setViewportSize({ width: 390, height: 844 });
  await goTo(phone, '/plugins/broadcast/broadcasts?broadcast=new');
  await phone.getByText('目前能送达').waitFor();
  await picture(phone, 'broadcasts-form-phone-dark-zh-CN');
  await goTo(phone, detail);
  await phone.getByText('已送达').first().waitFor();
  await picture(phone, 'broadcasts-done-phone-dark-zh-CN');
  expect(await objections(phone, 'main')).toEqual([]);

  await goTo(page, detail);
  await main.getByRole('button', { name: 'Remove…' }).click();
  await dialog.getByText('Remove this broadcast?').waitFor();
  await picture(page, 'broadcasts-remove-light-en');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await main.getByText('Tell many people at once').waitFor();
});
