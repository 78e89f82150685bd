import { expect, test } from 'vitest';
import { useSite } from '../browser/support/site.ts';
import { png } from '../files/support.ts';
import { picture } from '../browser/support/people.ts';
import { frameOf, send, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();

test('files are pasted and dropped, can be taken back while they are on their way, and are tried again where they broke off', async () => {
  const page = await newPage({ viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true });
  await page.goto(`${server.node.origin}/demo`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  const frame = await frameOf(page);
  await frame.locator('.attach:enabled').waitFor();
  const bytes = [...png(30, 300)];

  /** As a browser does it, which a test cannot have it do. */
  const bring = (kind: 'drop' | 'paste', name: string) => frame.evaluate(([event, given, called]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(given)], called, { type: 'image/png' }));
    const options = { bubbles: true, cancelable: true };
    if (event === 'drop') document.querySelector('main')!.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
    else document.querySelector('textarea')!.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
  }, [kind, bytes, name] as const);

  let broken = true;
  const held = Promise.withResolvers<void>();
  await page.route('**/api/v1/widget/files**', async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (searchParams.get('name') === 'slow.png') return held.promise.then(() => route.abort());
    return broken ? route.abort() : route.continue();
  });
  await bring('paste', 'pasted.png');
  await bring('drop', 'slow.png');
  const rows = frame.locator('.attached li');
  await frame.locator('.attached .failed').waitFor();
  expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('pasted.png'), expect.stringContaining('slow.png')]);
  expect(await frame.locator('.send').isDisabled()).toBe(true);
  await picture(page, 'files-phone-broken');
  const place = () => frame.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await frame.getByRole('button', { name: 'Remove slow.png' }).click();
  // What one takes back takes the focus along nowhere.
  expect(await place()).toBe('Remove pasted.png');
  held.resolve();
  broken = false;
  await frame.getByRole('button', { name: 'Try again: pasted.png' }).click();
  await frame.locator('.attached .ready').waitFor();
  const box = frame.getByRole('textbox', { name: 'Your message' });
  await box.fill('this one');
  await send(box);
  const shown = frame.getByRole('button', { name: 'Show pasted.png' }).locator('img');
  expect(await shown.evaluate(async (image: HTMLImageElement) => [await image.decode(), image.clientWidth, image.clientHeight])).toEqual([undefined, 28, 280]);
  await frame.getByText('this one').waitFor();
  await bring('drop', 'alone.png');
  await frame.getByRole('button', { name: 'Remove alone.png' }).click();
  expect(await place()).toBe('Attach files');

  // What broke off with the line goes up again by itself once it is back.
  broken = true;
  await bring('drop', 'later.png');
  await frame.locator('.attached .failed').waitFor();
  broken = false;
  await frame.evaluate(() => dispatchEvent(new Event('online')));
  await frame.locator('.attached .ready').waitFor();
  await frame.getByRole('button', { name: 'Remove later.png' }).click();
  expect(await rows.count()).toBe(0);
  await picture(page, 'files-phone-sent');
});
