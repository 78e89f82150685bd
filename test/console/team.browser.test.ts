import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

test('an administrator looks after departments and agents: in both languages, light and dark, wide and on a phone', async () => {
  const { house, node } = server;
  const { page } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en', { at: '/settings/departments' });
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await main.getByRole('button', { name: 'New department' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Returns and repairs');
  await dialog.getByText('Chats are assigned').click();
  await picture(page, 'departments-new-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  // Whoever asks there would ask nobody.
  await main.getByText('Nobody answers here yet').waitFor();
  await picture(page, 'departments-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  await goTo(page, '/settings/agents');
  await main.getByRole('button', { name: 'New agent' }).click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Maximilian Alexander von Hohenstein');
  // It is proposed until somebody says otherwise.
  const login = dialog.getByRole('textbox', { name: 'Login' });
  expect(await login.inputValue()).toBe('maximilian.hohenstein');
  await login.fill('max');
  // What cannot be is said, and not put right behind one's back.
  const seats = dialog.getByRole('textbox', { name: 'Seats' });
  await seats.fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('At least 1, at most 100.').waitFor();
  expect(await seats.inputValue()).toBe('0');
  await expect.poll(() => seats.evaluate((field) => field === document.activeElement)).toBe(true);
  await picture(page, 'agents-no-seats-light-en');
  await seats.fill('4');
  await picture(page, 'agents-new-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Maximilian Alexander von Hohenstein', { exact: false }).first().waitFor();
  await picture(page, 'agents-password-light-en');
  const oneTime = await dialog.getByRole('status').textContent() ?? '';
  await page.keyboard.press('Escape');
  await main.getByText('One-time password').waitFor();
  await main.getByText('No department').waitFor();
  await picture(page, 'agents-light-en');
  expect(await objections(page, 'main')).toEqual([]);

  // It was typed a moment ago: it is not asked for again.
  const max = await newPage({ locale: 'en', viewport: { width: 1440, height: 900 } });
  await max.goto(`${node.origin}/console`);
  await max.getByText('Forgotten your password?').click();
  await max.getByText('--reset-admin-password').waitFor();
  await picture(max, 'sign-in-forgotten-light-en');
  expect(await objections(max)).toEqual([]);
  await max.locator('input[name=login]').fill('max');
  await max.locator('input[name=password]').fill(oneTime);
  await max.keyboard.press('Enter');
  await max.locator('input[name=next]').waitFor();
  await expect.poll(() => max.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('next');
  await max.keyboard.type('only max knows this');
  await max.locator('input[name=repeat]').fill('only max knows this');
  expect(await max.locator('input[name=current]').count()).toBe(0);
  await picture(max, 'agents-own-password-light-en');
  await max.keyboard.press('Enter');
  await max.locator('nav').first().waitFor();

  const small = await newPage({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await small.goto(`${node.origin}/console`);
  await small.getByText('忘记密码？').click();
  await picture(small, 'sign-in-forgotten-phone-dark-zh-CN');
  expect(await objections(small)).toEqual([]);

  const { name } = await house.hire();
  const dark = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'zh-CN', { colorScheme: 'dark', at: '/settings/agents' });
  await dark.page.getByText(name, { exact: true }).waitFor();
  await picture(dark.page, 'agents-dark-zh-CN');
  expect(await objections(dark.page, 'main')).toEqual([]);
  const { page: phone } = dark;
  await phone.setViewportSize({ width: 390, height: 844 });
  await goTo(phone, '/settings/departments');
  await phone.getByText('还没有人接待').waitFor();
  await picture(phone, 'departments-phone-dark-zh-CN');
  // Nobody has named the first one: it is called so in this language only, also after its form was saved.
  await phone.getByRole('button', { name: '在线客服 的操作' }).click();
  await phone.getByRole('menuitem', { name: '编辑部门' }).click();
  expect(await phone.getByRole('textbox', { name: '名称' }).inputValue()).toBe('在线客服');
  await picture(phone, 'departments-edit-phone-dark-zh-CN');
  await phone.getByRole('button', { name: '保存' }).click();
  await phone.getByRole('dialog').waitFor({ state: 'detached' });
  const departments = await phone.request.get(`${node.origin}/api/v1/departments`);
  expect(await departments.json()).toContainEqual(expect.objectContaining({ name: 'Support' }));
  await goTo(phone, '/settings/agents');
  await phone.getByText(name, { exact: true }).waitFor();
  await picture(phone, 'agents-phone-dark-zh-CN');
  expect(await objections(phone, 'main')).toEqual([]);
});

test('an agent reads in which departments nobody waits, and why they were signed out', async () => {
  const { house, node } = server;
  const returns = await house.department('Parcels');
  await house.department('Spare parts');
  const one = await house.hire({ departments: [house.support.id, returns.id] });
  const login = one.name.toLowerCase().replace(' ', '-');
  const { page } = await Colleague.signIn(newPage, node, login, `the own password of ${login}`, 'en', { at: '/waiting' });
  await page.getByText('Nobody waits in Support and Parcels').waitFor();
  await page.getByText('The next visitor of Support and Parcels will show up here.', { exact: false }).waitFor();
  await picture(page, 'quiet-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await house.admin.call(node, 'PATCH', `/agents/${one.id}`, { departments: [] });
  await page.getByText('You are in no department yet').first().waitFor();

  await house.admin.call(node, 'PATCH', `/agents/${one.id}`, { password: 'once and never again' });
  await page.getByRole('heading', { name: 'You were signed out' }).waitFor();
  await picture(page, 'signed-out-light-en');
  expect(await objections(page)).toEqual([]);
  // Who leaves of their own accord knows why.
  const { page: other } = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'zh-CN', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await other.getByRole('button', { name: /打开菜单/ }).click();
  await other.getByRole('menuitem', { name: '退出登录' }).click();
  await other.getByRole('heading', { name: '欢迎' }).waitFor();
});
