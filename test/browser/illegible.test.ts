import { DatabaseSync } from 'node:sqlite';
import { test, vi } from 'vitest';
import { Console } from '../server/support/people.ts';
import { frameOf, useBrowser } from '../widget/support/browser.ts';
import { Colleague, Customer, picture } from './support/people.ts';
import { useSite } from './support/site.ts';

const server = useSite();
const newPage = useBrowser();

test('a message that nobody can read has its place in the chat, for the visitor and for agents', async () => {
  const { house, node, place } = server;
  const staff = await house.hire();
  const customer = await Customer.arrive(newPage, node, 'zh-CN');
  await customer.say('My lamp flickers.');
  const desk = await Console.open(node, staff);
  const chat = await vi.waitFor(async () => {
    const answer = await desk.accept();
    if (!('conversation' in answer)) throw new Error('nobody waits yet');
    return answer.conversation;
  }, { timeout: 10_000 });
  await desk.open(chat);
  await desk.say(chat, 'Which bulb is in it?');
  await desk.say(chat, 'A picture of it would help.');
  await customer.reads('A picture of it would help.');
  await customer.say('The one that came with it.');
  await desk.event(chat, 'message.posted', ({ body }) => body.text.startsWith('The one'));
  const database = new DatabaseSync(place.databaseUrl.slice('sqlite:'.length));
  database.exec(`pragma busy_timeout = 5000; update log set body = '{"te' where body like '%Which bulb%'`);
  database.close();

  await customer.page.goto(`${node.origin}/demo?open`);
  const frame = await frameOf(customer.page);
  await frame.getByText('一条无法读取的消息').waitFor();
  await frame.getByText('The one that came with it.').waitFor();
  await picture(customer.page, 'illegible-widget-zh-CN');

  const { page } = await Colleague.signIn(newPage, node, 'agent-1', 'the own password of agent-1', 'en', { at: `/mine/${chat}` });
  await page.getByText('A message that cannot be read').waitFor();
  await page.getByText('The one that came with it.').first().waitFor();
  await picture(page, 'illegible-console-en');
});
