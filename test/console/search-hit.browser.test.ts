import { expect, test } from 'vitest';
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

  await page.locator('[data-found]').click();
  const message = page.locator('[data-marked]');
  await message.waitFor();
  expect(await message.innerText()).toContain('lighthouse lamp');
  await picture(page, 'search-hit-light-en');
  const log = (await page.getByRole('log').boundingBox())!;
  const at = (await message.boundingBox())!;
  expect(at.y).toBeGreaterThanOrEqual(log.y);
  expect(at.y + at.height).toBeLessThanOrEqual(log.y + log.height);
  await message.waitFor({ state: 'detached' });

  // By its address as well, for whoever comes from elsewhere.
  await page.reload();
  await message.waitFor();
}, 60_000);
