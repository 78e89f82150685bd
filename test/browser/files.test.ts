import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { png } from '../files/support.ts';
import { send, useBrowser } from '../widget/support/browser.ts';
import { Colleague, Customer, picture, type Language } from './support/people.ts';
import { useSite } from './support/site.ts';

const server = useSite({ MAX_FILE_MB: '1' });
const newPage = useBrowser();

const texts = {
  en: { preview: 'Picture', attach: 'Attach files', show: 'Show', tooLarge: 'This file is too large: at most 1 MB.', remove: 'Remove', fileNamed: 'You: File: 退货说明 returns.pdf', caption: 'This is what arrived.' },
  'zh-CN': { preview: '图片', attach: '添加附件', show: '查看', tooLarge: '文件太大，不能超过 1 MB。', remove: '移除', fileNamed: '文件：退货说明 returns.pdf', caption: '收到的是这个样子。' },
} as const;

interface Chosen { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** As somebody does it, who is then at the button. */
async function choose(page: Page, button: Locator, files: readonly Chosen[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles([...files]);
}

/** Drawn, and with its place. */
const drawn = (image: Locator): Promise<readonly number[]> => image.evaluate(async (element) => {
  const shown = element as HTMLImageElement;
  await shown.decode();
  return [shown.naturalWidth, shown.naturalHeight, shown.clientWidth, shown.clientHeight];
});

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test.each([['en', 'light', 1440], ['zh-CN', 'dark', 1440]] as const)('a visitor sends a picture, and an agent answers with a file: %s, %s', async (language: Language, colorScheme, width) => {
  const { house, node } = server;
  const say = texts[language];
  const shot = (name: string): string => `files-${language}-${colorScheme}-${name}`;
  const agent = await house.hire();
  const login = `agent-${/\d+/.exec(agent.name)?.[0]}`;
  const lin = await Colleague.signIn(newPage, node, login, `the own password of ${login}`, language, { colorScheme, viewport: { width, height: 900 } });
  const customer = await Customer.arrive(newPage, node, language, { colorScheme });

  await choose(customer.page, customer.frame.locator('.attach:enabled'), [
    { name: 'parcel.png', mimeType: 'image/png', buffer: png(640, 480) }, { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1_100_000) },
  ]);
  expect(await customer.box.evaluate((box) => box === document.activeElement), 'Enter sends it').toBe(true);
  await customer.frame.getByText(say.tooLarge).waitFor();
  await picture(customer.page, shot('1-attached'));
  expect(await customer.frame.locator('.attached .failed button').count(), 'nothing would change if it were sent again').toBe(1);
  await customer.frame.getByRole('button', { name: `${say.remove} film.bin` }).click();
  await send(customer.box);
  expect(await drawn(customer.frame.getByRole('button', { name: `${say.show} parcel.png` }).locator('img'))).toEqual([640, 480, 236, 177]);

  await lin.page.locator('[data-chat]', { hasText: say.preview }).first().waitFor();
  await lin.accept();
  const theirs = lin.page.getByRole('log').getByRole('button', { name: `${say.show} parcel.png` });
  expect(await drawn(theirs.locator('img'))).toEqual([640, 480, 320, 240]);
  await theirs.click();
  await drawn(lin.page.getByRole('dialog').locator('img'));
  await picture(lin.page, shot('2-large'));
  await lin.page.keyboard.press('Escape');

  const plan = Buffer.from(`%PDF-1.7 ${'plan '.repeat(9_000)}`);
  await choose(lin.page, lin.page.getByRole('button', { name: say.attach }), [
    { name: '退货说明 returns.pdf', mimeType: 'application/pdf', buffer: plan }, { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1_100_000) },
  ]);
  await lin.page.keyboard.type(say.caption);
  await lin.page.getByText(say.tooLarge).waitFor();
  await picture(lin.page, shot('3-too-large'));
  await lin.page.getByRole('button', { name: `${say.remove} film.bin` }).click();
  await lin.page.locator('form button[type=submit]:enabled').waitFor();
  await picture(lin.page, shot('3-answer'));
  await lin.box.press('Enter');
  await customer.reads(say.caption);
  const [download] = await Promise.all([customer.page.waitForEvent('download'), customer.frame.getByRole('link', { name: /returns\.pdf/ }).click()]);
  expect([download.suggestedFilename(), digest(await readFile(await download.path()))]).toEqual(['退货说明 returns.pdf', digest(plan)]);
  await picture(customer.page, shot('4-answered'));
  await lin.page.locator('[data-chat]', { hasText: say.fileNamed }).waitFor();
  await picture(lin.page, shot('5-sent'));

  await customer.frame.getByRole('button', { name: `${say.show} parcel.png` }).click();
  await picture(customer.page, shot('6-view'));
  await customer.page.keyboard.press('Escape');
  await customer.box.waitFor();
});
