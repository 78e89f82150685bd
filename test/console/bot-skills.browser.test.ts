import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useServer } from '../server/support/shared.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useServer('sqlite');
const newPage = useBrowser();
let robin: Bot;

beforeAll(async () => {
  robin = await Bot.make(server, await server.house.department('Shop'), {}, []);
});

async function open(language: 'en' | 'zh-CN', tab: string, options: object = {}): Promise<Page> {
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, language, options);
  await page.goto(`${server.node.origin}/console/plugins/bot/bots?bot=${robin.id}&tab=${tab}`);
  return page;
}

test('dictionaries and intents are written, learned and tried', async () => {
  const page = await open('en', 'dictionaries');
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
  await drawer.getByRole('button', { name: 'Add {dish}' }).click();
  await drawer.getByRole('button', { name: 'Add {when}' }).click();
  await drawer.getByLabel('Required').first().click();
  await drawer.getByLabel('It asks').fill('What would you like?');
  await picture(page, 'skills-4-intent-light-en');
  expect(await objections(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await robin.ask('intent.save', { isNew: true, intent: { name: 'track_order', description: 'Where an order is', utters: ['where is my order', 'has my parcel been sent', 'track {order}', 'when does my order come', 'what is the status of my order'], slots: [{ name: 'order', dict: 'order', requires: true, question: 'Which order?' }] } });
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

test('opening hours are written in the profile, and it says what they mean now', async () => {
  const page = await open('en', 'profile');
  const main = page.getByRole('main');
  await main.getByLabel('Takes new chats outside opening hours').click();
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
  const [stored] = await robin.ask<readonly { readonly closed: boolean; readonly hours: { readonly timeZone: string; readonly open: readonly object[] } }[]>('look', {});
  expect(stored).toMatchObject({ closed: true, hours: { timeZone: 'Asia/Shanghai' } });
  expect(stored?.hours.open).toHaveLength(10);
});

test('in Chinese, on a phone, in the dark', async () => {
  const page = await open('zh-CN', 'intents', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const main = page.getByRole('main');
  await main.getByRole('heading', { name: '2 个意图' }).waitFor();
  await main.getByLabel('输入一句话试试').fill('where is SO-123456');
  await page.keyboard.press('Enter');
  await main.getByRole('region', { name: '识别结果' }).waitFor();
  await picture(page, 'skills-7-intents-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
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
