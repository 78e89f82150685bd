import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Frame, type Locator, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { requireEnv } from '../../support/services.ts';
import { keptPage } from './kept-pages.ts';

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
  // A page of a test lives for seconds: what its code is made faster for, it never sees.
  '--js-flags=--always-sparkplug --no-maglev --no-turbofan',
];

let running: Promise<Browser> | undefined;

/** One for all files of a worker, whose end is its own. One that broke off, or never came up, is followed by another. */
function theBrowser(): Promise<Browser> {
  const forget = (): void => void (running = undefined);
  running ??= chromium.launch({ executablePath: requireEnv('PARLOR_TEST_CHROMIUM'), args: flags }).then((browser) => browser.once('disconnected', forget));
  running.catch(forget);
  return running;
}

/**
 * Each page has its own storage and is its test's alone. Nothing moves in or fades where a test does not ask for it: to draw that costs
 * more than the rest. With `anew` it ends with its test: where something is planted in it for good, as a script before all others.
 */
export function useBrowser({ anew = false, ...common }: BrowserContextOptions & { readonly anew?: boolean } = {}): (options?: BrowserContextOptions) => Promise<Page> {
  return async (options = {}) => {
    const browser = await theBrowser();
    const all: BrowserContextOptions = { locale: 'en-US', reducedMotion: 'reduce', ...common, ...options };
    if (anew || all.storageState !== undefined) {
      const context = await browser.newContext(all);
      onTestFinished(() => context.close());
      return context.newPage();
    }
    const { page, leave } = await keptPage(browser, all);
    onTestFinished(leave);
    return page;
  };
}

/** Somebody else's page on an origin of its own. Ends with the calling test. */
export async function foreignPage(html: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function frameOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('parlor-widget iframe', { state: 'attached' });
  const frame = (await element.contentFrame())!;
  await frame.waitForSelector('main');
  return frame;
}

/** Sends what stands in the composer. Nothing is sent before there is a session to send it in, which a busy machine takes a while for. */
export async function send(box: Locator): Promise<void> {
  await box.locator('..').locator('.send:enabled').waitFor();
  await box.press('Enter');
}

export async function say(box: Locator, text: string): Promise<void> {
  await box.fill(text);
  await send(box);
}
