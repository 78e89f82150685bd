import { expect, onTestFinished, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { startSimulator } from '../simulators/simulator.ts';
import { useBrowser } from '../widget/support/browser.ts';

const SECRET = 'the secret of the application';

const server = useSite({ PRIVATE_HOSTS: '127.0.0.1' });
const newPage = useBrowser();

test('an administrator adds an account; its people stand in the list, and what they will not get is said', async () => {
  const provider = await startSimulator('api-application.ts', 'shop', SECRET);
  onTestFinished(() => provider.end());
  const admin = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en', { at: '/settings/plugins' });
  const { page } = admin;
  const entry = page.getByRole('listitem').filter({ hasText: 'API channel' });
  const dialog = page.getByRole('dialog');
  await entry.getByRole('button', { name: 'Install' }).click();
  await dialog.getByText('Bring people in from another channel').waitFor();
  await dialog.getByRole('button', { name: 'Install' }).click();
  // Switched on as it is it would bring nobody.
  await entry.getByText('Not set up').waitFor();
  await entry.getByText('It has no account yet').waitFor();
  await picture(page, 'channel-no-account-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await entry.getByRole('button', { name: 'Set up' }).click();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByRole('textbox', { name: 'Account' }).fill('shop');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop app');
  await dialog.getByRole('textbox', { name: 'Callback address' }).fill('http://10.0.0.1/');
  // What is missing is named where it is missing.
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect(await dialog.getByText('Fill this in.').count()).toBe(2);
  await dialog.getByRole('combobox', { name: 'Department' }).click();
  await page.getByRole('option', { name: 'Support' }).click();
  // Where the application is to post, and a secret for it, are at hand.
  await dialog.getByText(`${server.node.origin}/plugins/api-channel/shop/messages`, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Generate' }).click();
  expect(await dialog.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^[\w-]{43}$/);
  await picture(page, 'channel-account-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Signing secret' }).fill(SECRET);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('This address is in a private network', { exact: false }).waitFor();
  await picture(page, 'channel-private-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Callback address' }).fill(`http://127.0.0.1:${provider.port}/`);
  await picture(page, 'channel-settings-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await entry.getByText('It has no account yet').count()).toBe(0);
  await entry.getByRole('button', { name: 'Switch on' }).click();
  await entry.getByText('On', { exact: true }).waitFor();

  // A secret is kept, and an account that is opened again shows the rest.
  await entry.locator('[aria-haspopup=menu]').click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  expect(await dialog.getByRole('textbox', { name: 'Account' }).inputValue()).toBe('shop');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('The shop');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });

  expect((await provider.say({ origin: server.node.origin, person: 'anna', text: 'is anybody there?', id: 'm-1' })).status).toBe(200);
  await page.goto(`${server.node.origin}/console/waiting`);
  const card = page.locator('[data-chat]').filter({ hasText: 'Name of anna' });
  await card.getByText('The shop').waitFor({ state: 'attached' });
  await card.click();
  await admin.accept();
  await provider.mood('anna', 'never');
  await admin.say('yes, we are');
  await page.getByText('Not delivered: the channel did not accept it: no such person').waitFor();
  await page.getByRole('banner').or(page.locator('header')).getByText('The shop').first().waitFor();
  await picture(page, 'channel-chat-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  // Where it is found it says by which channel, too.
  await goTo(page, '/all?q=anybody');
  const found = page.locator('[data-found]');
  await found.getByText('The shop').waitFor({ state: 'attached' });
  expect(await found.locator('[title="The shop · Support"] svg').count()).toBe(1);
  await picture(page, 'channel-found-light-en');
  expect(await objections(page, 'main')).toEqual([]);
});
