import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { objections } from '../browser/support/objections.ts';
import { frameOf, say, send, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();

/** The chat of a department of its own, as a page of its own. */
async function visit(options: Parameters<typeof newPage>[0] = {}): Promise<{ page: Page; desk: Console; box: Locator; token: string }> {
  const { house, node } = server;
  const department = await house.department('Sales');
  const desk = await Console.open(node, await house.hire({ departments: [department.id] }));
  const page = await newPage(options);
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  return { page, desk, box: page.locator('textarea'), token: department.token };
}

const accept = async (desk: Console): Promise<string> => {
  const answer = await desk.accept();
  if (!('conversation' in answer) || answer.conversation === undefined) throw new Error(`nobody waits: ${JSON.stringify(answer)}`);
  return answer.conversation;
};

async function agentSays(desk: Console, conversation: string, text: string): Promise<void> {
  const answer = await desk.command(conversation, { type: 'message.post', kind: 'text', body: { text }, audience: 'public' });
  if ('code' in answer) throw new Error(`refused: ${answer.code}`);
}

test('a chat from the first word to the answer whether it was solved', async () => {
  const { page, desk, box } = await visit();
  await say(box, 'Do you mend shades?');
  await page.getByText('You are number 1').waitFor();
  const conversation = await accept(desk);
  await page.getByText(`${desk.staff.name} is here`).waitFor();
  await agentSays(desk, conversation, 'We do: https://shop.example/mending.');
  expect(await page.getByRole('link').getAttribute('href')).toBe('https://shop.example/mending');
  await say(box, 'Thank you');

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'Keep chatting' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'Yes, solved' }).click();
  await page.getByText('You said it was solved').waitFor();
  await page.getByRole('button', { name: 'Start a new chat' }).click();
  await page.getByText('Good to see you.').waitFor();
  await say(box, 'Something else');
  await page.getByText('You are number 1').waitFor();
  expect(await page.getByText('Do you mend shades?').count()).toBe(0);
});

test('an Enter of an input method does not send, nor does Shift+Enter', async () => {
  const { page, box } = await visit({ locale: 'zh-CN' });
  await box.fill('ni');
  await box.evaluate((area) => area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  await box.press('Shift+Enter');
  await box.pressSequentially('hao');
  expect(await box.inputValue()).toBe('ni\nhao');
  expect(await page.getByRole('article').count()).toBe(0);
});

test('after a reload the visitor reads back as far as the chat goes, and stays where they were reading', async () => {
  const { page, desk, box } = await visit();
  await say(box, 'The first word');
  await page.getByText('You are number 1').waitFor();
  const conversation = await accept(desk);
  for (let i = 1; i <= 60; i++) await agentSays(desk, conversation, `Line ${i}`);
  await page.reload();
  await page.getByText('Line 60').waitFor();
  expect(await page.getByText('The first word').count()).toBe(0);

  const top = page.getByText('Line 20', { exact: true });
  await page.getByRole('button', { name: 'Earlier messages' }).scrollIntoViewIfNeeded();
  const before = (await top.boundingBox())?.y ?? 0;
  await page.getByRole('button', { name: 'Earlier messages' }).click();
  await page.getByText('The first word').waitFor();
  await expect.poll(async () => Math.abs(((await top.boundingBox())?.y ?? 0) - before)).toBeLessThan(60);
  await page.getByRole('button', { name: 'Earlier messages' }).waitFor({ state: 'detached' });
});

test('a draft survives a reload, before a chat and in one', async () => {
  const { page, box } = await visit();
  await box.fill('half a thought');
  await page.reload();
  expect(await box.inputValue()).toBe('half a thought');
  await send(box);
  await page.getByText('You are number 1').waitFor();
  await box.fill('the other half');
  await page.reload();
  await page.getByText('half a thought').waitFor();
  await expect.poll(() => box.inputValue()).toBe('the other half');
});

test('two tabs of one visitor show one chat', async () => {
  const { page, desk, box } = await visit();
  const second = await page.context().newPage();
  await second.goto(page.url());
  await say(box, 'from the first');
  await second.getByText('from the first').waitFor();
  await say(second.locator('textarea'), 'from the second');
  await page.getByText('from the second').waitFor();
  await accept(desk);
  expect(await desk.accept()).toMatchObject({ code: 'queue.empty' });
});

test('what came while the panel was closed is counted, and read once it is open', async () => {
  const { house, node } = server;
  const desk = await Console.open(node, await house.hire());
  const page = await newPage();
  await page.goto(`${node.origin}/demo?open`);
  const frame = await frameOf(page);
  await say(frame.locator('textarea'), 'hello');
  await frame.getByText('You are number').waitFor();
  const conversation = await accept(desk);
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await agentSays(desk, conversation, 'one');
  await agentSays(desk, conversation, 'two');
  await page.getByRole('button', { name: 'Open chat, 2 unread' }).click();
  await frame.getByText('New', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Close chat' }).first().click();
  const launcher = page.getByRole('button', { name: 'Open chat' });
  await launcher.waitFor();
  expect(await launcher.getAttribute('aria-label')).toBe('Open chat');
});

test.each(['light', 'dark'] as const)('has nothing that axe objects to, in the %s', async (colorScheme) => {
  const { page, desk, box } = await visit({ colorScheme, reducedMotion: 'reduce' });
  await page.getByText('Good to see you.').waitFor();
  expect(await objections(page)).toEqual([]);
  await say(box, 'hello');
  await page.getByText('You are number 1').waitFor();
  const conversation = await accept(desk);
  await agentSays(desk, conversation, 'good morning');
  await page.getByText('good morning').waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await desk.command(conversation, { type: 'conversation.complete' });
  await page.getByRole('button', { name: 'Not yet' }).waitFor();
  expect(await objections(page)).toEqual([]);
});
