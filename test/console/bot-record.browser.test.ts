import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import type { Place } from '../server/support/house.ts';
import type { Shared } from '../server/support/shared.ts';
import { botPage } from './support/bot-page.ts';

const FAQS = [
  { post: 'When do you open?', similar: ['opening hours'], replies: ['At nine, each day but Sunday.'] },
  { post: 'Where is my parcel?', similar: ['Has it been sent?'], replies: ['The link in our mail says where it is.'] },
  { post: 'How do I return something?', similar: [], replies: ['Send it back within 30 days.'] },
  { post: '如何申请退货？', similar: ['怎么退货'], replies: ['请在订单页面操作。'] },
];
const INTENTS = {
  track_order: ['where is my order', 'has my order been sent', 'track my order', 'when does my order come', 'status of my order please'],
  cancel_order: ['cancel my order', 'I do not want my order any more', 'stop my order', 'please cancel what I have ordered', 'undo the order'],
};

/** Somebody says all that, and hears an answer to each. */
async function talk({ node }: Pick<Shared, 'node'>, place: Place, texts: readonly string[]): Promise<VisitorAt> {
  const visitor = await VisitorAt.arrive(node, place);
  for (const text of texts) {
    const answer = await visitor.say(text);
    const said = 'seq' in answer ? (answer.seq ?? 0) : 0;
    await visitor.event('message.posted', ({ by, publicSeq }) => by.startsWith('b_') && (publicSeq ?? 0) > said);
  }
  return visitor;
}

let shop: Place;
const house = botPage(async (server) => {
  shop = await server.house.department('Shop');
  const bot = await Bot.make(server, shop, { first: true }, FAQS);
  for (const [name, utters] of Object.entries(INTENTS)) await bot.ask('intent.save', { isNew: true, intent: { name, description: '', utters, slots: [] } });
  await bot.ask('intent.train', {});
  const left = await talk(server, shop, ['opening hours', 'Are there gift cards in the shop?', '怎么退货', '能不能货到付款']);
  await left.command({ type: 'conversation.close' });
  await talk(server, shop, ['Is my parcel sent or to be returned?', 'Where is my parcel?']);
  const helped = await talk(server, shop, ['when do you open', 'Do you sell gift cards?', 'human']);
  const agent = await server.house.hire({ departments: [shop.id] });
  const desk = await Console.open(server.node, agent);
  await desk.accept(helped.conversation);
  await desk.open(helped.conversation);
  await helped.say('How do I return something?');
  const { e: { seq: suggestion } } = await desk.event(helped.conversation, 'message.posted', ({ kind }) => kind === 'suggestion');
  await desk.say(helped.conversation, 'Send it back within 30 days.');
  await desk.command(helped.conversation, { type: 'suggestion.settle', suggestion, how: 'sent' });
  return bot;
});

test('what a bot said is read, corrected and learned from', async () => {
  const page = await house.open('history');
  const main = page.getByRole('main');
  await main.getByText('Do you sell gift cards?').waitFor();
  await main.getByText('Sent as it was').waitFor();
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
  expect(await house.bot.ask('faqs', { query: 'how do I return' })).toMatchObject({ entries: [{ similar: 1 }] });
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByText('Meant was:').waitFor({ state: 'detached' });
  expect(await house.bot.ask('faqs', { query: 'how do I return' })).toMatchObject({ entries: [{ similar: 0 }] });
  await main.getByRole('radiogroup', { name: 'What came of it' }).getByText('Did not know', { exact: true }).click();
  await main.getByRole('button', { name: 'Why: when do you open' }).waitFor({ state: 'detached' });

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
  await main.getByText('asked 2 times').waitFor({ state: 'detached' });

  // Where it was asked it is said that there is one by now, instead of offering to make another.
  await main.getByRole('tab', { name: 'History' }).click();
  const known = main.getByRole('listitem').filter({ hasText: 'Knows it by now' }).first();
  await known.getByRole('button', { name: /^Why: / }).click();
  await known.getByText('An entry has this question by now:').waitFor();
  expect(await known.getByRole('button', { name: 'Add it as an entry' }).count()).toBe(0);
  await picture(page, 'record-5b-known-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await known.getByRole('button', { name: 'Edit that entry' }).click();
  await page.getByRole('dialog', { name: 'Edit entry' }).getByText('Yes, of any value.').waitFor();
  await page.keyboard.press('Escape');

  // The same question once more goes into the entry that has it, with what was written for it.
  await main.getByRole('tab', { name: 'Knowledge' }).click();
  await main.getByRole('button', { name: 'New entry' }).click();
  await drawer.getByLabel('Question', { exact: true }).fill('when do you OPEN');
  await drawer.getByLabel('Reply 1').fill('At ten on Saturdays.');
  await page.keyboard.press('Control+Enter');
  await drawer.getByText('An entry has this question already: When do you open?').waitFor();
  await picture(page, 'record-5c-same-light-en');
  expect(await objections(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Edit that one, with these replies' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit entry' });
  await edit.getByRole('textbox', { name: 'Reply 2' }).waitFor();
  expect(await edit.getByRole('textbox', { name: 'Reply 2' }).inputValue()).toBe('At ten on Saturdays.');
  await page.keyboard.press('Control+Enter');
  await edit.waitFor({ state: 'detached' });

  await main.getByRole('tab', { name: 'Statistics' }).click();
  await main.getByText('Chats with the bot').waitFor();
  await main.getByText('track_order').first().waitFor();
  await picture(page, 'record-6-statistics-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByText('track_order').first().scrollIntoViewIfNeeded();
  await picture(page, 'record-6b-confusions-light-en');
});

test('in Chinese, on a phone, in the dark', async () => {
  const page = await house.open('history', 'zh-CN', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const main = page.getByRole('main');
  await main.getByRole('button', { name: '查看依据：怎么退货' }).click();
  await main.getByText('最接近的问题').waitFor();
  await picture(page, 'record-7-history-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: /^#.*的操作$/ }).click();
  await page.getByRole('menuitem', { name: '对此访客静音' }).click();
  await main.getByText('已静音').first().waitFor();
  await main.getByRole('tab', { name: '未答问题' }).click();
  await main.getByText('能不能货到付款').first().waitFor();
  await picture(page, 'record-8-unanswered-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('tab', { name: '统计' }).click();
  await main.getByText('独立解决').waitFor();
  await picture(page, 'record-9-statistics-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await picture(page, 'record-10-statistics-dark-zh-CN');
});

test('the profile proposes how sure the bot should be, by what was corrected', async () => {
  await talk(house.server, shop, Array.from({ length: 20 }, () => 'when do you open today'));
  const { rows } = await house.bot.ask<{ readonly rows: readonly { readonly conversation: string; readonly turn: number; readonly at: number; readonly question: string }[] }>('history.list', { kind: 'answered', query: 'today', days: 1 });
  for (const { at, conversation, turn } of rows.slice(0, 20)) await house.bot.ask('history.correct', { at, conversation, turn, entry: null });
  const page = await house.open('profile');
  const main = page.getByRole('main');
  await main.getByText(/^By 21 verdicts of your team/).scrollIntoViewIfNeeded();
  await picture(page, 'record-11-proposal-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Use these' }).click();
  await main.getByText(/^By 21 verdicts of your team/).waitFor({ state: 'detached' });
  await main.getByText('From 100%').waitFor();
});
