import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CardPage } from '#wire/api.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

const PASSWORD = 'the own password of agent-1';

test('an agent finds ended chats by their words, in the list and in the palette, and goes to them by keys alone', async () => {
  const { house, node } = server;
  const agent = await house.hire();
  for (const [text, waits] of [['我想申请退款，订单号 20261124', false], ['Does the blue lamp come in green? A refund would do as well.', false], ['Is the blue lamp back?', true]] as const) {
    const customer = await Customer.arrive(newPage, node, 'en');
    await customer.say(text);
    await expect.poll(async () => (await agent.call<CardPage>(node, 'GET', '/conversations?scope=waiting')).items.length, { timeout: 10_000 }).toBe(1);
    if (waits) continue;
    const console = await Console.open(node, agent);
    const taken = await console.accept();
    const conversation = 'conversation' in taken ? taken.conversation ?? '' : '';
    await console.open(conversation);
    await console.command(conversation, { type: 'conversation.complete' });
    console.line.close();
  }

  const { page } = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'en', { at: '/ended' });
  const field = page.getByRole('searchbox');
  const found = page.locator('[data-found]');
  await page.locator('[data-chat]').nth(1).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('LAMP refund');
  await found.filter({ hasText: 'blue lamp come in green' }).waitFor();
  expect(await found.count()).toBe(1);
  // As the list says it.
  await found.getByText('Support', { exact: true }).waitFor();
  expect(await found.locator('mark').allTextContents()).toEqual(['lamp', 'refund']);
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Does the blue lamp come in green?').waitFor();
  await picture(page, 'search-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await field.fill('退款');
  await found.filter({ hasText: '我想申请' }).waitFor();
  await field.fill('nobody said so');
  await page.getByText('No chat matches').waitFor();
  await picture(page, 'search-none-light-en');
  await field.press('Escape');
  expect(await field.inputValue()).toBe('');
  await page.locator('[data-chat]').nth(1).waitFor();

  // What fails can be asked for again.
  await page.route('**/conversations/search?*', (route) => route.fulfill({ status: 500, body: '' }));
  await field.fill('blue');
  await page.getByText('This could not be loaded').waitFor({ timeout: 20_000 });
  await page.unroute('**/conversations/search?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await found.filter({ hasText: 'blue lamp come in green' }).waitFor();

  // Open chats have a field of their own.
  await page.getByRole('link', { name: 'All' }).click();
  await field.fill('back');
  await found.filter({ hasText: 'Is the blue lamp back?' }).waitFor();

  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.locator('[data-contact]').first().waitFor();
  const number = /Visitor \d{4}/u.exec(await page.locator('[data-contact]').last().innerText())?.[0] ?? '';
  await page.keyboard.press('/');
  await page.keyboard.type(number);
  await expect.poll(() => page.locator('[data-contact]').count()).toBe(1);
  await throughPalette(page, number);

  const chinese = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'zh-CN', { at: '/ended', colorScheme: 'dark' });
  await chinese.page.getByRole('searchbox').fill('退款');
  await chinese.page.locator('[data-found]').click();
  await chinese.page.getByRole('log').getByText('我想申请退款').waitFor();
  await picture(chinese.page, 'search-dark-zh');
  expect(await objections(chinese.page, 'main')).toEqual([]);
  await chinese.page.keyboard.press('Control+k');
  await chinese.page.getByRole('dialog').waitFor();
  await chinese.page.keyboard.type('退款');
  await chinese.page.getByRole('dialog').getByText('我想申请退款').waitFor();
  await picture(chinese.page, 'search-palette-dark-zh');
  expect(await objections(chinese.page, '[role=dialog]')).toEqual([]);
  const { page: small } = chinese;
  await small.keyboard.press('Escape');
  await small.getByRole('dialog').waitFor({ state: 'hidden' });
  await small.setViewportSize({ width: 390, height: 844 });
  await goTo(small, '/ended');
  await small.getByRole('searchbox').fill('refund');
  await small.locator('[data-found]').filter({ hasText: 'refund' }).waitFor();
  await picture(small, 'search-phone-zh');
}, 120_000);

/** Words, then a contact, then a command, with nothing but the keyboard. */
async function throughPalette(page: Page, number: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type('refund would');
  await dialog.locator('[data-action]', { hasText: 'A refund would do as well' }).getByText('Support', { exact: true }).waitFor();
  // Rows with more to say than there is room for end where the others do.
  const room = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  const tooWide = (rows: readonly Element[]): number => rows.filter((row) => row.getBoundingClientRect().right > row.closest('[role=dialog]')!.getBoundingClientRect().right).length;
  await expect.poll(() => dialog.locator('[data-action]').evaluateAll(tooWide)).toBe(0);
  await page.setViewportSize(room);
  await picture(page, 'search-palette-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  const top = (await dialog.boundingBox())?.y;
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/ended\/\w+/u);
  await dialog.waitFor({ state: 'hidden' });

  // An open chat by its last words, before the server has said anything; what nobody said at the same height.
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type('back?');
  await dialog.locator('[data-action]', { hasText: 'Is the blue lamp back?' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/waiting\/\w+/u);
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type('nobody said so');
  await dialog.getByText('Find “nobody said so” in ended chats').waitFor();
  expect(await dialog.locator('[data-action]').count()).toBe(1);
  expect((await dialog.boundingBox())?.y).toBe(top);

  // Enter before anything is found takes what is found first, and not the way to more.
  await dialog.getByRole('textbox').fill('');
  await page.keyboard.type('green refund');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/ended\/\w+/u);
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type(number);
  await expect.poll(() => dialog.locator('[data-action]').filter({ hasText: number }).count()).toBeGreaterThan(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/contacts\/\w+/u);
  // Whoever has left since goes nowhere, nor later with the same words.
  const stood = page.url();
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type('green refund');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await dialog.waitFor();
  await page.keyboard.type('green refund');
  // Its channel stands beside it, and however long a row is, the list is no wider than its place.
  await dialog.locator('[data-action]', { hasText: 'A refund would do as well' }).getByText('Support', { exact: true }).waitFor();
  expect(await dialog.locator('[data-action]').evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().right > (row.closest('[role=dialog]')?.getBoundingClientRect().right ?? 0)).length)).toBe(0);
  expect(page.url()).toBe(stood);
}
