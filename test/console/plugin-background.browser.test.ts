import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hurried } from '../browser/support/hurried.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';
import { BackgroundMock } from './support/background-mock.ts';

const server = useSite();
/** Whether something begins or ends is looked at sooner than every few seconds. */
const newPage = hurried(useBrowser(), 2_500);

async function open(mock: BackgroundMock, language: Language, options: BrowserContextOptions = {}): Promise<Page> {
  const answered = async (how?: BrowserContextOptions): Promise<Page> => {
    const page = await newPage(how);
    await mock.serve(page);
    return page;
  };
  return (await Colleague.signIn(answered, server.node, 'admin', ADMIN_PASSWORD, language, { ...options, at: '/settings/plugins' })).page;
}

test('what a plugin does by itself: a job is run at once, failed tasks are tried again or discarded', async () => {
  const mock = new BackgroundMock(3);
  const page = await open(mock, 'en');
  const main = page.getByRole('main');
  await main.getByRole('link', { name: 'Background tasks: Webhooks, 3 failed tasks' }).click();

  await main.getByText('Every 15 minutes').waitFor();
  await main.getByText('At 09:00, Monday through Friday (Asia/Shanghai)').waitFor();
  await main.getByText('next run in 4 minutes').waitFor();
  expect(await main.getByText('Interrupted').isVisible()).toBe(false);
  await main.getByText('19 earlier runs').click();
  await main.getByText('Interrupted').waitFor();
  await picture(page, 'plugin-background-en');

  await main.getByRole('button', { name: 'Run now: Fetch contacts' }).click();
  await main.getByRole('button', { name: 'Starting…: Fetch contacts' }).waitFor();
  mock.tick();
  await main.getByRole('button', { name: 'Running…: Fetch contacts' }).waitFor();
  mock.tick();
  await main.getByRole('button', { name: 'Run now: Fetch contacts' }).waitFor();

  await main.getByRole('checkbox', { name: 'conversation.closed 01JD7310' }).check();
  await main.getByText('Content').first().click();
  await main.getByText('"type": "conversation.closed"').first().waitFor();
  expect(await objections(page)).toEqual([]);
  await main.getByRole('button', { name: 'Try again' }).click();
  await main.getByRole('checkbox', { name: 'conversation.closed 01JD7310' }).waitFor({ state: 'detached' });
  await main.getByRole('checkbox', { name: 'Select all' }).check();
  await main.getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Discard 2 tasks?').waitFor();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await main.getByText('No failed tasks').waitFor();
  expect(mock.asked).toEqual([['/hooks/jobs/sync/run', null], ['/hooks/dead/replay', { ids: ['1'] }], ['/hooks/dead/discard', { ids: ['2', '3'] }]]);

  await main.getByRole('button', { name: 'Back' }).click();
  await main.getByRole('link', { name: 'Background tasks: Webhooks', exact: true }).waitFor();
});

test('more failed tasks than a page: on demand, and all of them at once; in Chinese on a phone', async () => {
  const mock = new BackgroundMock(120);
  const page = await open(mock, 'zh-CN', { viewport: { width: 390, height: 844 } });
  await page.getByRole('link', { name: '“事件推送”的后台任务，其中 120 个任务未能完成' }).click();
  await page.getByRole('button', { name: '加载更多' }).click();
  await page.getByRole('checkbox', { name: 'conversation.closed 01JD7409' }).waitFor();
  await page.getByRole('checkbox', { name: '全选' }).check();
  await page.getByRole('checkbox', { name: '已选 100 个' }).waitFor();
  await page.getByRole('button', { name: '选择全部 120 个' }).click();
  await picture(page, 'plugin-background-phone-zh-CN');
  expect(await objections(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: '重试' }).click();
  await page.getByText('没有未能完成的任务').waitFor();
  expect(mock.asked).toEqual([['/hooks/dead/replay', { ids: null }]]);
});

test('a plugin that waits for its upgrade: what it newly asks for is marked, and all of it is granted', async () => {
  const mock = new BackgroundMock(0);
  const page = await open(mock, 'en', { colorScheme: 'dark' });
  const entry = page.getByRole('listitem').filter({ hasText: 'Survey' });
  await entry.getByText('Version 1.4.2 is installed. It does nothing until you upgrade it to 2.0.0.').waitFor();
  await entry.getByRole('button', { name: 'Upgrade: Survey' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual(['Read what happens in every chat', expect.stringMatching(/^The server api.example\s+New$/)]);
  await picture(page, 'plugin-upgrade-dark-en');
  expect(await objections(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Upgrade' }).click();
  await page.getByText('Survey is upgraded').waitFor();
  await entry.getByRole('button', { name: 'Switch off: Survey' }).waitFor();
  expect(mock.asked).toEqual([['/survey/upgrade', { grant: ['events.read', 'host:api.example'] }]]);
});
