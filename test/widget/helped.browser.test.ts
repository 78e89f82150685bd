import { expect, test } from 'vitest';
import { picture } from '../browser/support/people.ts';
import { objections } from '../browser/support/objections.ts';
import { useSite } from '../browser/support/site.ts';
import { Bot } from '../server/support/bot.ts';
import { Console } from '../server/support/people.ts';
import { say, useBrowser } from './support/browser.ts';

const server = useSite();
const newPage = useBrowser();

test('under a bot\'s answer a visitor says with one tap that it did not help, which stays said, and a person comes', async () => {
  const { house, node } = server;
  const department = await house.department('Sales');
  await Bot.make(server, department, { first: true, unhelpful: 'miss' }, [{ post: 'When are you open?', similar: [], replies: ['From nine to five, from Monday to Friday.'] }]);
  const page = await newPage({ locale: 'en', viewport: { width: 390, height: 700 } });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  const box = page.locator('textarea');
  await say(box, 'When are you open?');
  await page.getByText('From nine to five').waitFor();
  // One reply, without a greeting.
  expect(await page.getByText('I am Robin').count()).toBe(0);
  const down = page.getByRole('button', { name: 'This did not help' });
  await down.waitFor();
  expect(await down.count()).toBe(1);
  expect(await objections(page)).toEqual([]);
  await picture(page, 'widget-helped-1-asked');
  await down.click();
  await page.getByText('I am sorry that did not help').waitFor();
  expect(await down.first().getAttribute('aria-pressed')).toBe('true');
  await picture(page, 'widget-helped-2-said');
  await page.reload();
  await page.getByText('I am sorry that did not help').waitFor();
  expect(await down.first().getAttribute('aria-pressed')).toBe('true');
  await say(box, '答非所问');
  await page.getByText('I will get a colleague').waitFor();

  const desk = await Console.open(node, await house.hire({ departments: [department.id] }));
  const answer = await desk.accept();
  const conversation = 'conversation' in answer ? (answer.conversation ?? '') : '';
  const { events } = await desk.open(conversation);
  expect(events.filter(({ type }) => type === 'message.rated')).toHaveLength(1);
});

test.each([
  ['en', { first: true }, 'Hi there', ['I am Robin'], 'When are you open?', 'From nine to five.'], ['en', { queued: true }, 'Hi there', ['I am Robin'], 'When are you open?', 'From nine to five.'],
  ['zh-CN', { first: true }, '你好', ['我是 Robin'], '几点营业？', '早上九点到下午五点。'],
  ['en', { first: true }, 'Do you sell purple elephants?', ['I am Robin', 'I do not know that'], 'When are you open?', 'From nine to five.'],
] as const)('under first words that only greet stands one greeting, and a miss below it to what it does not know, with questions to tap: %s, %o, %s', async (locale, where, hello, said, post, answer) => {
  const { house, node } = server;
  const department = await house.department('Greeted');
  await Bot.make(server, department, where, [{ post, similar: [], replies: [answer] }]);
  const page = await newPage({ locale, viewport: { width: 390, height: 700 } });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  await say(page.locator('textarea'), hello);
  const choice = page.getByRole('button', { name: post });
  await choice.waitFor();
  expect(await page.getByRole('article').allInnerTexts(), 'under the words').toEqual([expect.stringContaining(hello), expect.stringMatching(new RegExp(said.join('[^]*')))]);
  expect(await objections(page)).toEqual([]);
  const name = `widget-greeted-${locale}-${'first' in where ? 'first' : 'queued'}${said.length > 1 ? '-unknown' : ''}`;
  await picture(page, `${name}-1`);
  await choice.click();
  await page.getByText(answer).waitFor();
  expect(await choice.count()).toBe(0);
  await picture(page, `${name}-2`);
});

test('in Chinese, and in the dark', async () => {
  const { house, node } = server;
  const department = await house.department('Dark');
  await Bot.make(server, department, { first: true }, [{ post: '几点营业？', similar: [], replies: ['早上九点到下午五点。'] }]);
  const page = await newPage({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 700 } });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  await say(page.locator('textarea'), '几点营业');
  await page.getByRole('button', { name: '没有帮助' }).waitFor();
  await page.getByRole('button', { name: '有帮助', exact: true }).click();
  await picture(page, 'widget-helped-3-dark-zh');
  expect(await objections(page)).toEqual([]);
});
