import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ContactOfChat, WidgetSession } from '#wire/api.ts';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { frameOf, say, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser({ anew: true });

/** A visitor whose chat is over, on a page that is open, and the first words of an agent's next one. */
async function served(): Promise<{ readonly page: Page; readonly frame: Frame; begin(text: string): Promise<unknown> }> {
  const { house, node } = server;
  const staff = await house.hire();
  const desk = await Console.open(node, staff);
  const page = await newPage();
  await page.goto(`${node.origin}/demo?open`);
  const frame = await frameOf(page);
  await say(frame.locator('textarea'), 'hello');
  await frame.getByText('You are number').waitFor();
  const answer = await desk.accept();
  const conversation = ('conversation' in answer && answer.conversation) || '';
  await desk.open(conversation);
  await desk.command(conversation, { type: 'conversation.complete' });
  await frame.getByRole('button', { name: 'Not yet' }).waitFor();
  const { at, id } = await staff.call<ContactOfChat>(node, 'GET', `/conversations/${conversation}/contact`);
  return { page, frame, begin: (text) => staff.call(node, 'POST', `/contacts/${id}/chats`, { ...at, department: house.support.id, text }, { 'idempotency-key': 'the-next' }) };
}

test('a chat that an agent begins is there at once; in a closed panel it is counted, and its words stand beside the launcher', async () => {
  const { begin, frame, page } = await served();
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await begin('Your lamp has arrived.');
  await page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
  await page.getByRole('button', { name: /Your lamp has arrived/ }).click();
  await frame.getByText('Your lamp has arrived.').waitFor();
  await frame.locator('textarea').waitFor();
  expect(await frame.getByText('hello', { exact: true }).count()).toBe(0);
});

test('where the last chat is long over, and has no line any more, it is found while the page is open', async () => {
  const { begin, frame, page } = await served();
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await page.clock.install();
  // As the server answers when a day has gone by.
  await page.route('**/api/v1/widget/session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()) as WidgetSession, conversation: null } });
  }, { times: 1 });
  await page.goto(`${server.node.origin}/demo`);
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  await begin('We have it again.');
  expect(await page.getByRole('button', { name: 'Open chat' }).getAttribute('aria-label')).toBe('Open chat');
  await page.clock.runFor(31_000);
  await page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
});
