import { expect, onTestFinished, test } from 'vitest';
import plugin from '../../plugins/api-channel/index.ts';
import type { CardPage } from '#wire/api.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { switchOn } from '../server/support/plugins.ts';
import { startSimulator } from '../simulators/simulator.ts';
import { useBrowser } from '../widget/support/browser.ts';

const SECRET = 'the secret of the application';

const server = useSite({ PRIVATE_HOSTS: '127.0.0.1' });
/** With motion, as most people have it. */
const newPage = useBrowser({ reducedMotion: 'no-preference' });

test('an agent finds a contact, makes one of two, writes first and goes on by another channel', async () => {
  const { house, node } = server;
  const provider = await startSimulator('api-application.ts', 'shop', SECRET);
  onTestFinished(() => provider.end());
  const account = { id: 'shop', name: 'The shop', department: house.support.id, callback: `http://127.0.0.1:${provider.port}/`, secret: SECRET };
  await switchOn(node, house, plugin, { accounts: [account] });
  const agent = await house.hire();

  // Anna has asked in the shop, and on the website; both chats are over.
  expect((await provider.say({ origin: node.origin, person: 'anna', text: 'Does the blue lamp come in green?', id: 'm-1' })).status).toBe(200);
  const customer = await Customer.arrive(newPage, node, 'en');
  await customer.say('Where is my order 20261124?');
  await expect.poll(async () => (await agent.call<CardPage>(node, 'GET', '/conversations?scope=waiting')).items.length, { timeout: 10_000 }).toBe(2);
  for (let chat = 0; chat < 2; chat++) {
    const console = await Console.open(node, agent);
    const taken = await console.accept();
    const conversation = 'conversation' in taken ? taken.conversation ?? '' : '';
    await console.open(conversation);
    await console.command(conversation, { type: 'conversation.complete' });
    console.line.close();
  }

  const lin = await Colleague.signIn(newPage, node, 'agent-1', 'the own password of agent-1', 'en');
  const { page } = lin;
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('searchbox').fill('NAME OF an');
  await page.locator('[data-contact]').filter({ hasText: 'Name of anna' }).click();
  await page.getByText('Does the blue lamp come in green?').waitFor();
  await page.getByRole('searchbox').fill('');

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Anna Berg');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('An address such as').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('anna@example.com');
  await page.getByRole('textbox', { name: 'Notes' }).fill('Collects lamps.\nPrefers to be called in the evening.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();

  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: /Visitor/ }).click();
  await dialog.getByText('1 chat and 1 channel move here.').waitFor();
  await picture(page, 'contacts-merge-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByText('Where is my order 20261124?').waitFor();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await picture(page, 'contacts-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await dialog.getByRole('radio', { name: /The shop/ }).check();
  await dialog.getByRole('textbox', { name: 'Message' }).fill('It does, from Friday on.');
  await picture(page, 'contacts-begin-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Send via The shop' }).click();
  await lin.reads('It does, from Friday on.');
  await lin.reads('began the chat with Anna Berg');
  await expect.poll(() => provider.got.map(({ text, to }) => [to, text]), { timeout: 10_000 }).toEqual([['anna', 'It does, from Friday on.']]);

  // Her other chats stand beside this one, and her other channel below the words.
  await page.getByRole('complementary').getByText('Where is my order 20261124?').waitFor();
  await lin.box.fill('Your order is on its way.');
  await page.getByRole('button', { name: 'You are writing via The shop' }).click();
  await picture(page, 'contacts-channel-light-en');
  await page.getByRole('menuitem', { name: 'Website · Support' }).click();
  expect(await dialog.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Your order is on its way.');
  await dialog.getByRole('button', { name: 'Send via Website · Support' }).click();
  await lin.reads('came from a chat on The shop');
  await lin.reads('Your order is on its way.');
  await picture(page, 'contacts-linked-light-en');
  // Said there, and nowhere else.
  expect(provider.got).toHaveLength(1);
  // Their widget is open: it goes over to the chat that was begun.
  await customer.reads('Your order is on its way.');
  await picture(customer.page, 'contacts-widget-light-en');

  const chinese = await Colleague.signIn(newPage, node, 'agent-1', 'the own password of agent-1', 'zh-CN', { colorScheme: 'dark', at: '/contacts' });
  await chinese.page.locator('[data-contact]').first().click();
  await chinese.page.getByText('Where is my order 20261124?').waitFor();
  await picture(chinese.page, 'contacts-dark-zh');
  expect(await objections(chinese.page, 'main')).toEqual([]);
  await chinese.page.getByRole('button', { name: '发起会话' }).click();
  await chinese.page.getByRole('dialog').getByRole('radio').first().waitFor();
  await picture(chinese.page, 'contacts-begin-dark-zh');
  const { page: small } = chinese;
  await small.keyboard.press('Escape');
  await small.getByRole('dialog').waitFor({ state: 'detached' });
  await small.setViewportSize({ width: 390, height: 844 });
  await small.getByText('Where is my order 20261124?').waitFor();
  await picture(small, 'contacts-phone-zh');
});
