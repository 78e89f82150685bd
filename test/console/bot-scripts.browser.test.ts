import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';

const house = botPage(async (server) => Bot.make(server, await server.house.department('Shop'), {}, []));
const { open } = house;

test('scripts are written, checked, carried out and brought in, and nothing is lost on leaving', async () => {
  const page = await open('scripts', 'en');
  const main = page.getByRole('main');
  await main.getByLabel('Functions').fill('exports.greet = async function () {\n  return "Hello there";\n};');
  await main.getByText('Exports: greet').waitFor();
  await main.getByRole('button', { name: 'Save', exact: true }).click();
  await main.getByText('Not saved yet').waitFor({ state: 'detached' });
  await main.getByRole('button', { name: 'New topic' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('greeting');
  await page.keyboard.press('Enter');
  const code = main.getByRole('textbox', { name: 'greeting' });
  await code.fill('- nobody asked\n+ good morning\n- ^greet()\n\n+ good (night\n- ^sing()');
  await main.getByRole('button', { name: /^1:1/ }).waitFor();
  const unknown = main.getByRole('button', { name: /^6:3/ });
  await unknown.waitFor();
  await main.getByText('There is no such function').waitFor();
  await picture(page, 'skills-11-scripts-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await unknown.click();
  expect(await code.evaluate((field) => (field as HTMLTextAreaElement).selectionStart)).toBe(58);
  await page.keyboard.press('Tab');
  expect(await code.inputValue()).toContain('\n-   ^sing()');

  await page.reload();
  await main.getByRole('button', { name: 'greeting' }).click();
  expect(await code.inputValue()).toContain('\n-   ^sing()');
  await code.fill('+ good morning\n- ^greet()\n');
  await page.keyboard.press('Control+s');
  await main.getByText('Not saved yet').waitFor({ state: 'detached' });
  const [file] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: 'Files' }).click().then(() => page.getByRole('menuitem', { name: 'Export as .c66' }).click())]);
  expect(file.suggestedFilename()).toBe('Robin.c66');
  await main.getByRole('button', { name: 'Delete', exact: true }).click();
  await main.getByRole('button', { name: 'greeting' }).waitFor({ state: 'detached' });
  await page.locator('input[type=file]').setInputFiles(await file.path());
  await main.getByRole('button', { name: 'greeting' }).click();
  await main.getByText('No problems found.').waitFor();
  expect(await house.bot.ask('try', { text: 'good morning', memory: null })).toMatchObject({ says: [{ text: 'Hello there' }] });

  await main.getByRole('tab', { name: 'API' }).click();
  await main.getByRole('button', { name: 'Make a secret' }).click();
  await main.getByText('it is not shown again').waitFor();
  await picture(page, 'skills-12-api-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await page.reload();
  await main.getByRole('button', { name: 'New secret' }).waitFor();
  expect(await main.getByText('it is not shown again').count()).toBe(0);
});

test('in Chinese, on a phone, in the dark', async () => {
  const page = await open('scripts', 'zh-CN', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'greeting', exact: true }).waitFor();
  await picture(page, 'skills-13-scripts-phone-dark-zh-CN');
  expect(await objections(page, 'main')).toEqual([]);
  await main.getByRole('tab', { name: 'API' }).click();
  await main.getByText('更换密钥').waitFor();
  await picture(page, 'skills-14-api-phone-dark-zh-CN');
});
