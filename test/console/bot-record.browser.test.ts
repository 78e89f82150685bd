import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';

const FAQS = [
  { post: 'When do you open?', similar: ['opening hours'], replies: ['At nine, each day but Sunday.'] },
  { post: 'Where is my parcel?', similar: ['Has it been sent?'], replies: ['The link in our mail says where it is.'] },
  { post: 'How do I return something?', similar: [], replies: ['Send it back within 30 days.'] },
];
let department = '';
const house = botPage(async (server) => {
  const shop = await server.house.department('Shop');
  department = shop.id;
  const bot = await Bot.make(server, shop, { first: true }, FAQS);
  await bot.ask('intent.save', { isNew: true, intent: { name: 'track_order', description: '', utters: ['where is my order', 'has my order been sent', 'track my order', 'when does my order come', 'status of my order please'], slots: [] } });
  await bot.ask('intent.save', { isNew: true, intent: { name: 'cancel_order', description: '', utters: ['cancel my order', 'I do not want my order any more', 'stop my order', 'please cancel what I have ordered', 'undo the order'], slots: [] } });
  await bot.ask('intent.train', {});
  return bot;
});
const { open } = house;

test('what a bot said is read, corrected and learned from, and a visitor is muted', async () => {
  const { newPage, server: { house: { admin }, node } } = house;
  const customer = await Customer.arrive(newPage, node, 'en', {}, department);
  for (const [text, reply] of [['when do you open', 'At nine'], ['Do you sell gift cards?', 'afraid'], ['opening hours', 'At nine'], ['Are there gift cards in the shop?', 'afraid'], ['my parcel, return it or sent?', ''], ['human', 'colleague']] as const) {
    await customer.say(text);
    if (reply !== '') await customer.reads(reply);
  }
  void admin;
  const page = await open('history', 'en');
  const main = page.getByRole('main');
  await main.getByText('Do you sell gift cards?').waitFor();
  await picture(page, 'record-1-history-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Why: when do you open' }).click();
  await main.getByText('Nearest questions').waitFor();
  await picture(page, 'record-2-why-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await main.getByRole('button', { name: 'This was wrong…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Which entry is it?' });
  await dialog.getByRole('button', { name: 'How do I return something?' }).waitFor();
  await picture(page, 'record-3-pick-light-en');
  expect(await objections(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'How do I return something?' }).click();
  await main.getByText('Meant was: How do I return something?').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByText('Meant was:').waitFor({ state: 'detached' });
  expect(await house.bot.ask('faqs', { query: 'return' })).toMatchObject({ entries: [{ similar: 0 }] });

  await main.getByRole('tab', { name: 'Unanswered' }).click();
  await main.getByText('asked 2 times').waitFor();
  await picture(page, 'record-4-unanswered-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Make an entry' }).first().click();
  const drawer = page.getByRole('dialog', { name: 'New entry' });
  await drawer.getByLabel('Reply 1').fill('Yes, of any value.');
  await picture(page, 'record-5-make-light-en');
  await page.keyboard.press('Control+Enter');
  await drawer.waitFor({ state: 'detached' });
  await expect.poll(() => main.getByText('asked 2 times').count()).toBe(0);

  await main.getByRole('tab', { name: 'Statistics' }).click();
  await main.getByText('Chats with the bot').waitFor();
  await main.getByText('track_order').first().waitFor();
  await picture(page, 'record-6-statistics-light-en');
  expect(await objections(page, 'main')).toEqual([]);
});
