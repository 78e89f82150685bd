import { beforeAll, expect, test } from 'vitest';
import { draftOf, TABLE } from '../bot/support/flow-house.ts';
import { objections } from '../browser/support/objections.ts';
import { Customer, picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';

const house = botPage((server) => Bot.make(server, server.house.support, { first: true }, []));

beforeAll(async () => {
  for (const [name, phrase] of [['Tables', 'book a table'], ['Complaints', 'complain']] as const) {
    const { id: flow } = await house.bot.ask<{ id: string }>('flow.make', { name, draft: draftOf(TABLE, { begins: { phrases: [phrase] } }) });
    if (name === 'Tables') await house.bot.ask('flow.publish', { flow });
  }
});

test('a flow is switched off and on in the list, which can be undone; who is in it goes on to its end', async () => {
  const customer = await Customer.arrive(house.newPage, house.server.node, 'en');
  await customer.say('book a table');
  await customer.reads('For how many?');

  const page = await house.open('flows');
  const main = page.getByRole('main');
  const row = main.getByRole('listitem').filter({ hasText: 'Tables' });
  const toggle = row.getByRole('switch', { name: 'In use: Tables' });
  // The mouse meets what is drawn of it.
  const press = (): Promise<void> => row.locator('label').click();
  const isOn = (text: string): Promise<void> => row.getByText(text, { exact: true }).waitFor();
  await isOn('Live, version 1');
  // What is not live has nothing to switch.
  expect(await main.getByRole('switch').count()).toBe(1);
  await press();
  await isOn('Switched off');
  const told = page.getByRole('alert').filter({ hasText: 'Tables is off: no new dialogue begins with it' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await isOn('Live, version 1');
  expect(await toggle.isChecked()).toBe(true);
  // By the keys.
  await toggle.focus();
  await page.keyboard.press('Space');
  await isOn('Switched off');
  await picture(page, 'flow-switch-off-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await customer.say('4');
  await customer.reads('Where?');
  await customer.say('Inside');
  await customer.reads('Booked for 4.');
  const other = await Customer.arrive(house.newPage, house.server.node, 'en');
  await other.say('book a table');
  await other.reads(/I am afraid I do not know that|Hello! I am Robin/);
  expect(await other.frame.getByText('Gladly.').count()).toBe(0);

  // In the designer, too, and what is published there waits.
  await row.getByRole('button', { name: 'Open Tables' }).click();
  const editor = page.getByRole('dialog', { name: 'Flow Tables' });
  await editor.getByText('Switched off').waitFor();
  await editor.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish this flow?' });
  await dialog.getByText('No dialogue begins with it until it is switched on in the list; flows that enter it still do.', { exact: false }).waitFor();
  await picture(page, 'flow-switch-publish-light-en');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').filter({ hasText: 'Dialogues begin with version 2 once the flow is switched on' }).waitFor();
  await editor.getByRole('button', { name: 'All flows' }).click();
  await isOn('Switched off');
  await press();
  await isOn('Live, version 2');
  // Undone where one has gone meanwhile.
  await row.getByRole('button', { name: 'Open Tables' }).click();
  await editor.getByText('Live, version 2').waitFor();
  await page.getByRole('alert').filter({ hasText: 'Tables is on' }).getByRole('button', { name: 'Undo' }).click();
  await editor.getByText('Switched off').waitFor();

  const phone = await house.open('flows', 'zh-CN', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  const list = phone.getByRole('main');
  await list.getByText('已停用', { exact: true }).waitFor();
  await picture(phone, 'flow-switch-phone-dark-zh-CN');
  expect(await objections(phone, 'main')).toEqual([]);
  await list.getByRole('switch', { name: '启用：Tables' }).press('Space');
  await list.getByText('已上线，版本 2').waitFor();
  await phone.getByText('“Tables”已启用').waitFor();
});
