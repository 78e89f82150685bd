import { afterAll, beforeAll, expect, test } from 'vitest';
import { OutsideHouse, QUESTION, RETURNS, startModel } from '../bot/support/outside-house.ts';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import type { OpenAi } from '../simulators/openai.ts';
import { botPage } from './support/bot-page.ts';

let model: OpenAi;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.end());

const house = botPage(async (server) => Bot.make(server, await server.house.department('Shop'), {}, [{ post: 'When are you open?', similar: [], replies: ['From nine to five.'] }]), { PRIVATE_HOSTS: '127.0.0.1' });
const { open } = house;

const setUp = (values: object): Promise<unknown> => house.server.house.admin.call(house.server.node, 'PUT', '/plugins/bot/config', { config: values });

test('documents are written and brought in, and say when nobody reads them', async () => {
  const page = await open('knowledge');
  const main = page.getByRole('main');
  await main.getByText('Documents', { exact: true }).click();
  await main.getByText('No documents yet').waitFor();
  await picture(page, 'outside-1-documents-empty-light-en');
  await main.getByRole('button', { name: 'New document' }).click();
  const drawer = page.getByRole('dialog', { name: 'New document' });
  await drawer.locator('input[type=file]').setInputFiles({ name: 'Returns.md', mimeType: 'text/markdown', buffer: Buffer.from(RETURNS.text) });
  await expect.poll(() => drawer.getByLabel('Title').inputValue()).toBe('Returns');
  await drawer.getByLabel('Link').fill('shop.example');
  await drawer.getByText('A link begins with').waitFor();
  await drawer.getByLabel('Link').fill(RETURNS.url);
  await picture(page, 'outside-2-document-light-en');
  expect(await objections(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await main.getByText('1 document', { exact: true }).waitFor();
  await main.getByText('Documents are for the language model').waitFor();
  await picture(page, 'outside-3-documents-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Delete: Returns' }).click();
  await main.getByText('No documents yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await main.getByText('1 document', { exact: true }).waitFor();
});

test('a model is tried, switched on, and stopped for all bots', async () => {
  const page = await open('profile');
  const main = page.getByRole('main');
  await main.getByText('No language model is set up').scrollIntoViewIfNeeded();
  await picture(page, 'outside-4-none-light-en');
  await setUp({ ...OutsideHouse.config(model), engines: [{ id: 'shop', url: 'http://127.0.0.1:9', clientId: 'x', secret: 'y' }] });
  await page.reload();
  await main.getByLabel('Ask the language model').click();
  await model.script({ content: 'Yes, within 30 days [1], and a courier fetches them free of charge [1].', tokens: 412 });
  await main.getByLabel('Try it').fill(QUESTION);
  await page.keyboard.press('Enter');
  const result = main.getByRole('status', { name: 'Its answer' });
  await result.getByText('Yes, within 30 days').waitFor();
  await result.getByText('Cited').waitFor();
  await main.getByText('412 of').waitFor();
  await picture(page, 'outside-5-tried-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await model.script({ content: 'Log in at https://evil.example [1].' });
  await main.getByRole('button', { name: 'Ask', exact: true }).click();
  await result.getByText('It named a link, an address or a number that no source has.').waitFor();
  await main.getByText('shop', { exact: true }).last().click();
  await main.getByRole('button', { name: 'Ask', exact: true }).click();
  await result.getByText('It cannot be reached').waitFor();
  await main.getByRole('button', { name: 'Save', exact: true }).click();
  await main.getByText('Not saved yet').waitFor({ state: 'detached' });
  await main.getByRole('button', { name: 'Stop now' }).click();
  await main.getByText('Stopped by').waitFor();
  await main.getByText('Stopped by').scrollIntoViewIfNeeded();
  await picture(page, 'outside-6-stopped-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('button', { name: 'Allow again' }).click();
  await main.getByText('Stopped by').waitFor({ state: 'detached' });
});

test('the test panel shows what the model was given and what it cited', async () => {
  await model.script({ content: 'Yes, within 30 days [1].' });
  const page = await open('profile');
  const main = page.getByRole('main');
  // The bot still thinks about its greeting when somebody asks: what they ask waits for it.
  const asked = Promise.withResolvers<void>();
  await page.route('**/slots/bot/bots/act', async (route) => {
    if ((route.request().postDataJSON() as { readonly action: string }).action === 'try') await asked.promise;
    await route.continue();
  });
  await main.getByRole('tab', { name: 'Test' }).click();
  await main.getByLabel('Ask what a visitor would ask').fill(QUESTION);
  await page.keyboard.press('Enter');
  asked.resolve();
  const trace = main.getByRole('complementary', { name: 'Why it said this' });
  await trace.getByText('Cited').waitFor();
  await trace.getByText('Returns › Returning things').first().click();
  await picture(page, 'outside-7-trace-light-en');
  expect(await objections(page, 'main')).toEqual([]);
});

test('in Chinese, on a phone, in the dark', async () => {
  const page = await open('profile', 'zh-CN', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const main = page.getByRole('main');
  await main.getByLabel('试一试').fill(QUESTION);
  await page.keyboard.press('Enter');
  await main.getByText('已引用').waitFor();
  await main.getByText('询问大语言模型').scrollIntoViewIfNeeded();
  await picture(page, 'outside-8-profile-phone-dark-zh-CN');
  await main.getByText('已引用').scrollIntoViewIfNeeded();
  await picture(page, 'outside-9-tried-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('tab', { name: '知识库' }).click();
  await main.getByText('文档', { exact: true }).click();
  await main.getByText('1 篇文档').waitFor();
  await picture(page, 'outside-10-documents-phone-dark-zh-CN');
});
