import type { Locator, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import telegramPlugin from '../../plugins/telegram/index.ts';
import type { ContactOfChat } from '#wire/api.ts';
import { account as telegramAccount, isConnected, TOKEN } from '../channels/telegram.ts';
import { firsts } from '../channels/support.ts';
import { wechat } from '../channels/wechat.ts';
import { png } from '../files/support.ts';
import { switchOn } from '../server/support/plugins.ts';
import { startSimulator, type Simulator } from '../simulators/simulator.ts';
import { useBrowser } from '../widget/support/browser.ts';
import { objections } from './support/objections.ts';
import { Colleague, Customer, picture, words } from './support/people.ts';
import { siteOrigin, useSite } from './support/site.ts';

// Telegram is told where to bring things.
const server = useSite({ PUBLIC_URL: siteOrigin, PRIVATE_HOSTS: '127.0.0.1' });
const newPage = useBrowser();
const SOON = { timeout: 20_000, interval: 30 };
const voice = Buffer.from(`#!AMR\n${'\x3c'.repeat(4_000)}`).toString('base64');
const photo = { kind: 'image', name: 'lamp.png', type: 'image/png', base64: png(640, 400).toString('base64') } as const;

async function channels(): Promise<{ readonly telegram: Simulator; readonly weixin: Simulator }> {
  const { house, node } = server;
  const [telegram, weixin] = await Promise.all([startSimulator('telegram/main.ts', TOKEN), wechat.provider()]);
  onTestFinished(async () => void (await Promise.all([telegram.end(), weixin.end()])));
  const [official] = wechat.config(weixin, house.support.id)['accounts'] as [object];
  await Promise.all([
    switchOn(node, house, telegramPlugin, { accounts: [telegramAccount(telegram, house.support.id, { name: 'Lamplight on Telegram' })] }),
    switchOn(node, house, wechat.plugin, { accounts: [{ ...official, name: '灯铺公众号' }] }),
  ]);
  await isConnected(telegram);
  return { telegram, weixin };
}

/** The card of the chat that shows this now, whatever it shows later. */
async function cardOf(page: Page, what: Locator): Promise<Locator> {
  const id = await page.locator('[data-chat]').filter({ has: what }).getAttribute('data-chat');
  return page.locator(`[data-chat="${id}"]`);
}

test('one agent serves a WeChat, a Telegram and a web visitor side by side', async () => {
  const { house, node } = server;
  const atTheDesk = house.hire().then(() => Colleague.signIn(newPage, node, 'agent-1', 'the own password of agent-1', 'en'));
  const [{ telegram, weixin }, lin, boss, customer] = await Promise.all([channels(), atTheDesk, house.hire({ role: 'supervisor' }), Customer.arrive(newPage, node, 'en')]);
  const { page } = lin;

  // Three people, three ways: one sends a picture, one says it.
  const { origin } = node;
  await customer.say('Do you ship to Norway?');
  expect((await telegram.say({ origin, person: 'Marta Silva', text: 'Which shade is this?', id: 't-1', file: photo })).status).toBe(200);
  expect((await weixin.say({ origin, person: 'wei', text: '你好，台灯有货吗？', id: 'w-1' })).status).toBe(200);
  expect((await weixin.deed('medium', { origin, person: 'wei', id: 'w-2', as: 'voice', type: 'audio/amr', base64: voice })).status).toBe(200);
  const [web, tg, wx] = await Promise.all([page.getByText('Do you ship to Norway?'), page.getByText('Lamplight on Telegram'), page.getByText('灯铺公众号')].map((what) => cardOf(page, what))) as [Locator, Locator, Locator];
  await tg.getByText('Name of Marta Silva').waitFor();
  await wx.getByText(/^Visitor \d{4}$/).waitFor();
  await wx.getByText('Voice').waitFor();
  await picture(page, 'channels-1-waiting-light-en');

  const answers = [[web, 'We do, within a week.'], [tg, 'That is the Opal, in green.'], [wx, '有货的，明天就能发。']] as const;
  for (const [card, answer] of answers) {
    await page.getByRole('link', { name: /^Waiting, / }).click();
    await card.click();
    await lin.accept();
    await lin.say(answer);
  }
  await expect.poll(() => [firsts(telegram, 'Marta Silva'), firsts(weixin, 'wei')], SOON).toEqual([[answers[1][1]], [answers[2][1]]]);
  await customer.reads(answers[0][1]);
  expect([telegram.typed, weixin.typed]).toEqual([expect.arrayContaining(['Marta Silva']), expect.arrayContaining(['wei'])]);
  expect(await customer.frame.getByRole('article').count()).toBe(2);
  await expect.poll(() => page.locator('[data-chat]').count(), SOON).toBe(3);

  // Their words are heard where they belong, however they come.
  await lin.page.getByRole('log').getByText('有货的').waitFor();
  await page.getByRole('log').getByRole('article').filter({ hasText: '你好' }).waitFor();
  await picture(page, 'channels-2-wechat-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await customer.box.fill('And to Sweden');
  await web.getByText('And to Sweden').waitFor();
  await customer.say('And to Sweden?');

  // A picture goes where the channel takes one.
  await tg.click();
  await page.locator('input[type=file]').setInputFiles({ name: 'opal.png', mimeType: 'image/png', buffer: png(480, 320) });
  await lin.box.fill('This is how it looks by day.');
  await page.locator('form button[type=submit]:enabled').waitFor();
  await lin.box.press('Enter');
  await expect.poll(() => telegram.got.filter(({ file }) => file !== undefined).map(({ file, text, to }) => [to, text, file?.kind, file?.base64]), SOON)
    .toEqual([['Marta Silva', 'This is how it looks by day.', 'image', png(480, 320).toString('base64')]]);

  // A colleague writes down who it is: the lists call them so at once, and say what they call themselves.
  const tgId = (await tg.getAttribute('data-chat')) ?? '';
  const { id: contact } = await boss.call<ContactOfChat>(node, 'GET', `/conversations/${tgId}/contact`);
  await boss.call(node, 'PATCH', `/contacts/${contact}`, { name: 'Marta of Bergen Interiors', email: 'marta@example.com' });
  await tg.getByText('Marta of Bergen Interiors').waitFor();
  await page.getByRole('heading', { name: 'Marta of Bergen Interiors' }).waitFor();
  expect(await tg.getByText('Marta of Bergen Interiors').getAttribute('title')).toBe('Name of Marta Silva');
  await picture(page, 'channels-3-telegram-light-en');
  await page.getByRole('link', { name: 'Open the contact' }).click();
  await page.getByText('7000000001').waitFor();
  await picture(page, 'channels-4-contact-light-en');

  // The same desk in Chinese, in the dark and on a phone.
  const { cookies } = await page.context().storageState();
  const [chinese, small] = await Promise.all(([{ colorScheme: 'dark', viewport: { width: 1440, height: 900 } }, { viewport: { width: 390, height: 844 } }] as const).map(async (look) => {
    const own = await newPage({ locale: 'zh-CN', storageState: { cookies, origins: [] }, ...look });
    await own.goto(`${origin}/console/mine`);
    await own.getByText('Marta of Bergen Interiors').first().waitFor();
    return own;
  })) as [Page, Page];
  await picture(small, 'channels-5-phone-zh');
  await chinese.locator('[data-chat]').filter({ hasText: '灯铺公众号' }).click();
  await chinese.getByRole('log').getByText('有货的').waitFor();
  await picture(chinese, 'channels-6-dark-zh');
  await small.locator('[data-chat]').filter({ hasText: 'Telegram' }).click();
  await small.getByRole('log').getByText('That is the Opal').waitFor();
  await picture(small, 'channels-7-phone-chat-zh');

  // One is over, for one alone.
  await page.getByRole('link', { name: /Inbox/ }).click();
  await web.click();
  await lin.reads('And to Sweden?');
  await lin.button(words.en.complete).click();
  await customer.frame.getByRole('button', { name: words.en.solved }).waitFor();
  await expect.poll(() => page.locator('[data-chat]').count(), SOON).toBe(2);
  expect([firsts(telegram, 'Marta Silva'), firsts(weixin, 'wei')]).toEqual([[answers[1][1], 'This is how it looks by day.'], [answers[2][1]]]);
  await picture(customer.page, 'channels-8-widget-light-en');
});
