import { expect, test } from 'vitest';
import { picture } from '../browser/support/people.ts';
import { objections } from '../browser/support/objections.ts';
import { Bot } from '../server/support/bot.ts';
import { Console } from '../server/support/people.ts';
import { useServer } from '../server/support/shared.ts';
import { say, useBrowser } from './support/browser.ts';

const server = useServer('sqlite');
const newPage = useBrowser();

test('under a bot\'s answer a visitor says with one tap that it did not help, which stays said, and a person comes', async () => {
  const { house, node } = server;
  const department = await house.department('Sales');
  await Bot.make(server, department, { first: true, unhelpful: 'miss' }, [{ post: 'When are you open?', similar: [], replies: ['From nine to five, from Monday to Friday.'] }]);
  const page = await newPage({ locale: 'en', viewport: { width: 390, height: 700 } });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  const box = page.getByRole('textbox');
  await say(box, 'When are you open?');
  await page.getByText('From nine to five').waitFor();
  // Neither the greeting nor what was offered with it is an answer.
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

test('in Chinese, and in the dark', async () => {
  const { house, node } = server;
  const department = await house.department('Dark');
  await Bot.make(server, department, { first: true }, [{ post: '几点营业？', similar: [], replies: ['早上九点到下午五点。'] }]);
  const page = await newPage({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 700 } });
  await page.goto(`${node.origin}/widget/frame.html?token=${department.token}`);
  await say(page.getByRole('textbox'), '几点营业');
  await page.getByRole('button', { name: '没有帮助' }).waitFor();
  await page.getByRole('button', { name: '有帮助', exact: true }).click();
  await picture(page, 'widget-helped-3-dark-zh');
  expect(await objections(page)).toEqual([]);
});
