import { expect, test } from 'vitest';
import { useSite } from '../browser/support/site.ts';
import { Console } from '../server/support/people.ts';
import { say, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser({ anew: true });

test('where a browser denies its storage, and locks with it, the chat goes on without', async () => {
  const { house, node } = server;
  const { id, token } = await house.department('Denied');
  const desk = await Console.open(node, await house.hire({ departments: [id] }));
  const page = await newPage();
  // As Chromium does where all cookies are blocked, which is a preference that a page of a test cannot have.
  await page.addInitScript(() => {
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: denied });
    LockManager.prototype.request = async () => denied();
  });
  await page.goto(`${node.origin}/widget/frame.html?token=${token}`);
  await say(page.locator('textarea'), 'is anybody there?');
  await page.getByText('You are number').waitFor();
  const answer = await desk.accept();
  const { events } = await desk.open(('conversation' in answer && answer.conversation) || '');
  expect(events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(['is anybody there?']);
});
