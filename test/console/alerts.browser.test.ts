import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objections } from '../browser/support/objections.ts';
import { Colleague, Customer, goTo, picture } from '../browser/support/people.ts';
import { useSite } from '../browser/support/site.ts';
import { useBrowser } from '../widget/support/browser.ts';

const server = useSite();
const newPage = useBrowser({ anew: true });

/** Whether the agent looks at a page is what the test says: `eyes`. What it would sound or show is written down in `heard`. */
const STAND_IN = `
  const heard = [];
  Object.assign(window, { heard, eyes: false });
  document.hasFocus = () => window.eyes;
  window.AudioContext = class extends AudioContext { constructor() { super(); heard.push('chime'); } };
  window.Notification = class {
    static get permission() { return localStorage.getItem('permission') ?? 'default'; }
    static async requestPermission() { localStorage.setItem('permission', 'granted'); return 'granted'; }
    constructor(title, { body }) { heard.push(title + ': ' + body); window.shown = this; }
    close() {}
  };
`;

const heardIn = async (pages: readonly Page[]): Promise<readonly string[]> => (await Promise.all(pages.map((page) => page.evaluate<string[]>('heard')))).flat();
const chimesOf = (heard: readonly string[]): number => heard.filter((what) => what === 'chime').length;

test('whoever looks elsewhere hears of a chat once, though two tabs are open, and is led to it; before their eyes all is quiet', async () => {
  const { house, node } = server;
  await house.hire();
  const watched = async (options?: BrowserContextOptions): Promise<Page> => {
    const page = await newPage(options);
    await page.context().addInitScript(STAND_IN);
    return page;
  };
  const agent = await Colleague.signIn(watched, node, 'agent-1', 'the own password of agent-1', 'en', { at: '/settings/notifications' });
  const notifications = agent.page.getByRole('switch', { name: 'Desktop notifications' });
  await notifications.waitFor();
  expect(await notifications.isChecked()).toBe(false);
  await notifications.locator('..').click();
  await expect.poll(() => notifications.isChecked()).toBe(true);
  expect(await heardIn([agent.page])).toEqual(['Parlor: This is how you will be notified']);
  expect(await objections(agent.page, 'main')).toEqual([]);
  await picture(agent.page, 'notifications-light-en');

  const tabs = [agent.page, await agent.page.context().newPage()] as const;
  await goTo(tabs[0], '/ended');
  await tabs[1].goto(`${node.origin}/console/ended`);
  for (const tab of tabs) await tab.getByText('Nothing has ended yet').first().waitFor();
  const customer = await Customer.arrive(newPage, node, 'en');
  await customer.say('one');
  // It waits before its first words are there: they stand in the place of a notification without.
  await expect.poll(async () => (await heardIn(tabs)).filter((heard) => /^Visitor \d+ is waiting: one$/u.test(heard)), { timeout: 15_000 }).toHaveLength(1);
  const before = await heardIn(tabs);
  expect(chimesOf(before)).toBe(1);

  const here = (await heardIn(tabs.slice(0, 1))).some((heard) => heard.endsWith('one')) ? tabs[0] : tabs[1];
  await here.evaluate('shown.onclick()');
  await here.waitForURL('**/console/waiting/*');
  await here.evaluate('window.eyes = true');
  await here.getByRole('button', { name: 'Accept' }).first().click();
  await here.getByRole('textbox', { name: 'Reply' }).waitFor();
  await customer.say('two');
  await here.getByText('two').first().waitFor();
  // Longer than a tab that nobody looks at waits, and than it is quiet after a sound.
  await here.waitForTimeout(4_500);
  expect(await heardIn(tabs)).toHaveLength(before.length);

  await here.evaluate('window.eyes = false');
  await customer.say('three');
  await expect.poll(async () => (await heardIn(tabs)).filter((heard) => /^Visitor \d+: three$/u.test(heard)), { timeout: 15_000 }).toHaveLength(1);
  expect(chimesOf(await heardIn(tabs))).toBe(2);

  await here.evaluate(`localStorage.setItem('permission', 'denied'); localStorage.setItem('parlor.preferences', '{"locale":"zh-CN","theme":"dark"}')`);
  await here.request.patch(`${node.origin}/api/v1/me`, { data: { locale: 'zh-CN', theme: 'dark' }, headers: { origin: node.origin } });
  await here.setViewportSize({ width: 390, height: 844 });
  await here.goto(`${node.origin}/console/settings/notifications`);
  await here.getByText('浏览器禁止了通知', { exact: false }).waitFor();
  expect(await here.getByRole('switch', { name: '桌面通知' }).isDisabled()).toBe(true);
  expect(await objections(here, 'main')).toEqual([]);
  await picture(here, 'notifications-blocked-dark-zh-phone');
});
