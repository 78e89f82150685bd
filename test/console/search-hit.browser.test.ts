import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, picture } from '../browser/support/people.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import { useServer } from '../server/support/shared.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useServer('sqlite');
const newPage = useBrowser();

const PASSWORD = 'the own password of agent-1';

test('a hit leads to its message, however far back, which stands out for a moment', async () => {
  const { house, node } = server;
  const agent = await house.hire();
  const visitor = await VisitorAt.arrive(node, house.support);
  await visitor.say('Good morning!');
  await visitor.say(`I have been here before, and everything was fine then. ${'Really, it was. '.repeat(6)}My lighthouse lamp flickers.`);
  const console = await Console.open(node, agent);
  await console.accept();
  await console.open(visitor.conversation);
  // More than a console is shown at first.
  for (let i = 0; i < 130; i++) await console.say(visitor.conversation, `Tried bulb ${i}`, 'agents');
  await console.command(visitor.conversation, { type: 'conversation.complete' });
  console.line.close();
  visitor.line.close();

  const { page } = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'en', { at: '/ended' });
  await page.getByRole('searchbox').fill('lighthouse');
  // The word is among those for which there is room.
  const mark = page.locator('[data-found] mark');
  await mark.waitFor();
  const [card, word] = [await page.locator('[data-found]').boundingBox(), await mark.boundingBox()];
  expect(word!.x + word!.width).toBeLessThan(card!.x + card!.width);

  const older: string[] = [];
  page.on('request', (request) => { if (request.url().includes('/events?')) older.push(request.url()); });
  await page.locator('[data-found]').click();
  const message = page.locator('[data-marked]');
  await message.waitFor();
  expect(await message.innerText()).toContain('lighthouse lamp');
  await picture(page, 'search-hit-light-en');
  const log = (await page.getByRole('log').boundingBox())!;
  const at = (await message.boundingBox())!;
  expect(at.y).toBeGreaterThanOrEqual(log.y);
  expect(at.y + at.height).toBeLessThanOrEqual(log.y + log.height);
  // All at once, not page by page.
  expect(older).toHaveLength(1);
  await message.waitFor({ state: 'detached' });

  // By its address as well, for whoever comes from elsewhere: with the words in the field.
  await page.reload();
  await message.waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('lighthouse');

  // Whoever still types when they open it stays at its message.
  const found = page.locator('[data-found]');
  await page.getByRole('link', { name: 'Ended' }).click();
  await page.getByRole('searchbox').fill('lighthouse');
  await found.waitFor();
  await page.getByRole('searchbox').pressSequentially(' lamp');
  await found.dispatchEvent('click');
  await page.waitForURL(/[?&]q=lighthouse\+lamp&at=\d+$/u);
  await message.waitFor();

  await page.getByRole('button', { name: 'Filters' }).click();
  // What has a list open closes that first.
  const state = page.getByRole('combobox', { name: 'State' });
  await state.click();
  await page.getByRole('option', { name: 'Closed' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('option', { name: 'Closed' }).waitFor({ state: 'hidden' });
  expect(await state.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await state.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Filters');
  await page.keyboard.press('Enter');
  await state.click();
  await page.getByRole('option', { name: 'Closed' }).click();
  await page.getByText('No chat matches').waitFor();
  await picture(page, 'search-filters-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'State: Closed' }).click();
  await found.waitFor();
  expect(new URL(page.url()).search).toMatch(/^\?q=lighthouse\+lamp&at=\d+$/u);
  await page.goBack();
  // Where the words typed on were in the address before the hit was pressed, they are what one comes back to.
  await page.waitForURL(/\/ended\?q=lighthouse(?:\+lamp)?$/u);
  await found.waitFor();

  const chinese = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'zh-CN', { at: `/ended?department=${house.support.id}&since=2026-01-01`, colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await chinese.page.locator('[data-found]').waitFor();
  await picture(chinese.page, 'search-filters-phone-dark-zh');
  expect(await objections(chinese.page, 'main')).toEqual([]);
  await chinese.page.getByRole('button', { name: '筛选', exact: true }).click();
  await chinese.page.getByRole('combobox', { name: '渠道' }).waitFor();
  await picture(chinese.page, 'search-filters-form-phone-dark-zh');
  await chinese.page.getByRole('button', { name: '完成' }).click();
  await chinese.page.getByRole('searchbox').fill('lighthouse');
  await chinese.page.locator('[data-found] mark').waitFor();
  await chinese.page.locator('[data-found]').click();
  await chinese.page.locator('[data-marked]').waitFor();
  await picture(chinese.page, 'search-hit-phone-dark-zh');
  await chinese.page.keyboard.press('Control+k');
  await chinese.page.keyboard.type('lighthouse');
  await chinese.page.getByRole('dialog').locator('mark').waitFor();
  await picture(chinese.page, 'search-palette-phone-dark-zh');
  expect(await objections(chinese.page, '[role=dialog]')).toEqual([]);
}, 90_000);

test('a search that nobody waits for any more is broken off', async () => {
  const { house, node } = server;
  await house.hire();
  const { page } = await Colleague.signIn(newPage, node, 'agent-1', PASSWORD, 'en', { at: '/ended' });
  // None is answered.
  await page.route('**/conversations/search?*', () => {});
  const brokenOff = page.waitForEvent('requestfailed', (request) => request.url().includes('text=first'));
  const begun = page.waitForRequest(/text=first/u);
  await page.getByRole('searchbox').fill('first');
  await begun;
  await page.getByRole('searchbox').fill('second');
  expect((await brokenOff).failure()?.errorText).toContain('ABORTED');
}, 60_000);
