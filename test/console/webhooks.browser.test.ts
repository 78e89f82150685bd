import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import plugin from '../../plugins/webhooks/index.ts';
import { hurried } from '../browser/support/hurried.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { listening } from '../plugin/support/web.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { VisitorAt } from '../server/support/people.ts';
import { switchOn } from '../server/support/plugins.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite({ PRIVATE_HOSTS: '127.0.0.1' });
/** That webhooks were switched on, and what was delivered, is here told sooner than after seconds. */
const newPage = hurried(useBrowser(), 10_000, 5_000);

/** Webhooks are on, with these endpoints. */
async function deliverTo(endpoints: Readonly<Record<string, number>>): Promise<void> {
  await switchOn(server.node, server.house, plugin, { endpoints: Object.entries(endpoints).map(([id, port]) => ({ id, url: `http://127.0.0.1:${port}/a-secret-path`, secret: 'a secret of sixteen or more' })) });
}

test('an administrator sees what was delivered and what was not, looks into it, and sends it again', async () => {
  let heard = 0;
  const crm = await listening(createServer((_request, response) => {
    heard++;
    response.writeHead(204).end();
  }));
  const down = await listening(createServer((_request, response) => void response.writeHead(500).end()));
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en');
  await deliverTo({ crm: crm.port, warehouse: down.port });
  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByText('Nothing has been delivered yet').waitFor();
  expect(await objections(page, 'main')).toEqual([]);

  const visitor = await VisitorAt.arrive(server.node, server.house.support);
  await visitor.say('Where is my parcel?');
  const rows = main.getByRole('listitem');
  const posted = rows.filter({ hasText: 'message.posted' });
  await posted.first().waitFor({ timeout: 20_000 });
  await rows.filter({ hasText: 'warehouse' }).filter({ hasText: 'Failing' }).waitFor({ timeout: 20_000 });
  await picture(page, 'webhooks-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  expect(await page.content()).not.toContain('a-secret-path');

  await main.getByText(/^Not taken \d+$/).click();
  await posted.first().waitFor({ state: 'detached' });
  await main.getByText('answered 500').first().waitFor();
  await main.getByText('All', { exact: true }).click();
  await posted.getByText('Content').click();
  await posted.getByText('Where is my parcel?').waitFor();
  const before = heard;
  await posted.getByRole('button', { name: /^Send again/ }).click();
  await page.getByText('It is sent again').waitFor();
  await expect.poll(() => heard, { timeout: 20_000 }).toBe(before + 1);
});

test('in Chinese, on a phone, in the dark', async () => {
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'zh-CN', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', at: '/plugins/webhooks/endpoints' });
  await page.getByText('失败中').waitFor();
  await page.getByText('message.posted').first().waitFor();
  await picture(page, 'webhooks-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
});
