import { expect, test } from 'vitest';
import { Colleague } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { broadcasting, type Figures } from '../channels/broadcasting.ts';
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
