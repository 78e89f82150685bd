import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftOf } from '../bot/support/flow-house.ts';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { Orders } from '../server/support/orders.ts';
import { botPage } from './support/bot-page.ts';

let orders: Orders;
beforeAll(async () => {
  orders = await Orders.open();
});
afterAll(() => orders.end());

const house = botPage(async (server) => {
  const bot = await Bot.make(server, server.house.support, { first: true }, []);
  await server.house.admin.call(server.node, 'PUT', '/plugins/bot/config', { config: { connections: [{ name: 'Shop', address: orders.origin, secret: 'Bearer of-the-shop' }] } });
  await bot.ask('flow.make', { name: 'Where is it', draft: draftOf([
    { is: 'question', id: 'which', slot: 'order', type: 'text', text: 'Which order is it?', next: 'call' },
    { is: 'api', id: 'call', connection: 'Shop', url: '/orders/{{order}}', save: [{ slot: 'state', path: 'order.state' }], next: 'end', onError: 'person' },
    { is: 'end', id: 'end', text: 'It is {{state}}.' },
    { is: 'handoff', id: 'person', summary: 'Order {{order}}' },
  ]) });
  return bot;
}, { PRIVATE_HOSTS: '127.0.0.1' });

test('another system is called as it is drawn, its answer is shown, and a talk with the draft asks it once', async () => {
  const page = await house.open('flows', 'en', { colorScheme: 'light' });
  await page.getByRole('button', { name: 'Open Where is it' }).click();
  const editor = page.getByRole('dialog', { name: 'Flow Where is it' });
  await page.locator('.react-flow__node').filter({ hasText: '/orders/{{order}}' }).click();
  await editor.getByRole('combobox', { name: 'Method' }).waitFor();
  await picture(page, 'flows-call-1-form');
  await editor.getByRole('button', { name: 'Call it now' }).click();
  await editor.getByText('needs a value for each slot').waitFor();
  await editor.getByLabel('order', { exact: true }).fill('47/1');
  await editor.getByRole('button', { name: 'Call it now' }).click();
  await editor.getByText('on its way').first().waitFor();
  await editor.getByText('The answer', { exact: true }).click();
  expect(orders.asked.at(-1)).toMatchObject({ path: '/orders/47%2F1', authorization: 'Bearer of-the-shop' });
  await page.getByRole('button', { name: 'Call it now' }).scrollIntoViewIfNeeded();
  await picture(page, 'flows-call-2-tried');
  expect(await objections(page, '[role="dialog"]')).toEqual([]);

  const before = orders.asked.length;
  await editor.getByRole('button', { name: 'Test', exact: true }).click();
  await editor.getByRole('textbox', { name: 'Say something' }).fill('47');
  await editor.getByRole('button', { name: 'Send' }).click();
  await editor.getByText('It is on its way.').waitFor();
  await picture(page, 'flows-call-3-talk');
  await editor.getByRole('button', { name: 'Start over' }).waitFor();
  expect(orders.asked.length).toBe(before + 1);
  expect(await page.content()).not.toContain('of-the-shop');
});

test('in Chinese, and in the dark', async () => {
  const page = await house.open('flows', 'zh-CN', { colorScheme: 'dark' });
  await page.getByRole('button', { name: '打开 Where is it' }).click();
  await page.locator('.react-flow__node').filter({ hasText: '/orders/{{order}}' }).click();
  await page.getByText('立即调用').scrollIntoViewIfNeeded();
  await picture(page, 'flows-call-4-dark-zh');
  expect(await objections(page, '[role="dialog"]')).toEqual([]);
});
