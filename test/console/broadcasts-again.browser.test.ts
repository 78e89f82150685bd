import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { broadcasting, DRAFT, LATER, type Figures } from '../channels/broadcasting.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

const actionIn = (body: string | null): string => (JSON.parse(body ?? '{}') as { readonly action: string }).action;

test('one that was sent, and whose answer was lost, is not sent again by who tries again', async () => {
  const { house, node } = server;
  const act = await broadcasting(house, node);
  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en', { at: '/plugins/broadcast/broadcasts?broadcast=new' });
  const main = page.getByRole('main');
  const list = async (): Promise<readonly Figures[]> => (await act<{ readonly items: readonly Figures[] }>('list')).items;
  const sends = async (): Promise<void> => {
    await main.getByRole('button', { name: 'Send now…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click();
  };
  let lost = 0;
  await page.route('**/slots/broadcast/broadcasts/act', async (route) => {
    if (lost === 2 || actionIn(route.request().postData()) !== 'send') return route.continue();
    lost += 1;
    // The first is refused before it is taken, and of the second nobody hears that it was.
    if (lost === 2) await route.fetch();
    return route.fulfill({ status: 502, json: { code: 'slot.failed' } });
  });
  await main.getByRole('textbox', { name: 'Title' }).fill('Lamps');
  await main.getByRole('textbox', { name: 'Message', exact: true }).fill('Our lamps are here.');
  await sends();
  await expect.poll(() => lost).toBe(1);
  await main.getByRole('button', { name: 'Send now…', disabled: false }).waitFor();
  expect((await list()).map(({ stage }) => stage)).toEqual(['draft']);
  await sends();
  await expect.poll(async () => (await list()).map(({ stage }) => stage), { timeout: 20_000, interval: 400 }).toEqual(['done']);
  await sends();
  await page.getByText('It has begun meanwhile, or is gone.', { exact: false }).waitFor();
  // Where it stands.
  await main.getByRole('button', { name: 'Remove…' }).waitFor();
  await main.locator('header').getByText('Sent', { exact: true }).waitFor();
  expect((await list()).map(({ stage }) => stage)).toEqual(['done']);
  expect(new URL(page.url()).searchParams.get('broadcast')).toBe((await list())[0]!.id);
});

test('one that was scheduled with a slip says that it was held back, and what to do', async () => {
  const { house, node, place } = server;
  const act = await broadcasting(house, node);
  const { id } = await act('keep', { draft: JSON.stringify({ ...DRAFT, title: 'Held' }) });
  await act('send', { id, at: Date.now() + 3_600_000 });
  // As an earlier release let it out, an hour ago.
  const database = new DatabaseSync(place.databaseUrl.slice('sqlite:'.length), { timeout: 5_000 });
  const key = `broadcast:${id}`;
  const { value } = database.prepare("select value from plugin_data where plugin = 'broadcast' and key = ?").get(key) as { readonly value: string };
  const flawed = JSON.stringify({ ...JSON.parse(value), text: 'Hello {{nmae}}', at: Date.now() - 3_600_000 });
  expect(database.prepare("update plugin_data set value = ? where plugin = 'broadcast' and key = ?").run(flawed, key).changes).toBe(1);
  database.close();
  await expect.poll(() => act<Figures>('look', { id }), LATER).toMatchObject({ stage: 'draft', sent: 0 });

  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en', { at: '/plugins/broadcast/broadcasts' });
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /Held/ }).getByText(/^Was to start .*, and was held back$/).waitFor();
  await picture(page, 'broadcasts-held-list-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('link', { name: /Held/ }).click();
  await main.getByText('its words need a correction', { exact: false }).waitFor();
  await picture(page, 'broadcasts-held-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello {{name|there}}');
  await main.getByText(/^It was to start .*, and was not sent\. Schedule it again\.$/).waitFor();
  expect(await main.getByText('need a correction', { exact: false }).count()).toBe(0);
  await main.getByText('At a time').click();
  await main.getByLabel('Starts at').fill('2027-06-01T10:00');
  await main.getByRole('button', { name: 'Schedule' }).click();
  await main.getByRole('link', { name: /Held/ }).getByText(/^Starts /).waitFor();
});
