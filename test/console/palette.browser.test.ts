import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Colleague } from '../browser/support/people.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import { useServer } from '../server/support/shared.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useServer('sqlite');
const newPage = useBrowser();

const PASSWORD = 'the own password of agent-1';

/** An agent who looks at ended chats, among them one about a lighthouse. */
async function atEndedChats(): Promise<Page> {
  const { house, node } = server;
  const agent = await house.hire();
  const visitor = await VisitorAt.arrive(node, house.support);
  await visitor.say('My lighthouse lamp flickers.');
  const console = await Console.open(node, agent);
  await console.accept();
  await console.open(visitor.conversation);
  await console.command(visitor.conversation, { type: 'conversation.complete' });
  console.line.close();
  visitor.line.close();
  const { page } = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'en', { at: '/ended' });
  await page.locator('[data-chat]').first().waitFor();
  return page;
}

/** Answers to what is asked at `address` wait until somebody lets them go. */
async function hold(page: Page, address: string): Promise<() => Promise<void>> {
  const gate = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await gate.promise;
    await route.continue().catch(() => {});
  });
  return async () => {
    gate.resolve();
    await page.unroute(address);
  };
}

test('the palette has the keyboard within the key that opens it, and gives it back', async () => {
  const page = await atEndedChats();
  const field = page.getByRole('searchbox');
  await field.focus();
  // The next key of a fast hand is a task of its own: no frame needs to lie between.
  const focused = await page.evaluate(() => new Promise<string | null | undefined>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => resolve(document.activeElement?.closest('[role=dialog]')?.getAttribute('aria-label')));
    port1.start();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }));
    port2.postMessage(null);
  }));
  expect(focused).toBe('Commands');
  await page.keyboard.type('lamp');
  expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('lamp');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toBe('');
}, 60_000);

test('a page of the settings is found by its name; those of administrators by nobody else', async () => {
  const page = await atEndedChats();
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('settings: notif');
  await dialog.getByText('Settings: Notifications').waitFor();
  expect(await dialog.getByText('Settings: Plugins').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/notifications');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('settings:');
  await dialog.getByText('Settings: Profile').waitFor();
  expect(await dialog.getByText('Settings: Plugins').count()).toBe(0);
}, 60_000);

test('Enter waits for what is found, and takes that; what was found before is never taken for it', async () => {
  const page = await atEndedChats();
  const dialog = page.getByRole('dialog');
  const rows = dialog.locator('[data-action]');

  const begun = page.waitForRequest(/search\?.*text=lighthouse/u);
  let release = await hold(page, '**/conversations/search?*');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lighthouse');
  await page.keyboard.press('Enter');
  await begun;
  await dialog.getByText('Looking…').waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/ended');
  await release();
  await page.waitForURL(/\/ended\/\w+\?at=\d+$/u);
  await dialog.waitFor({ state: 'detached' });

  // Rows of fewer words are gone with the key, and do not come back while the server looks: neither chats nor contacts.
  const lists = ['conversations/search?scope=open', 'conversations/search?scope=ended', 'contacts?'];
  const isOf = (words: string, list: string) => (asked: { url: () => string }) => asked.url().includes(list) && decodeURIComponent(asked.url().replaceAll('+', ' ')).includes(`${words} chair`);
  for (const [words, held] of [['lighthouse', 'conversations/search'], ['Visitor', 'contacts']] as const) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(words);
    await expect.poll(() => rows.count()).toBeGreaterThan(1);
    release = await hold(page, `**/${held}?*`);
    const asked = page.waitForRequest(isOf(words, held));
    const others = Promise.all(lists.filter((list) => !list.startsWith(held)).map((list) => page.waitForResponse(isOf(words, list))));
    await page.keyboard.type(' chair');
    expect(await rows.count()).toBe(0);
    await Promise.all([asked, others]);
    // And has been drawn, if it ever will be.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await rows.count()).toBe(0);
    await release();
    await dialog.getByText(`Find “${words} chair” in ended chats`).waitFor();
    expect(await rows.count()).toBe(1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }

  await page.goto(`${server.node.origin}/console/ended?q=lighthouse`);
  await page.locator('[data-found]').first().waitFor();
  release = await hold(page, '**/conversations/search?*');
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' chair');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\?q=lighthouse\+chair$/u);
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).pathname).toBe('/console/ended');
  await release();
  await page.getByText('No chat matches').waitFor();
}, 90_000);
