import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Plugin } from '#wire/api.ts';
import { hurried } from '../browser/support/hurried.ts';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture } from '../browser/support/people.ts';
import type { Language } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import type { Method } from '../server/support/house.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import { foreignPage, useBrowser } from '../widget/support/browser.ts';

const server = useSite();
/** The console hears within seconds that a plugin was switched on or off: here sooner. */
const newPage = hurried(useBrowser(), 10_000);

const GRANT = ['messages.filter', 'events.read', 'data.keep', 'work.background', 'console.extend', 'widget.extend', 'http.request', 'host:*'];

const administrator = (language: Language = 'en', options: BrowserContextOptions & { readonly at?: string } = {}) => Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, language, options);

/** What the page itself would be answered. */
const statusOf = (page: Page, method: Method, path: string, body?: object): Promise<number> =>
  page.evaluate(async ([way, to, what]) => {
    const response = await fetch(`/api/v1${to}`, { method: way, ...(what === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: what }) });
    return response.status;
  }, [method, path, body === undefined ? undefined : JSON.stringify(body)] as const);

const manage = <T>(method: Method, path: string, body?: object): Promise<T> => server.house.admin.call<T>(server.node, method, path, body);

async function switchOn(): Promise<void> {
  const { state } = await manage<Plugin>('GET', '/plugins/follow-ups');
  if (state === 'available') await manage('POST', '/plugins/follow-ups/install', { grant: GRANT });
  if (state !== 'active') await manage('POST', '/plugins/follow-ups/activate');
}

test('pages of a plugin come with it and go with it, without a reload', async () => {
  const { page } = await administrator();
  const rail = page.getByRole('navigation', { name: 'Main' });
  const entry = rail.getByRole('link', { name: 'Follow-ups', exact: true });
  expect(await entry.count()).toBe(0);
  await switchOn();
  await entry.click();
  await page.getByRole('heading', { name: 'Follow-ups' }).waitFor();
  await page.getByText('Nobody is waiting for an answer').waitFor();
  // Away from the rail: a tooltip is outside of all landmarks.
  await page.mouse.move(700, 700);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  expect(await objections(page)).toEqual([]);
  await picture(page, 'slots-page-empty-en');
  await manage('POST', '/plugins/follow-ups/deactivate');
  await entry.waitFor({ state: 'detached' });
  // Whoever was there, or comes by an old address, reads why, and what to do.
  await page.getByRole('heading', { name: 'Follow-ups is not switched on' }).waitFor();
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open plugins' }).click();
  await page.waitForURL('**/console/settings/plugins');
  await page.goto(`${server.node.origin}/console/plugins/none/such`);
  await page.getByRole('heading', { name: 'There is no such page here' }).waitFor();
  await switchOn();
  await goTo(page, '/plugins/follow-ups/list');
  await page.getByText('Nobody is waiting for an answer').waitFor();
});

async function chat(): Promise<{ readonly lin: Colleague; readonly customer: Customer }> {
  await switchOn();
  const lin = await administrator();
  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('Please call me back');
  await lin.accept();
  return { lin, customer };
}

test('beside a chat and under its messages: a follow-up is planned, and the visitor is told', async () => {
  const { lin: { page }, customer } = await chat();
  const under = page.getByRole('log').getByRole('button', { name: 'Plan a follow-up' });
  const panel = page.getByRole('region', { name: 'Follow-up' });
  await under.waitFor();
  await panel.getByRole('textbox', { name: 'What about' }).fill('Ask the carrier');
  await picture(page, 'slots-panel-form-en');
  expect(await objections(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Plan a follow-up' }).click();
  await panel.getByText('Ask the carrier').waitFor();
  await under.waitFor({ state: 'detached' });

  await customer.frame.getByRole('button', { name: 'Close chat' }).click();
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await customer.reads(/You will hear from us by/);
  await picture(customer.page, 'slots-widget-en');
  await panel.getByRole('button', { name: 'Done' }).click();
  await under.waitFor();
});

test('in the composer: a promise is written and remembered; what is done with is done with everywhere', async () => {
  const { lin, customer } = await chat();
  const { page } = lin;
  await page.getByRole('button', { name: 'Promise an answer' }).click();
  const write = page.getByRole('button', { name: 'Write and remember it' });
  await write.waitFor();
  await picture(page, 'slots-composer-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await write.click();
  await expect.poll(() => lin.box.inputValue(), { timeout: 30_000 }).toMatch(/^I will get back to you by \w/);
  await page.getByRole('region', { name: 'Follow-up' }).getByRole('button', { name: 'Done' }).waitFor();
  await lin.say('/later tell the warehouse');
  await lin.reads('/later tell the warehouse');
  await customer.say('Thank you');
  await lin.reads('Thank you');
  expect(await customer.frame.getByText('/later').count()).toBe(0);

  await page.getByRole('link', { name: 'Follow-ups', exact: true }).click();
  await page.getByText('tell the warehouse').waitFor();
  await picture(page, 'slots-page-en');
  await page.getByRole('button', { name: 'Done: tell the warehouse' }).click();
  await page.getByText('tell the warehouse').waitFor({ state: 'detached' });
});

test('a frame reaches neither the page around it, nor its cookies, nor anybody else; it does what it may', async () => {
  await switchOn();
  const { page } = await administrator('en', { at: '/plugins/follow-ups/week' });
  const place = page.locator('iframe[data-shown]');
  await place.waitFor();
  const frame = page.frames().find((each) => each.url().includes('/week/frame?'))!;
  // Open to everybody: only the frame's own policy keeps it from there.
  const elsewhere = await foreignPage('<p>elsewhere', { 'access-control-allow-origin': '*' });
  const reached = await frame.evaluate(async (open) => {
    const name = (error: unknown): string => (error as Error).name;
    const attempt = (work: () => unknown): string => {
      try {
        return String(work());
      } catch (error) {
        return name(error);
      }
    };
    return {
      origin: globalThis.origin, page: attempt(() => parent.document.title), cookie: attempt(() => document.cookie), storage: attempt(() => localStorage.length), leave: attempt(() => (top!.location.href = '/demo')),
      ask: await fetch(open).then(({ status }) => String(status), name), changed: attempt(() => Object.assign(globalThis, { parlor: null })),
    };
  }, elsewhere);
  expect(reached).toEqual({ origin: 'null', page: 'SecurityError', cookie: 'SecurityError', storage: 'SecurityError', leave: 'SecurityError', ask: 'TypeError', changed: 'TypeError' });
  const answer = await frame.evaluate(() => (globalThis as unknown as { parlor: { act(action: string, values: object): Promise<unknown> } }).parlor.act('day', { day: '2030-01-01' }));
  expect(answer).toEqual([]);
  expect(await objections(page)).toEqual([]);

  // Where it cannot read it might still tell: it is kept from leading elsewhere.
  const kept = page.waitForEvent('console', (message) => message.text().includes('frame-src'));
  await frame.evaluate((to) => void (location.href = to), `${elsewhere}/?secret`);
  await kept;
  expect(page.frames().map((each) => each.url()).some((url) => url.startsWith(elsewhere))).toBe(false);
});

test('what a plugin answers never becomes more than text; what it fails at is said in its place, and the page goes on', async () => {
  await switchOn();
  const { page } = await administrator();
  // As a server would never let it through.
  const hostile = [
    { type: 'text', text: '<img src=x onerror="document.title=1"><script>document.title=2</script>' }, { type: 'link', text: 'press me', href: 'javascript:document.title=3' },
    { type: 'fields', fields: [{ label: 'a', value: 'and me', href: 'data:text/html,x' }] }, { type: 'image', src: 'javascript:document.title=4', alt: 'x' }, { type: 'later', text: 'of a later release' },
  ];
  let answer: object | null = { blocks: hostile };
  await page.route('**/api/v1/slots/follow-ups/list/render', (route) => (answer === null ? route.fulfill({ status: 502, json: { code: 'slot.failed' } }) : route.fulfill({ json: answer })));
  await goTo(page, '/plugins/follow-ups/list');
  const main = page.getByRole('main');
  await main.getByText('<script>').waitFor();
  await main.getByText('press me').click();
  expect(await main.locator('a, img, script').count()).toBe(0);
  expect(await page.title()).toContain('Parlor');

  answer = null;
  await page.reload();
  await main.getByText('This could not be loaded.').waitFor();
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  await picture(page, 'slots-failed-en');
  answer = { blocks: [{ type: 'text', text: 'Here again' }] };
  await main.getByRole('button', { name: 'Try again' }).click();
  await main.getByText('Here again').waitFor();
});

test('an agent sees what is for agents, and gets at nothing else', async () => {
  await switchOn();
  const { name } = await server.house.hire();
  const login = `agent-${/\d+/.exec(name)?.[0]}`;
  const { page } = await Colleague.signIn(newPage, server.node, login, `the own password of ${login}`, 'en');
  const rail = page.getByRole('navigation', { name: 'Main' });
  await rail.getByRole('link', { name: 'Follow-ups', exact: true }).waitFor();
  expect(await rail.getByRole('link', { name: 'Follow-ups by day' }).count()).toBe(0);
  const look = { locale: 'en', action: 'day', values: {} };
  for (const [method, way, body] of [['POST', 'render', look], ['POST', 'act', look], ['GET', 'frame?locale=en&theme=dark', undefined]] as const) {
    expect(await statusOf(page, method, `/slots/follow-ups/week/${way}`, body)).toBe(404);
  }
  await goTo(page, '/plugins/follow-ups/week');
  await page.getByText('or it is for other roles').waitFor();
  await page.getByRole('button', { name: 'Go to the inbox' }).click();
  await page.waitForURL(/console\/(?:waiting|mine)/);
});

test.each([['en', 'light', 1_440], ['zh-CN', 'dark', 1_440], ['zh-CN', 'light', 390], ['en', 'dark', 390]] as const)('in %s, %s, %i px wide', async (language, colorScheme, width) => {
  await switchOn();
  await manage('PATCH', '/me', { locale: language, theme: 'auto' });
  const { page } = await administrator(language, { colorScheme, viewport: { width, height: 860 } });
  const planned = ['2026-01-02', '2026-01-05'].map((due, index) => ({
    title: ['退款进度 · refund for order 20931', '未解决的会话'][index], detail: due, tag: { text: ['Overdue', '今天'][index], tone: ['danger', 'warning'][index] }, href: '/console/ended/01J', buttons: [{ text: 'Done', action: 'done' }, { text: 'Tomorrow', action: 'later' }],
  }));
  const all = [
    { type: 'heading', text: 'Heading' }, { type: 'text', text: 'Text of more than one line, which says what stands below and what is to be done about it, in a sentence that has to be broken.' }, { type: 'text', text: 'Muted', tone: 'muted' }, { type: 'list', items: planned },
    { type: 'fields', fields: [{ label: 'Order', value: '20931', href: 'https://shop.example/20931' }, { label: '收货地址', value: '上海市静安区南京西路 1266 号' }] },
    { type: 'table', label: 'Orders', columns: ['Order', 'Placed', 'State', 'Amount'], rows: [['20931', '2026-01-02', 'On its way', '¥ 1,299.00'], ['20877', '2025-12-19', '已签收', '¥ 89.00']] },
    { type: 'divider' },
    { type: 'form', action: 'x', submit: 'Save', fields: [
      { kind: 'text', name: 'a', label: 'Text', hint: 'A hint' }, { kind: 'number', name: 'n', label: 'Number', value: 3 }, { kind: 'date', name: 'd', label: 'Date', value: '2026-01-31', required: true },
      { kind: 'choice', name: 'c', label: 'Choice', value: 'b', options: [{ value: 'a', text: 'One' }, { value: 'b', text: 'Two' }] }, { kind: 'switch', name: 's', label: 'Switch', value: true }, { kind: 'long-text', name: 'l', label: 'Long text' },
    ] },
    { type: 'buttons', buttons: [{ text: 'Primary', action: 'p', style: 'primary' }, { text: 'Default', action: 'd' }, { text: 'Danger', action: 'x', style: 'danger', confirm: 'Really?' }] }, { type: 'link', text: 'A link', href: 'https://shop.example' },
  ];
  await page.route('**/api/v1/slots/follow-ups/list/render', (route) => route.fulfill({ json: { blocks: all } }));
  await goTo(page, '/plugins/follow-ups/list');
  await page.getByText('Heading').waitFor();
  expect(await objections(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  await picture(page, `slots-blocks-${language}-${colorScheme}-${width}`);
  await goTo(page, '/plugins/follow-ups/week');
  await page.locator('iframe[data-shown]').waitFor();
  await picture(page, `slots-frame-${language}-${colorScheme}-${width}`);
  await manage('PATCH', '/me', { locale: 'en' });
});
