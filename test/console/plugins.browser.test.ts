import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { marking } from '../plugin/support/tarball.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

test('an administrator installs a plugin, sets it up and switches it on: chats that are open have it at once', async () => {
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en', { colorScheme: 'dark' });
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('4111 1111 1111 1111 before');
  await customer.reads('4111 1111 1111 1111 before');

  await goTo(page, '/settings/plugins');
  const entry = page.getByRole('listitem').filter({ hasText: 'Mask card numbers' });
  const press = (name: string) => entry.getByRole('button', { name }).click();
  const choose = async (name: string): Promise<void> => {
    await entry.locator('[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name }).click();
  };
  await press('Install');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Change or refuse messages before they are posted').waitFor();
  await picture(page, 'plugin-install-dark-en');
  await dialog.getByRole('button', { name: 'Install' }).click();
  await entry.getByText('Ready').waitFor();
  await choose('Settings');
  await dialog.getByRole('textbox', { name: 'Digits to keep' }).fill('2');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await press('Switch on');
  await entry.getByText('On', { exact: true }).waitFor();
  await picture(page, 'plugins-dark-en');

  await customer.say('4111 1111 1111 1111 after');
  await customer.reads('•••• •••• •••• ••11 after');
  await press('Switch off');
  await entry.getByText('Off', { exact: true }).waitFor();
  await customer.say('4111 1111 1111 1111 again');
  await customer.reads('4111 1111 1111 1111 again');
  await choose('Uninstall');
  await dialog.getByText('everything that it has kept').waitFor();
  await dialog.getByRole('button', { name: 'Uninstall' }).click();
  await entry.getByText('Not installed').waitFor();
});

test('the page in Chinese on a phone; agents do not see it', async () => {
  const admin = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'zh-CN', { viewport: { width: 390, height: 780 }, at: '/settings/plugins' });
  await admin.page.getByRole('button', { name: '安装：隐藏卡号' }).waitFor();
  await picture(admin.page, 'plugins-phone-zh-CN');
  expect(await objections(admin.page, 'body')).toEqual([]);

  const { name } = await server.house.hire();
  const login = `agent-${/\d+/.exec(name)?.[0]}`;
  const { page } = await Colleague.signIn(newPage, server.node, login, `the own password of ${login}`, 'en', { at: '/settings' });
  await page.getByText('Profile').first().waitFor();
  expect(await page.getByText('Plugins').count()).toBe(0);
});

test('an administrator uploads a package, reads what it asks for and where it runs, installs it, upgrades it and deletes it', async () => {
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en', { viewport: { width: 1180, height: 860 }, at: '/settings/plugins' });
  const customer = await Customer.arrive(newPage, server.node, 'en');
  const upload = async (name: string, buffer: Buffer): Promise<void> => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/gzip', buffer });
  const entry = page.getByRole('listitem').filter({ hasText: 'Marker' });
  const dialog = page.getByRole('dialog');

  await upload('nothing.tgz', Buffer.from('nothing'));
  await page.getByRole('alert').getByText('it is no .tgz archive').waitFor();
  const archive = marking('1.0.0');
  await upload('marker.tgz', archive);
  await dialog.getByText(createHash('sha256').update(archive).digest('hex')).waitFor();
  await dialog.getByText('Change or refuse messages before they are posted').waitFor();
  await picture(page, 'plugin-package-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Install' }).click();
  await entry.getByText('Ready').waitFor();
  await entry.getByText('Isolated').waitFor();
  await entry.getByRole('button', { name: 'Switch on' }).click();
  await entry.getByText('On', { exact: true }).waitFor();
  await customer.say('hello');
  await customer.reads('hello 1.0.0');

  await upload('marker.tgz', marking('1.1.0', ['messages.filter', 'data.keep']));
  await dialog.getByText('Upgrade Marker to version 1.1.0?').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await entry.getByText('Version 1.0.0 keeps running until you upgrade.').waitFor();
  await customer.say('still');
  await customer.reads('still 1.0.0');
  await picture(page, 'plugin-package-waits-light-en');
  await entry.getByRole('button', { name: 'Upgrade' }).click();
  await dialog.getByRole('button', { name: 'Upgrade' }).click();
  await entry.getByText('Version 1.1.0').waitFor();
  await entry.getByRole('button', { name: 'Switch off' }).click();
  const choose = async (name: string): Promise<void> => {
    await entry.locator('[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Uninstall');
  await dialog.getByRole('button', { name: 'Uninstall' }).click();
  await entry.getByText('Not installed').waitFor();
  await choose('Delete package');
  await dialog.getByRole('button', { name: 'Delete package' }).click();
  await entry.waitFor({ state: 'detached' });
});

test('a package in the dark, and in Chinese on a phone', async () => {
  const look = async (page: Page, locale: Language, name: string): Promise<void> => {
    await page.getByText(locale === 'en' ? 'Isolated' : '隔离运行').waitFor();
    await picture(page, `plugins-package-${name}`);
    await page.getByRole('button', { name: locale === 'en' ? 'Install: Marker' : '安装：标记' }).click();
    await page.getByRole('dialog').getByText('SHA-256').waitFor();
    await picture(page, `plugin-package-${name}`);
    expect(await objections(page, '[role=dialog]')).toEqual([]);
  };
  const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'en', { at: '/settings/plugins' });
  await page.locator('input[type=file]').setInputFiles({ name: 'marker.tgz', mimeType: 'application/gzip', buffer: marking('1.0.0') });
  await page.getByRole('dialog').getByText('SHA-256').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'en', 'dark-en');
  const small = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, 'zh-CN', { viewport: { width: 390, height: 780 }, at: '/settings/plugins' });
  await look(small.page, 'zh-CN', 'phone-zh-CN');
});
