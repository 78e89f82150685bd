import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { hurried } from '../browser/support/hurried.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { frameOf, say, send, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();

/** How often the console looks where a visitor is. */
const PAGES_MS = 15_000;

async function arrive(language: Language, options: BrowserContextOptions = {}) {
  const page = await newPage({ locale: language, viewport: { width: 1280, height: 800 }, ...options });
  await page.goto(`${server.node.origin}/demo`);
  await page.getByRole('button', { name: language === 'en' ? 'Open chat' : '打开在线客服' }).click();
  const frame = await frameOf(page);
  await frame.locator('.send').waitFor();
  return { page, frame };
}

test('in Chinese, in the dark, on a phone', async () => {
  const { page, frame } = await arrive('zh-CN', { colorScheme: 'dark', viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true });
  await frame.getByText('您的邮箱').waitFor();
  await picture(page, 'away-email-zh-phone');
  expect(await objections(page, 'parlor-widget')).toEqual([]);
  await say(frame.getByRole('textbox', { name: '消息内容' }), '我的包裹到哪里了？');
  await frame.getByRole('button', { name: '保存' }).waitFor();
  await frame.getByText('客服暂时不在，您的留言已收下').waitFor();
  await picture(page, 'away-email-later-zh-phone');
  expect(await objections(page, 'parlor-widget')).toEqual([]);
});

test('whoever was forgotten leaves no e-mail to the next, and an address that is too long keeps nobody from a chat', async () => {
  const { page, frame } = await arrive('en');
  const email = frame.getByRole('textbox', { name: 'Your e-mail (optional)' });
  const box = frame.getByRole('textbox', { name: 'Your message' });
  await box.fill('I am Anna');
  await email.fill('anna@shop.example');
  await page.evaluate(() => (window as unknown as { $parlor: { reset: () => void } }).$parlor.reset());
  await page.getByRole('button', { name: 'Open chat' }).click();
  await email.waitFor();
  expect(await email.inputValue()).toBe('');
  expect(await box.inputValue()).toBe('');
  expect(await frame.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('parlor:draft:')))).toEqual([]);
  // Of an address the server sees but what the page says.
  await page.goto(`${server.node.origin}/demo#${'x'.repeat(5_000)}`);
  await page.reload();
  const again = await frameOf(page);
  await say(again.getByRole('textbox', { name: 'Your message' }), 'Good morning');
  await again.locator('.ticks').first().waitFor();
});

test('in a chat that nobody takes an e-mail can still be left, and is asked for no more', async () => {
  const { page, frame } = await arrive('en');
  const email = frame.getByRole('textbox', { name: 'Your e-mail' });
  const box = frame.getByRole('textbox', { name: 'Your message' });
  await say(box, 'Do you ship abroad?');
  const save = frame.getByRole('button', { name: 'Save' });
  await save.waitFor();
  await frame.getByText('We are away, your message is kept').waitFor();
  await picture(page, 'away-email-later-en');
  expect(await objections(page, 'parlor-widget')).toEqual([]);
  await email.fill('bea@shop');
  await email.press('Enter');
  await frame.getByRole('alert').getByText('This is not an e-mail address').waitFor();
  await page.route('**/widget/email', (route) => route.fulfill({ status: 503, json: { code: 'busy' } }));
  await email.fill('bea@shop.example');
  await save.click();
  await frame.getByRole('alert').getByText('It could not be saved').waitFor();
  await picture(page, 'away-email-failed-en');
  await page.unroute('**/widget/email');
  await email.press('Enter');
  await frame.getByRole('status').getByText('We can reach you at bea@shop.example.').waitFor();
  expect(await email.count()).toBe(0);
  expect(await box.evaluate((field) => field === document.activeElement)).toBe(true);
  await picture(page, 'away-email-kept-en');
  expect(await objections(page, 'parlor-widget')).toEqual([]);
  await page.reload();
  const again = await frameOf(page);
  await again.getByText('We are away, your message is kept').waitFor();
  await again.getByText('Do you ship abroad?').waitFor();
  expect(await again.getByRole('textbox', { name: 'Your e-mail' }).count()).toBe(0);
});

test('where nobody is there a visitor leaves an e-mail, which agents read beside the chat with the page that it began on', async () => {
  const { page, frame } = await arrive('en');
  const email = frame.getByRole('textbox', { name: 'Your e-mail (optional)' });
  await email.waitFor();
  await picture(page, 'away-email-en');
  expect(await objections(page, 'parlor-widget')).toEqual([]);
  const box = frame.getByRole('textbox', { name: 'Your message' });
  await box.fill('Where is my parcel?');
  await email.fill('anna@shop');
  await send(box);
  await frame.getByRole('alert').getByText('This is not an e-mail address').waitFor();
  await expect.poll(() => email.evaluate((field) => field === document.activeElement)).toBe(true);
  await picture(page, 'away-email-flaw-en');
  await email.fill('anna@shop.example');
  await email.press('Enter');
  expect(await box.evaluate((field) => field === document.activeElement)).toBe(true);
  await send(box);
  await frame.locator('.ticks').first().waitFor();
  await email.waitFor({ state: 'detached' });
  await frame.getByText('We are away, your message is kept').waitFor();
  expect(await frame.getByText('Your place is kept').count()).toBe(0);

  const { page: console } = await Colleague.signIn(hurried(newPage, PAGES_MS), server.node, 'admin', ADMIN_PASSWORD, 'en');
  await console.getByText('Where is my parcel?').first().click();
  const details = console.getByRole('complementary', { name: 'Details' });
  await details.getByText('anna@shop.example').waitFor();
  const link = details.getByRole('link', { name: /\/demo/ });
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  await picture(console, 'visitor-page-en');
  expect(await objections(console)).toEqual([]);
  // Moves on without a load.
  await page.evaluate(() => { history.pushState({}, '', '/demo?lamp#details'); document.title = 'A lamp'; });
  await details.getByRole('link', { name: /A lamp/ }).waitFor({ timeout: 40_000 });
  await details.getByText('Began on').waitFor();
  await picture(console, 'visitor-page-moved-en');
});
