import type { BrowserContextOptions } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

const phone: BrowserContextOptions = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
const at = '/plugins/saved-replies/replies';

const replies = [
  ['Greeting', 'hi', 'Hi {{name|there}}, this is {{agent}}. What can I do for you?'],
  ['Refund policy', 'refund', 'We send money back within 14 days of your parcel’s return.\nShall I begin a return for you?'],
  ['Delivery times', 'delivery', 'Parcels leave us the same day and take two to three days.'],
  ['开发票', 'fapiao', '您好{{name}}，请提供公司名称和税号，我们会在一个工作日内开具电子发票。'],
] as const;

beforeAll(async () => {
  const { house: { admin }, node } = server;
  await admin.call(node, 'POST', '/plugins/saved-replies/install', { grant: ['data.keep', 'console.extend'] });
  await admin.call(node, 'POST', '/plugins/saved-replies/activate');
});

const administrator = (language: Language = 'en', options: BrowserContextOptions & { readonly at?: string } = {}) => Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, language, options);

test('a reply is written, found, changed, deleted and had back', async () => {
  const { page } = await administrator('en', { at });
  await page.getByRole('heading', { name: 'Say it once, use it every day' }).waitFor();
  await page.mouse.move(700, 700);
  await picture(page, 'replies-empty-en');
  expect(await objections(page)).toEqual([]);
  for (const [index, [title, shortcut, text]] of replies.entries()) {
    await page.getByRole('button', { name: 'New reply' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Title' }).fill(title);
    await form.getByRole('textbox', { name: 'Shortcut' }).fill(`/${shortcut}`);
    await form.getByRole('textbox', { name: 'Text' }).fill(text);
    if (index === 0) {
      await picture(page, 'replies-form-en');
      expect(await objections(page)).toEqual([]);
    }
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: title, exact: true }).waitFor();
  }
  const search = page.getByRole('textbox', { name: 'Search replies' });
  await search.fill('money back');
  await page.getByRole('button', { name: 'Greeting', exact: true }).waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Refund policy', exact: true }).count()).toBe(1);
  await search.fill('');
  await page.getByRole('button', { name: 'Delete: Delivery times' }).click();
  await page.getByRole('button', { name: 'Delivery times', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Delivery times', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Text' }).fill('Two to three days.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Two to three days.', { exact: true }).waitFor();
  await page.mouse.move(700, 700);
  await picture(page, 'replies-page-en');
  expect(await objections(page)).toEqual([]);
  const away = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('menuitem', { name: 'Export CSV' }).click();
  expect((await away).suggestedFilename()).toBe('Saved replies.csv');
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('menuitem', { name: 'Import CSV…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('title,text,for\nGoodbye,"Have a good day, and come back.",\nDelivery times,Two to four days.,所有人\n,nobody,\nMine,For me alone.,Only me\nLost,Hi {{nmae}},Support\nAway,x,Nobody\n') });
  await dialog.getByText('2 new · 1 overwritten · 3 stay out').waitFor();
  for (const why of ['It has no title', 'Nothing fills in {{nmae}}.', 'Nobody here is called “Nobody”.']) await dialog.getByText(why).waitFor();
  expect(await dialog.getByRole('listitem').filter({ hasText: 'Mine' }).innerText()).toMatch(/Line 5\s+Mine\s+Only me\s+New/);
  expect(await dialog.getByRole('listitem').filter({ hasText: 'Delivery times' }).innerText()).toMatch(/Everyone\s+Overwrites the one they have/);
  await picture(page, 'replies-import-en');
  expect(await objections(page)).toEqual([]);
  const looks: string[] = [];
  page.on('request', (request) => { if (request.postData()?.includes('"does":false') === true) looks.push(request.url()); });
  await dialog.getByRole('button', { name: 'Import 3 replies' }).click();
  await page.getByRole('button', { name: 'Goodbye', exact: true }).waitFor();
  await page.getByText('2 new · 1 overwritten · 3 stay out').waitFor();
  await dialog.waitFor({ state: 'detached' });
  // What is there now is not looked at once more.
  expect(looks).toEqual([]);
  await page.getByRole('listitem').filter({ hasText: 'Mine' }).getByText('Only me').waitFor();
  await page.getByRole('button', { name: 'Delete: Mine' }).click();

  // Whoever writes is warned of what would not do, and told of what somebody else has saved meanwhile.
  await page.getByRole('button', { name: 'Goodbye', exact: true }).click();
  const second = await administrator('zh-CN', { at, ...phone });
  await second.page.getByRole('button', { name: 'Goodbye', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Shortcut' }).fill('Refund');
  await form.getByRole('textbox', { name: 'Text' }).fill('Goodbye, {{nmae}} from {{agnt}}.');
  await form.getByText('“Refund policy” has it already.').waitFor();
  await form.getByText('Nothing fills in {{nmae}} and {{agnt}}.').waitFor();
  await picture(page, 'replies-warned-en');
  expect(await objections(page)).toEqual([]);
  await form.getByRole('textbox', { name: 'Shortcut' }).fill('bye');
  await form.getByRole('textbox', { name: 'Text' }).fill('Goodbye, {{name|friend}}.');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  const late = second.page.getByRole('dialog');
  await late.getByRole('textbox', { name: '内容' }).fill('再见。');
  await late.getByRole('button', { name: '保存' }).click();
  await late.getByText('Goodbye, {{name|friend}}.').waitFor();
  await picture(second.page, 'replies-conflict-zh-phone');
  expect(await objections(second.page)).toEqual([]);
  await late.getByRole('button', { name: '改用对方的内容' }).click();
  expect(await late.getByRole('textbox', { name: '快捷码' }).inputValue()).toBe('bye');
  await late.getByRole('textbox', { name: '内容' }).fill('Goodbye, and thank you.');
  await late.getByRole('button', { name: '保存' }).click();
  await page.reload();
  await page.getByText('Goodbye, and thank you.').waitFor();

  const wide = await administrator('zh-CN', { at, colorScheme: 'dark' });
  await wide.page.getByText('开发票').waitFor();
  await picture(wide.page, 'replies-page-zh-dark');
  const { page: small } = second;
  await small.reload();
  await small.getByText('开发票').waitFor();
  await picture(small, 'replies-page-zh-phone');
  expect(await objections(small)).toEqual([]);
  await small.emulateMedia({ colorScheme: 'dark' });
  await small.getByRole('button', { name: 'Goodbye', exact: true }).click();
  const drawer = small.getByRole('dialog');
  await drawer.getByRole('textbox', { name: '快捷码' }).fill('refund');
  await drawer.getByRole('textbox', { name: '内容' }).fill('再见，{{nmae}}。');
  await drawer.getByText('无法识别 {{nmae}}').waitFor();
  await drawer.getByText('已被“Refund policy”使用。').waitFor();
  await picture(small, 'replies-warned-zh-dark-phone');
  expect(await objections(small)).toEqual([]);
  await small.reload();
  await small.getByRole('button', { name: 'CSV' }).click();
  await small.getByRole('menuitem', { name: '导入' }).click();
  await drawer.locator('input[type=file]').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('标题,内容,使用范围\n发货,当天发货。,在线客服\n开发票,请联系财务。,\n,nobody,\n') });
  for (const told of ['新增 1 条 · 覆盖 1 条 · 1 条未导入', '未导入：缺少标题', '在线客服']) await drawer.getByText(told).waitFor();
  await picture(small, 'replies-import-zh-dark-phone');
  expect(await objections(small)).toEqual([]);
});

test('a / finds one while one types, Enter takes it, Esc leaves it; and what is half a shortcut goes to nobody', async () => {
  const lin = await administrator();
  const { page } = lin;
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('I want my money back');
  await lin.accept();
  const list = page.getByRole('listbox', { name: 'Saved replies' });
  await lin.box.pressSequentially('/');
  await list.getByRole('option').first().waitFor();
  await picture(page, 'replies-slash-en');
  expect(await objections(page)).toEqual([]);
  await lin.box.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await lin.box.inputValue()).toBe('/');
  await lin.box.fill('');

  // Faster than the answer: what is sent is nothing.
  const held = Promise.withResolvers<void>();
  await page.route('**/slots/saved-replies/insert/choices', async (route) => {
    await held.promise;
    await route.continue();
  });
  await lin.box.pressSequentially('/refu');
  await lin.box.press('Enter');
  held.resolve();
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toMatch(/^We send money back/);
  await lin.box.press('Enter');
  await customer.reads('We send money back');
  expect(await customer.frame.getByText('/refu').count()).toBe(0);

  // Nor where nobody answers.
  await page.route('**/slots/saved-replies/insert/choices', (route) => route.fulfill({ status: 503, json: { code: 'busy' } }));
  await lin.box.pressSequentially('/deli');
  await lin.box.press('Enter');
  await page.locator('[data-tone=danger]').first().waitFor();
  expect(await lin.box.inputValue()).toBe('/deli');
  await page.unroute('**/slots/saved-replies/insert/choices');

  // Twice is once: what comes later stands in nobody's way.
  let taken = 0;
  const pressed = Promise.withResolvers<void>();
  await page.route('**/slots/saved-replies/insert/act', async (route) => {
    taken++;
    await pressed.promise;
    await route.continue();
  });
  await lin.box.fill('/refun');
  await list.getByRole('option', { name: 'Refund policy' }).waitFor();
  await lin.box.press('Enter');
  await expect.poll(() => taken).toBe(1);
  await lin.box.press('Enter');
  pressed.resolve();
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toMatch(/^We send money back/);
  expect(taken).toBe(1);
  await lin.box.fill('');

  await lin.box.pressSequentially('/');
  await list.getByRole('option').nth(1).waitFor();
  // What is used most comes first.
  await expect.poll(() => list.getByRole('option').first().innerText(), { timeout: 30_000 }).toContain('Refund policy');
  await lin.box.press('ArrowDown');
  await expect.poll(() => list.getByRole('option').nth(1).getAttribute('aria-selected')).toBe('true');
  await lin.box.fill('/usr/bin is a path');
  await list.waitFor({ state: 'detached' });
  await lin.box.press('Enter');
  await customer.reads('/usr/bin is a path');

  // A slip of the hand goes to nobody by itself: what may have been meant is shown, and the words go where they are sent once more.
  await lin.box.fill('/greting');
  await page.getByText('There is no /greting.').waitFor();
  await lin.box.press('Enter');
  await page.getByText('Send again to send it as it is.').waitFor();
  expect(await list.getByRole('option', { selected: true }).count()).toBe(0);
  await picture(page, 'replies-slip-en');
  expect(await objections(page)).toEqual([]);
  await lin.box.press('ArrowDown');
  await lin.box.press('Enter');
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toMatch(/^Hi there, this is /);
  for (const send of [() => lin.box.press('Enter'), () => page.getByRole('button', { name: 'Send', exact: true }).click()]) {
    await lin.box.fill('/nosuchword');
    await send();
    await page.getByText('Send again to send it as it is.').waitFor();
    expect(await lin.box.inputValue()).toBe('/nosuchword');
    expect(await customer.frame.getByText('/greting').count()).toBe(0);
    await send();
    await expect.poll(() => lin.box.inputValue()).toBe('');
  }
  await customer.reads('/nosuchword');

  // In the midst of words it stands for its own place only.
  await lin.box.fill('Well:  Bye.');
  for (let i = 0; i < 5; i++) await lin.box.press('ArrowLeft');
  await lin.box.pressSequentially('/deli');
  await list.getByRole('option', { name: 'Delivery times' }).waitFor();
  await lin.box.press('Enter');
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toBe('Well: Two to four days. Bye.');
  await lin.box.pressSequentially(' Really.');
  expect(await lin.box.inputValue()).toBe('Well: Two to four days. Really. Bye.');

  await lin.box.fill('Hello.');
  await page.getByRole('button', { name: 'Saved replies' }).click();
  await page.getByRole('combobox', { name: 'Search' }).pressSequentially('greet');
  await list.getByRole('option', { name: 'Greeting' }).waitFor();
  await picture(page, 'replies-button-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toMatch(/^Hello\. Hi there, this is /);

  const chat = new URL(page.url()).pathname.replace('/console', '');
  const dark = await administrator('zh-CN', { at: chat, colorScheme: 'dark' });
  await dark.box.fill('/');
  await dark.page.getByRole('listbox').getByRole('option').first().waitFor();
  await picture(dark.page, 'replies-slash-zh-dark');
  await dark.box.fill('/fapaio');
  await dark.box.press('Enter');
  await dark.page.getByText('再发送一次').waitFor();
  await picture(dark.page, 'replies-slip-zh-dark');
  const small = await administrator('zh-CN', { at: chat, ...phone });
  await small.box.fill('/');
  await small.page.getByRole('listbox').getByRole('option').first().waitFor();
  await picture(small.page, 'replies-slash-zh-phone');
  await small.box.fill('/fapaio');
  await small.page.getByRole('button', { name: '发送', exact: true }).tap();
  await small.page.getByText('再发送一次').waitFor();
  await picture(small.page, 'replies-slip-zh-phone');
});
