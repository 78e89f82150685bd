import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';

const house = botPage(async (server) => Bot.make(server, await server.house.department('Shop'), {}, []));
const { open } = house;

test('dictionaries and intents are written, learned and tried', async () => {
  const page = await open('dictionaries', 'en');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'New dictionary' }).click();
  let drawer = page.getByRole('dialog', { name: 'New dictionary' });
  await drawer.getByLabel('Name').fill('dish');
  await drawer.getByLabel('Words', { exact: false }).last().fill('dumplings, jiaozi\nnoodles, lamian\nrice');
  await picture(page, 'skills-1-words-light-en');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await main.getByText('3 words').waitFor();

  await main.getByRole('button', { name: 'New dictionary' }).click();
  drawer = page.getByRole('dialog', { name: 'New dictionary' });
  await drawer.getByLabel('Name').fill('order');
  await drawer.getByText('Patterns', { exact: true }).click();
  await drawer.getByLabel('Regular expressions').fill('SO-\\d{6}\n(?=x)y');
  await drawer.getByText('looking ahead or behind is not supported').waitFor();
  await drawer.getByLabel('Try them').fill('Where is SO-123456, and so-654321?');
  await drawer.getByText('2 matches').waitFor();
  await picture(page, 'skills-2-patterns-light-en');
  expect(await objections(page)).toEqual([]);
  expect(await drawer.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await drawer.getByLabel('Regular expressions').fill('SO-\\d{6}');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await main.getByText('1 pattern', { exact: true }).waitFor();
  await picture(page, 'skills-3-dictionaries-light-en');

  await main.getByRole('tab', { name: 'Intents' }).click();
  await main.getByText('What may people want?').waitFor();
  await main.getByRole('button', { name: 'New intent' }).click();
  drawer = page.getByRole('dialog', { name: 'New intent' });
  await drawer.getByLabel('Name').fill('order_food');
  await drawer.getByLabel('Utterances').fill('I would like {dish}\nplease bring me {dish}\norder {dish} for {when}\nI want to order something\none {dish} to go\ncan I order food');
  // One without a name, above what sticks to the edge: it is marked, in view and under the hand.
  await drawer.getByRole('button', { name: 'Add a slot' }).click();
  await page.setViewportSize({ width: 1440, height: 560 });
  await drawer.getByRole('button', { name: 'Save' }).click();
  const slot = drawer.getByLabel('Slot', { exact: true });
  await expect.poll(() => slot.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await slot.getAttribute('aria-invalid')).toBe('true');
  const complaint = drawer.getByText('Each slot needs a name.');
  // What lies over it would be found in its place.
  expect(await complaint.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 2, top + 2) === element;
  })).toBe(true);
  await picture(page, 'skills-4-nameless-light-en');
  await page.setViewportSize({ width: 1440, height: 900 });
  // What is marked in the utterances names that one first; a slot is required however it came.
  await drawer.getByRole('button', { name: 'Add {dish}' }).click();
  expect(await slot.count()).toBe(1);
  expect(await slot.inputValue()).toBe('dish');
  await drawer.getByRole('button', { name: 'Add {when}' }).click();
  expect(await drawer.getByLabel('Required').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked))).toEqual([true, true]);
  await drawer.getByLabel('Required').last().click();
  // What a dictionary finds is said where one chooses it.
  const dictionary = drawer.getByLabel('Dictionary', { exact: true }).and(drawer.locator('input')).last();
  await drawer.getByText('Anything: all of the answer').waitFor();
  await dictionary.click();
  await page.getByRole('option', { name: '@PER' }).getByText('Names of people').waitFor();
  await picture(page, 'skills-4-dictionaries-light-en');
  await page.getByRole('option', { name: '@LOC' }).click();
  await drawer.getByText('Places: Paris').waitFor();
  await dictionary.click();
  expect(await page.getByRole('option', { selected: true }).locator('svg').count()).toBe(1);
  await page.getByRole('option', { name: '@ANY' }).click();
  await drawer.getByLabel('It asks').fill('What would you like?');
  const end = drawer.getByRole('group', { name: 'When everything is known' });
  expect(await end.getByLabel('Hand the chat over to a person').isChecked()).toBe(true);
  await end.getByLabel('It says').fill('We bring {dish} to {table}');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await end.getByText('It names a slot that the intent does not have').waitFor();
  await end.getByLabel('It says').fill('We bring');
  await end.getByRole('button', { name: '{dish}' }).click();
  await end.getByLabel('Hand the chat over to a person').press('Space');
  await picture(page, 'skills-4-intent-light-en');
  expect(await objections(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  expect(await house.bot.ask('intent.get', { name: 'order_food' })).toMatchObject({ completion: { reply: 'We bring {dish}', handsOver: false } });
  await house.bot.ask('intent.save', { isNew: true, intent: { name: 'track_order', description: 'Where an order is', utters: ['where is my order', 'has my parcel been sent', 'track {order}', 'when does my order come', 'what is the status of my order'], slots: [{ name: 'order', dict: 'order', requires: true, question: 'Which order?' }] } });
  await page.reload();
  await main.getByRole('heading', { name: '2 intents' }).waitFor();
  await main.getByRole('button', { name: 'Train' }).click();
  await main.getByText(/11 utterances of 2 intents/).first().waitFor();
  await main.getByLabel('Try a sentence').fill('can you bring me noodles tomorrow');
  await page.keyboard.press('Enter');
  await main.getByRole('region', { name: 'What it understood' }).getByText('order_food').waitFor();
  await picture(page, 'skills-5-intents-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Delete: track_order' }).click();
  await main.getByText('Something has changed since').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByRole('heading', { name: '2 intents' }).waitFor();
  await main.getByText('Something has changed since').waitFor({ state: 'detached' });
});

test('versions are put live, compared with what was written since, and gone back to', async () => {
  const page = await open('intents', 'en');
  const main = page.getByRole('main');
  await main.getByText('Nothing is put live yet').waitFor();
  await main.getByRole('button', { name: 'Put live…' }).click();
  await picture(page, 'skills-11-first-light-en');
  await page.getByRole('dialog').getByRole('button', { name: 'Put live', exact: true }).click();
  await main.getByText('Version 1 is live').waitFor();
  await main.getByText('It is what is written here.').waitFor();
  expect(await main.getByRole('button', { name: 'Put live…' }).count()).toBe(0);

  await house.bot.ask('intent.save', { isNew: false, intent: { name: 'track_order', description: 'Where an order is', utters: ['where is my order', 'track {order}', 'when does my order come', 'is my order on its way'], slots: [{ name: 'order', dict: 'order', requires: true, question: 'Which order?' }] } });
  await house.bot.ask('intent.save', { isNew: true, intent: { name: 'refund', description: '', utters: ['I want my money back', 'please refund me', 'how do I get a refund'], slots: [{ name: 'order', dict: 'order', requires: true, question: 'Money back for which order?' }] } });
  await page.reload();
  await main.getByText('It knows nothing of what was written since. Train it first').waitFor();
  expect(await main.getByRole('button', { name: 'Put live…' }).isDisabled()).toBe(true);
  await main.getByRole('button', { name: 'Train', exact: true }).click();
  await main.getByText(/13 utterances of 3 intents/).first().waitFor();
  await picture(page, 'skills-12-live-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Put live…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Put this version live?' });
  await dialog.getByRole('heading', { name: 'refund' }).waitFor();
  await dialog.getByText('has my parcel been sent').waitFor();
  await picture(page, 'skills-13-put-live-light-en');
  expect(await objections(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Put live', exact: true }).click();
  await main.getByText('Version 2 is live').waitFor();

  await main.getByRole('button', { name: 'Versions' }).click();
  const drawer = page.getByRole('dialog', { name: 'Versions' });
  await drawer.getByText('Intents +1 · Utterances +4 −2').waitFor();
  await drawer.getByRole('button', { name: 'What has changed since version 1' }).click();
  await drawer.getByRole('heading', { name: 'refund' }).waitFor();
  await picture(page, 'skills-14-versions-light-en');
  expect(await objections(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Make version 1 live' }).click();
  await drawer.getByRole('button', { name: 'Make version 2 live' }).waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await main.getByText('Version 1 is live').waitFor();

  await main.getByRole('tab', { name: 'Test' }).click();
  const answers = async (): Promise<number> => {
    // While it greets nothing can be asked.
    await main.getByRole('button', { name: 'Why this?' }).first().waitFor();
    await main.getByLabel('Ask what a visitor would ask').fill('I want my money back');
    await page.keyboard.press('Enter');
    await main.getByRole('button', { name: 'Why this?' }).nth(1).waitFor();
    return main.getByText('Money back for which order?').count();
  };
  expect(await answers()).toBe(1);
  await main.getByText('Live, version 1').click();
  await main.getByText('I want my money back').waitFor({ state: 'detached' });
  expect(await answers()).toBe(0);
  await picture(page, 'skills-15-test-live-light-en');
  expect(await objections(page, 'main')).toEqual([]);
});

test('opening hours are written in the profile, and it says what they mean now', async () => {
  const page = await open('profile', 'en');
  const main = page.getByRole('main');
  await main.getByLabel('Takes new chats outside opening hours').click();
  await main.getByText('Of this bot alone').waitFor();
  await main.getByLabel('Time zone').fill('Shanghai');
  await page.getByRole('option', { name: 'Asia/Shanghai' }).click();
  await main.getByLabel('Monday, to').fill('12:00');
  await main.getByRole('button', { name: 'Add hours on Monday' }).click();
  await main.getByRole('button', { name: 'Copy Monday to Monday to Friday' }).click();
  await main.getByRole('status').filter({ hasText: /now.*until/ }).waitFor();
  await picture(page, 'skills-6-hours-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Save', exact: true }).click();
  await main.getByText('Not saved yet').waitFor({ state: 'detached' });
  const [stored] = await house.bot.ask<readonly { readonly closed: boolean; readonly hours: { readonly timeZone: string; readonly open: readonly object[] } }[]>('look', {});
  expect(stored).toMatchObject({ closed: true, hours: { timeZone: 'Asia/Shanghai' } });
  expect(stored?.hours.open).toHaveLength(10);
});

test('in Chinese, on a phone, in the dark', async () => {
  const page = await open('intents', 'zh-CN', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const main = page.getByRole('main');
  await main.getByRole('heading', { name: '3 个意图' }).waitFor();
  await main.getByLabel('输入一句话试试').fill('where is SO-123456');
  await page.keyboard.press('Enter');
  await main.getByRole('region', { name: '识别结果' }).waitFor();
  await picture(page, 'skills-7-intents-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: '版本记录' }).click();
  const versions = page.getByRole('dialog', { name: '版本记录' });
  await versions.getByRole('button', { name: '版本 1 之后的改动' }).click();
  await versions.getByRole('heading', { name: 'refund' }).waitFor();
  await picture(page, 'skills-16-versions-phone-dark-zh-CN');
  expect(await objections(page)).toEqual([]);
  await versions.getByRole('button', { name: '关闭' }).click();
  await main.getByRole('button', { name: 'track_order', exact: true }).click();
  await page.getByRole('dialog').getByLabel('说法').waitFor();
  await picture(page, 'skills-8-intent-phone-dark-zh-CN');
  await page.getByRole('button', { name: '取消' }).click();
  await main.getByRole('tab', { name: '词典' }).click();
  await main.getByText('3 个词').waitFor({ state: 'attached' });
  await picture(page, 'skills-9-dictionaries-phone-dark-zh-CN');
  await main.getByRole('tab', { name: '设定' }).click();
  await main.getByText('星期四', { exact: true }).scrollIntoViewIfNeeded();
  await picture(page, 'skills-10-hours-phone-dark-zh-CN');
});
