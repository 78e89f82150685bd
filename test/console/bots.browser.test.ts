import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { switchBotsOn } from '../server/support/bot.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

beforeAll(async () => {
  await switchBotsOn(server);
});

const phone = { viewport: { width: 390, height: 844 } };
const file = [
  'question,similar,reply,categories,enabled',
  'How do I return something?,"Can I send it back?\nI do not like it",Send it back within 30 days.,Orders,yes',
  'Where is my parcel?,Has it been sent?,The link in our mail says where it is.,Orders,yes',
  'Do you ship abroad?,,,Orders,yes',
  'Can I pay by card?,Which cards do you take?,"Yes, by any card.",Paying,no',
].join('\n');

/** Asks the plugin as the page does. */
const ask = (action: string, given: object): Promise<unknown> =>
  server.house.admin.call(server.node, 'POST', '/slots/bot/bots/act', { locale: 'en', action, values: { json: JSON.stringify(given) } });

/** What it teaches is asked about at once: nodes hear of a change within a second. */
async function addEntry(page: Page, question: string, reply: string): Promise<void> {
  await page.getByRole('button', { name: 'New entry' }).first().click();
  const drawer = page.getByRole('dialog', { name: 'New entry' });
  await drawer.getByLabel('Question', { exact: true }).fill(question);
  await drawer.getByLabel('Reply 1').fill(reply);
  await page.keyboard.press('Control+Enter');
  await drawer.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: question, exact: true }).waitFor();
}

test('a bot is made, taught and tried; it answers visitors, hands over, and suggests to the agent', async () => {
  const { house, node } = server;
  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en');
  const main = page.getByRole('main');
  const tab = (name: string): Promise<void> => main.getByRole('tab', { name }).click();
  await page.getByRole('link', { name: 'Bots', exact: true }).click();
  await main.getByText('Your first bot').waitFor();
  await picture(page, 'bots-1-empty-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByLabel('Name').fill('Penny');
  await page.keyboard.press('Enter');
  await main.getByText('It knows nothing yet').waitFor();

  await addEntry(page, 'When do you open?', 'At nine, each day but Sunday.');
  await main.getByRole('button', { name: 'Files' }).click();
  await page.getByRole('menuitem', { name: 'Import entries…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import entries' });
  await dialog.locator('input[type=file]').setInputFiles({ name: 'faq.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await dialog.getByText('3 entries can come in').waitFor();
  await dialog.getByText('Line 5').waitFor();
  await picture(page, 'bots-2-import-light-en');
  expect(await objections(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Import 3 entries' }).click();
  await dialog.waitFor({ state: 'detached' });
  await main.getByText('4 entries').waitFor();
  await picture(page, 'bots-3-knowledge-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await main.getByLabel('Choose all on this page').check();
  await main.getByText('4 chosen').waitFor();
  await main.getByRole('button', { name: 'Switch on' }).click();
  await expect.poll(() => main.getByLabel('In use: Can I pay by card?').isChecked()).toBe(true);
  await main.getByLabel('Choose: Can I pay by card?').check();
  await main.getByLabel('Choose: When do you open?').check();
  await picture(page, 'bots-3b-chosen-light-en');
  await main.getByRole('button', { name: 'Delete', exact: true }).click();
  await main.getByText('2 entries').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByText('4 entries').waitFor();

  await main.getByLabel('Search questions and replies').fill('parcel');
  await main.getByText('1 of 4 entries').waitFor();
  await main.getByRole('button', { name: 'Delete: Where is my parcel?' }).click();
  await main.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByRole('button', { name: 'Where is my parcel?', exact: true }).click();
  await page.getByRole('dialog', { name: 'Edit entry' }).getByLabel('Reply 1').waitFor();
  await picture(page, 'bots-4-entry-light-en');
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    main.getByRole('button', { name: 'Files' }).click().then(() => page.getByRole('menuitem', { name: 'Export as CSV' }).click()),
  ]);
  expect(download.suggestedFilename()).toBe('Penny.csv');
  await main.getByRole('button', { name: 'Files' }).click();
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export as Excel' }).click()]);
  expect(sheet.suggestedFilename()).toBe('Penny.xlsx');
  await main.getByRole('button', { name: 'Files' }).click();
  await page.getByRole('menuitem', { name: 'Import entries…' }).click();
  const again = page.getByRole('dialog', { name: 'Import entries' });
  await picture(page, 'bots-import-formats');
  await again.locator('input[type=file]').setInputFiles(await sheet.path());
  await again.getByRole('button', { name: /^Import \d+ entr/ }).waitFor();
  await picture(page, 'bots-import-sheet');
  await page.keyboard.press('Escape');

  await tab('Test');
  // What passes by, such as that an entry was saved, lies over no field in which it is tried.
  const toasts = page.locator('[data-position=bottom-left]');
  await expect.poll(() => toasts.evaluate((place) => [getComputedStyle(place).top, getComputedStyle(place).right])).toEqual(['12px', '12px']);
  const talk = main.getByRole('log');
  await talk.getByText('I am Penny').waitFor();
  const asks = async (text: string): Promise<void> => {
    await main.getByLabel('Ask what a visitor would ask').fill(text);
    await page.keyboard.press('Enter');
  };
  // Whoever opens it writes at once: the field has the keyboard.
  await page.keyboard.type('when do you open');
  await page.keyboard.press('Enter');
  await talk.getByText('At nine, each day but Sunday.').waitFor();
  await main.getByRole('complementary').getByText('Knowledge').waitFor();
  await asks('Is there a lion in the shop?');
  await main.getByRole('complementary').getByText('Did not know').waitFor();
  await picture(page, 'bots-5-test-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Add it as an entry' }).click();
  await page.getByRole('dialog').getByLabel('Question', { exact: true }).waitFor();
  expect(await page.getByRole('dialog').getByLabel('Question', { exact: true }).inputValue()).toBe('Is there a lion in the shop?');
  await page.keyboard.press('Escape');

  await tab('Profile');
  await main.getByLabel('Answers first').click();
  await main.getByLabel('Greeting', { exact: true }).fill('Hello, I am {name}.');
  await main.getByText('Not saved yet').waitFor();
  await tab('Knowledge');
  await tab('Profile');
  await picture(page, 'bots-6-profile-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Save', exact: true }).click();
  await main.getByText('Not saved yet').waitFor({ state: 'detached' });
  await main.getByLabel('When a person takes over').scrollIntoViewIfNeeded();
  await picture(page, 'bots-6b-profile-light-en');
  await main.getByRole('button', { name: 'All bots' }).click();
  await main.getByRole('link', { name: 'Penny' }).getByText('4 entries').waitFor();
  await picture(page, 'bots-7-list-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  const hired = await house.hire();
  const number = /\d+/.exec(hired.name)?.[0];
  const lin = await Colleague.signIn(newPage, node, `agent-${number}`, `the own password of agent-${number}`, 'en');
  const customer = await Customer.arrive(newPage, node, 'en');
  await customer.say('is my parcel lost?');
  await customer.frame.getByRole('group', { name: 'Answers to choose from' }).getByRole('button').first().waitFor();
  await picture(customer.page, 'bots-8-choices-light-en');
  expect(await objections(customer.page, 'parlor-widget')).toEqual([]);
  await lin.page.getByRole('link', { name: 'All', exact: true }).click();
  await lin.page.locator('[data-chat]').filter({ hasText: 'Penny' }).click();
  await lin.page.getByText('Penny, a bot, talks to them.').waitFor();
  await lin.page.getByRole('button', { name: 'Take over' }).waitFor();
  await picture(lin.page, 'bots-9-reading-along-light-en');
  await customer.frame.getByRole('button', { name: 'Where is my parcel?' }).click();
  await customer.reads('The link in our mail says where it is.');
  await expect.poll(() => customer.frame.getByRole('group', { name: 'Answers to choose from' }).count()).toBe(0);
  await customer.say('human');
  await customer.reads('I will get a colleague for you.');

  await lin.page.getByRole('link', { name: /^Waiting, / }).click();
  await lin.accept();
  await lin.reads('Penny handed the chat over to');
  await customer.say('And when do you open?');
  await lin.page.getByRole('article', { name: 'Suggested reply' }).waitFor();
  await picture(lin.page, 'bots-10-suggestion-light-en');
  expect(await objections(lin.page, 'main')).toEqual([]);
  await lin.box.press('Alt+Enter');
  await customer.reads('At nine, each day but Sunday.');
  await lin.page.getByText('1 suggested reply').waitFor();
  await customer.say('How do I return something?');
  await lin.page.getByRole('article', { name: 'Suggested reply' }).getByText('Send it back').waitFor();
  await lin.box.press('F2');
  await expect.poll(() => lin.box.inputValue()).toBe('Send it back within 30 days.');
  await lin.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => lin.page.getByText('1 suggested reply').count()).toBe(2);
  await lin.page.keyboard.press('Escape');
  await lin.page.keyboard.press('?');
  await lin.page.getByRole('dialog').getByText('Send the suggested reply').waitFor();
  await picture(lin.page, 'bots-11-past-light-en');
});

test('any agent takes a chat over from a bot', async () => {
  const { house, node } = server;
  const hired = await house.hire();
  const number = /\d+/.exec(hired.name)?.[0];
  const mo = await Colleague.signIn(newPage, node, `agent-${number}`, `the own password of agent-${number}`, 'zh-CN', { colorScheme: 'dark' });
  const customer = await Customer.arrive(newPage, node, 'zh-CN', { ...phone, colorScheme: 'dark' });
  await customer.say('你好');
  await customer.reads('Hello, I am Penny.');
  await picture(customer.page, 'bots-12-choices-phone-dark-zh-CN');
  await mo.page.getByRole('link', { name: '全部', exact: true }).click();
  await mo.page.locator('[data-chat]').filter({ hasText: 'Penny' }).first().click();
  await mo.page.getByText('机器人 Penny 正在接待').waitFor();
  await picture(mo.page, 'bots-13-take-over-dark-zh-CN');
  expect(await objections(mo.page, 'main')).toEqual([]);
  await mo.button('接管').click();
  await mo.box.waitFor();
  await mo.say('您好，我来帮您。');
  await customer.reads('您好，我来帮您。');
  await customer.say('when do you open');
  await mo.page.getByRole('article', { name: '推荐回复' }).waitFor();
  await mo.page.setViewportSize(phone.viewport);
  expect(await objections(mo.page, 'main')).toEqual([]);
  await picture(mo.page, 'bots-20-suggestion-phone-dark-zh-CN');
});

test('in Chinese, on a phone, in the dark', async () => {
  const { house, node } = server;
  const shop = await house.department('售前咨询');
  const bot = (await ask('make', { name: '小会', department: shop.id, language: 'zh-CN' })) as { readonly data: { readonly id: string } };
  await ask('bring', { bot: bot.data.id, entries: ['如何申请退货？', '包裹什么时候送到？', '可以开发票吗？'].map((post, index) => ({ post, similar: ['怎么退', '能退吗'].slice(index), replies: ['请在订单页面操作，有问题随时联系我们。'], enabled: index !== 2, categories: ['售后'] })) });
  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'zh-CN', { ...phone, colorScheme: 'dark', at: '/plugins/bot/bots' });
  const main = page.getByRole('main');
  await main.getByText('3 条知识').waitFor();
  await picture(page, 'bots-14-list-phone-dark-zh-CN');
  await main.getByRole('link', { name: '小会' }).click();
  await main.getByText('如何申请退货？').waitFor();
  await picture(page, 'bots-15-knowledge-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByText('如何申请退货？').click();
  await page.getByRole('dialog').getByLabel('回复 1').waitFor();
  await picture(page, 'bots-16-entry-phone-dark-zh-CN');
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await main.getByRole('tab', { name: '设定' }).click();
  await main.getByText('把握程度').scrollIntoViewIfNeeded();
  await picture(page, 'bots-17-profile-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('tab', { name: '测试' }).click();
  // While it greets it takes nothing else.
  await main.getByText('我是 小会').waitFor();
  await main.getByLabel('像访客一样提问').fill('怎么退货');
  await page.keyboard.press('Enter');
  await main.getByText('最接近的问题').waitFor();
  await picture(page, 'bots-18-test-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await picture(page, 'bots-19-test-dark-zh-CN');
});
