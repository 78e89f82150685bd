import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture, words } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser();

const login = (name: string): string => `agent-${/\d+/.exec(name)?.[0]}`;
const say = words.en;

async function atTheDesk(options: { readonly at?: string } = {}): Promise<readonly [string, Colleague]> {
  const { name } = await server.house.hire();
  return [name, await Colleague.signIn(newPage, server.node, login(name), `the own password of ${login(name)}`, 'en', options)];
}

test('an address that names no chat says so', async () => {
  const [, { page }] = await atTheDesk({ at: '/mine/01NOPE' });
  await page.getByText('This chat is not here').waitFor();
  expect(await page.getByRole('log').count()).toBe(0);
});

test.each([['en', 390, 'light'], ['en', 1440, 'light'], ['zh-CN', 390, 'dark']] as const)('signs in before the server has said where the first password is, and nothing moves when it does: %s, %d', async (locale, width, colorScheme) => {
  const page = await newPage({ locale, colorScheme, viewport: { width, height: 780 } });
  const answered = Promise.withResolvers<void>();
  await page.route('**/session/first', async (route) => {
    await answered.promise;
    await route.fulfill({ json: { toCome: true } });
  });
  await page.goto(`${server.node.origin}/console`);
  await page.locator('input[name=login]').fill('admin');
  const places = () => page.locator('main :is(h1, input, button, summary, [role=radiogroup])').evaluateAll((all) => all.map((element) => JSON.stringify(element.getBoundingClientRect())));
  const before = await places();
  answered.resolve();
  await page.getByText(locale === 'en' ? 'one-time password is in the terminal' : '首位管理员的一次性密码').waitFor();
  expect(await places()).toEqual(before);
  await picture(page, `sign-in-${width}-${locale}`);
  expect(await objections(page)).toEqual([]);
});

test('whoever handed a chat over goes on; the visitor’s answer stands beside the outcome; the divider before what is new', async () => {
  const [, giver] = await atTheDesk();
  const [takerName, taker] = await atTheDesk();
  const customer = await Customer.arrive(newPage, server.node, 'en');
  const divider = (who: Colleague) => who.page.getByRole('separator').filter({ hasText: 'New' });

  await customer.say('one');
  await giver.reads('one');
  await giver.accept();
  await giver.say('two');
  await customer.reads('two');
  await giver.button(say.transfer).click();
  await giver.page.getByRole('dialog').getByText(takerName).click();
  // Who is offered a chat accepts that: nobody stands in the queue who could be next.
  await taker.page.getByText('hands this chat to you').waitFor();
  await taker.page.keyboard.press('Control+k');
  await taker.page.getByRole('dialog').getByText('Decline').waitFor();
  expect(await taker.page.getByText('Take next').count()).toBe(0);
  await taker.page.keyboard.press('Escape');
  await taker.acceptTransfer();
  await giver.page.waitForURL('**/console/waiting');
  await giver.page.getByText(`${takerName} took the chat over`).waitFor();

  await taker.say('three');
  await customer.reads('three');
  await customer.say('four');
  await taker.reads('four');
  expect(await divider(taker).count()).toBe(0);
  await taker.page.getByRole('link', { name: 'Ended' }).click();
  await taker.page.getByText('Nothing has ended yet').waitFor();
  await customer.say('five');
  // Only what is there before the chat is opened is new: the tab counts it once it is.
  await expect.poll(() => taker.page.title(), { timeout: 30_000 }).toMatch(/^\(1\)/);
  await taker.page.getByRole('link', { name: /Mine/ }).click();
  await taker.reads('five');
  await divider(taker).waitFor();
  expect(await taker.page.getByRole('separator').filter({ hasText: 'New' }).locator('xpath=following::article[1]').textContent()).toContain('five');

  await taker.button(say.complete).click();
  await customer.frame.getByRole('button', { name: 'Not yet' }).click();
  await taker.page.getByRole('link', { name: 'Ended' }).click();
  await taker.page.locator('[data-chat]').first().click();
  await taker.page.getByText('This chat was completed, but the visitor says it is not solved.').waitFor();
});

test('words that miss their field take no chat: single letters do so only beside the list', async () => {
  const [, agent] = await atTheDesk();
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('one');
  await agent.reads('one');
  await goTo(agent.page, '/settings/profile');
  await agent.page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect.poll(() => agent.page.title()).toMatch(/^\(1\)/);
  await agent.page.locator('body').click({ position: { x: 1, y: 1 } });
  await agent.page.keyboard.type('N, when?');
  await agent.page.keyboard.press('j');
  await agent.page.keyboard.press('Escape');
  expect(new URL(agent.page.url()).pathname).toBe('/console/settings/profile');
  await agent.page.keyboard.press('g');
  await agent.page.keyboard.press('w');
  await agent.page.locator('[data-chat]').first().waitFor();
  await agent.page.keyboard.press('n');
  await agent.page.waitForURL('**/console/mine/*');
});

test('chats that could not be read are not taken for none, and can be asked for again', async () => {
  const [, { page }] = await atTheDesk();
  await page.route('**/api/v1/conversations?scope=ended*', (route) => route.abort());
  await page.getByRole('link', { name: 'Ended' }).click();
  const retry = page.getByRole('button', { name: 'Try again' });
  await retry.waitFor();
  await picture(page, 'inbox-not-loaded-light-en');
  expect(await page.getByText('Nothing has ended yet').count()).toBe(0);
  await page.unrouteAll();
  await retry.click();
  await retry.waitFor({ state: 'detached' });
});

test('whoever may see a chat finds it under All: with the name of who serves it, and gone when it ends', async () => {
  const [name, host] = await atTheDesk();
  const [, other] = await atTheDesk();
  const customer = await Customer.arrive(newPage, server.node, 'en');
  const text = `all ${Date.now()}`;
  await customer.say(text);
  await host.reads(text);
  await host.accept();
  await other.page.getByRole('link', { name: 'All', exact: true }).click();
  const card = other.page.locator('[data-chat]').filter({ hasText: text });
  await card.filter({ hasText: name }).click();
  await other.page.getByText(`${name} has this chat. You are reading along.`).waitFor();
  await host.button(say.complete).click();
  await expect.poll(() => card.count(), { timeout: 30_000 }).toBe(0);
});
