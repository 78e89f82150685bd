import { expect, test } from 'vitest';
import type { Channel } from '#wire/api.ts';
import { useSite } from '../browser/support/site.ts';
import { foreignPage, frameOf, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();

/** Notes what the page hears; calls that come before the loader wait in a stub. */
const listening = `<script>
  window.heard = [];
  for (const name of ['ready', 'opened', 'closed', 'error', 'unread']) addEventListener('parlor:' + name, ({ detail }) => heard.push(detail?.code ?? name));
  window.Parlor = function () { const call = [...arguments]; (Parlor.q ??= []).push(call); return () => (call.off ? call.off() : (call.gone = true)); };
  Parlor('onShow', () => heard.push('queued listener'));
  Parlor('onShow', () => heard.push('listener taken back'))();
</script>`;

const embed = (attributes = ''): string => `<script async src="${server.node.origin}/widget/v1/loader.js" ${attributes}></script>`;
const page = (rest: string): string => `<!doctype html><html lang="en"><title>A shop</title><body>${rest}`;

/** A department whose widget these origins may show. */
async function allow(...origins: readonly string[]): Promise<string> {
  const { house, node } = server;
  const { id, token } = await house.department('Shop');
  const channels = await house.admin.call<Channel[]>(node, 'GET', '/channels');
  await house.admin.call(node, 'PATCH', `/channels/${channels.find(({ department }) => department === id)!.id}`, { allowedOrigins: origins });
  return token;
}

declare global {
  var heard: string[];
  var Parlor: ((command: string, argument?: unknown) => unknown) & { q?: unknown[] };
}

test('on an allowed page with a strict policy: launcher, panel, calls that waited, events', async () => {
  const policy = { 'content-security-policy': `default-src 'none'; script-src 'unsafe-inline' ${server.node.origin}; frame-src ${server.node.origin}` };
  const origin = await foreignPage(page(`${listening}<div id="late"></div>`), policy);
  const token = await allow(origin);
  const shop = await newPage();
  const complaints: string[] = [];
  shop.on('console', (message) => message.type() === 'error' && !message.text().includes('favicon') && complaints.push(message.text()));
  await shop.goto(origin);
  await shop.evaluate(([src, token]) => {
    const script = document.createElement('script');
    script.src = src!;
    script.dataset['websiteToken'] = token!;
    document.body.append(script);
  }, [`${server.node.origin}/widget/v1/loader.js`, token]);

  await shop.getByRole('button', { name: 'Open chat' }).click();
  const frame = await frameOf(shop);
  await frame.getByRole('textbox', { name: 'Your message' }).waitFor();
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await shop.waitForFunction(() => heard.includes('closed'));
  expect(await shop.evaluate(() => heard)).toEqual(['ready', 'opened', 'queued listener', 'closed']);
  expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});

test('on a page that is not allowed the launcher never comes, and the page hears why, as does whoever embeds it', async () => {
  const origin = await foreignPage(page(listening + embed(`data-website-token="${await allow('https://elsewhere.example')}"`)));
  const shop = await newPage();
  const warnings: string[] = [];
  shop.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await shop.goto(origin);
  await shop.waitForFunction(() => 'parlorSDK' in window);
  await shop.evaluate(() => Parlor('show'));
  await shop.waitForFunction(() => heard.includes('request.forbidden-origin'));
  expect(await shop.getByRole('button', { name: 'Open chat' }).count()).toBe(0);
  expect(await shop.evaluate(() => heard)).not.toContain('opened');
  expect(warnings.join('\n')).toContain(`${origin} is not allowed to show the chat`);
});

test('an open chat is open again on the next page, without taking the keyboard from it; a closed one stays closed', async () => {
  const token = await allow('*');
  const shop = await newPage();
  await shop.goto(await foreignPage(page(`<input autofocus aria-label="Search">${listening}${embed(`data-website-token="${token}"`)}`)));
  await shop.getByRole('button', { name: 'Open chat' }).click();
  await (await frameOf(shop)).getByRole('textbox', { name: 'Your message' }).waitFor();
  await shop.reload();
  const close = (await frameOf(shop)).getByRole('button', { name: 'Close chat' });
  await close.waitFor();
  expect(await shop.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search');
  await close.click();
  const launcher = shop.getByRole('button', { name: 'Open chat' });
  await launcher.waitFor();
  await shop.reload();
  await launcher.waitFor();
  expect(await shop.evaluate(() => heard)).not.toContain('opened');
});

test('styles of the page do not reach the launcher', async () => {
  const loud = '<style>* { letter-spacing: 9px } button, div, span { display: none !important; font: 40px serif !important; color: lime !important }</style>';
  const html = (rest: string): string => page(listening + loud + rest);
  const token = await allow('*');
  const shop = await newPage();
  await shop.goto(await foreignPage(html(`<script>parlorSettings = { type: 'expanded_bubble', launcherTitle: 'Ask us' }</script>${embed(`data-website-token="${token}"`)}`)));
  const launcher = shop.getByRole('button', { name: 'Ask us' });
  await launcher.waitFor();
  expect(await launcher.evaluate((button) => {
    const { display, fontSize, letterSpacing } = getComputedStyle(button);
    return { display, fontSize, letterSpacing };
  })).toEqual({ display: 'flex', fontSize: '15px', letterSpacing: 'normal' });
});

test('the facade boots, updates and shuts down; listeners give their undo', async () => {
  const token = await allow('*');
  const shop = await newPage();
  await shop.goto(await foreignPage(page(listening + embed())));
  await shop.waitForFunction(() => 'parlorSDK' in window);
  const unread = await shop.evaluate((websiteToken) => {
    Parlor('boot', { websiteToken, locale: 'zh-CN' });
    const counts: number[] = [];
    const off = Parlor('onUnreadCountChange', (count: number) => counts.push(count)) as () => void;
    off();
    dispatchEvent(new CustomEvent('parlor:unread', { detail: 7 }));
    return counts;
  }, token);
  expect(unread).toEqual([0]);
  await shop.getByRole('button', { name: '打开在线客服' }).waitFor();
  await shop.evaluate(() => Parlor('showNewMessage', 'about the lamp'));
  const frame = await frameOf(shop);
  expect(await frame.locator('textarea').inputValue()).toBe('about the lamp');
  await shop.evaluate(() => Parlor('update', { locale: 'en', hideMessageBubble: true }));
  await frame.getByRole('textbox', { name: 'Your message' }).waitFor();
  expect(await shop.getByRole('button', { name: 'Close chat' }).count()).toBe(0);
  await shop.evaluate(() => Parlor('shutdown'));
  expect(await shop.locator('parlor-widget').count()).toBe(0);
  await shop.evaluate(() => Parlor('dance'));
  expect(await shop.evaluate(() => heard.at(-1))).toBe('command.unknown');
});

test('only its parent may speak to the frame', async () => {
  const token = await allow('*');
  const frameUrl = `${server.node.origin}/widget/frame.html?token=${token}`;
  const stranger = await foreignPage(page(''));
  const shop = await newPage();
  await shop.goto(await foreignPage(page(`<iframe id="chat" src="${frameUrl}"></iframe><iframe id="stranger" src="${stranger}"></iframe>`)));
  const [chat, other] = await Promise.all(['#chat', '#stranger'].map(async (id) => (await (await shop.waitForSelector(id)).contentFrame())!));
  await Promise.all([chat!.waitForLoadState(), other!.waitForLoadState()]);
  const hello = { type: 'parlor:hello', look: { locale: 'zh-CN', theme: 'dark', color: null }, shown: { open: true, full: true }, page: { url: '', title: '' } };

  await other!.evaluate((words) => parent.frames[0]!.postMessage(words, '*', [new MessageChannel().port2]), hello);
  await shop.waitForTimeout(500);
  expect(await chat!.locator('main').count()).toBe(0);
  await shop.evaluate((words) => frames[0]!.postMessage(words, '*', [new MessageChannel().port2]), hello);
  await chat!.waitForSelector('main');
  expect(await chat!.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
});
