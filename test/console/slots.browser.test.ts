import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Colleague, Customer, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useServer } from '../server/support/shared.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useServer('sqlite');
const newPage = useBrowser();

const GRANT = ['messages.filter', 'events.read', 'data.keep', 'work.background', 'console.extend', 'widget.extend', 'http.request', 'host:*'];

const administrator = (language: Language = 'en', options: BrowserContextOptions = {}) => Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, language, options);

/** As the administrator's own page would. */
const ask = (page: Page, method: string, path: string, body?: object) =>
  page.evaluate(async ([way, to, what]) => {
    const response = await fetch(`/api/v1${to}`, { method: way!, ...(what === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: what }) });
    return [response.status, await response.text()] as const;
  }, [method, path, body === undefined ? undefined : JSON.stringify(body)]);

async function switchOn(page: Page): Promise<void> {
  const [, plugin] = await ask(page, 'GET', '/plugins/follow-ups');
  if ((JSON.parse(plugin) as { state: string }).state === 'available') await ask(page, 'POST', '/plugins/follow-ups/install', { grant: GRANT });
  await ask(page, 'POST', '/plugins/follow-ups/activate');
}

async function objections(page: Page, within = 'body'): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(within).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('pages of a plugin come with it and go with it, without a reload', async () => {
  const { page } = await administrator();
  const rail = page.getByRole('navigation', { name: 'Main' });
  const entry = rail.getByRole('link', { name: 'Follow-ups', exact: true });
  expect(await entry.count()).toBe(0);
  await switchOn(page);
  await entry.click();
  await page.getByRole('heading', { name: 'Follow-ups' }).waitFor();
  await page.getByText('Nobody waits for an answer').waitFor();
  // Away from the rail: a tooltip is outside of all landmarks.
  await page.mouse.move(700, 700);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  expect(await objections(page)).toEqual([]);
  await picture(page, 'slots-page-empty-en');
  await ask(page, 'POST', '/plugins/follow-ups/deactivate');
  await entry.waitFor({ state: 'detached' });
  await page.waitForURL(/console\/(?:waiting|mine)/);
});

test('beside a chat: a follow-up is planned, promised and done', async () => {
  const { page } = await administrator();
  await switchOn(page);
  const lin = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en');
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('Where is my parcel?');
  await lin.accept();
  const panel = lin.page.getByRole('region', { name: 'Follow-up' });
  await panel.getByRole('textbox', { name: 'What about' }).fill('Ask the carrier');
  await picture(lin.page, 'slots-panel-form-en');
  expect(await objections(lin.page)).toEqual([]);
  await panel.getByRole('button', { name: 'Plan a follow-up' }).click();
  await panel.getByText('Ask the carrier').waitFor();
  await customer.frame.getByRole('button', { name: 'Close chat' }).click();
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await customer.reads(/You will hear from us by/);

  await lin.page.getByRole('button', { name: 'Promise an answer' }).click();
  await lin.page.getByRole('button', { name: 'Write and remember it' }).waitFor();
  await picture(lin.page, 'slots-composer-en');
  expect(await objections(lin.page)).toEqual([]);
  await lin.page.getByRole('button', { name: 'Write and remember it' }).click();
  await expect.poll(() => lin.box.inputValue()).toMatch(/^I will get back to you by \w/);
  await lin.say('/later tell the warehouse');
  await lin.reads('/later tell the warehouse');
  await customer.say('Thank you');
  expect(await customer.frame.getByText('/later').count()).toBe(0);

  await lin.page.getByRole('link', { name: 'Follow-ups', exact: true }).click();
  await lin.page.getByText('tell the warehouse').waitFor();
  await picture(lin.page, 'slots-page-en');
  await lin.page.getByRole('button', { name: 'Done: tell the warehouse' }).click();
  await lin.page.getByText('Followed up').waitFor();
  await lin.page.getByText('Nobody waits for an answer').waitFor();
});
