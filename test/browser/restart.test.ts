import { expect, test } from 'vitest';
import { House } from '../server/support/house.ts';
import { ADMIN_PASSWORD, freshPlace, startNode } from '../server/support/node.ts';
import { freePort } from '../support/ports.ts';
import { useBrowser } from '../widget/support/browser.ts';
import { Colleague, Customer } from './support/people.ts';

const newPage = useBrowser();

test('both browsers go on by themselves after a kill -9, with every word once and in order', async () => {
  const place = await freshPlace('sqlite');
  const port = await freePort();
  const node = await startNode(place, { port });
  await House.open(node);
  const agent = await Colleague.signIn(newPage, node, 'admin', ADMIN_PASSWORD, 'en');
  const customer = await Customer.arrive(newPage, node, 'en');
  await customer.say('one');
  await agent.accept();
  await agent.say('two');
  await customer.reads('two');

  await node.kill();
  await customer.say('three, while nobody was there');
  await agent.say('four, as well');
  await startNode(place, { port });

  await agent.reads('three, while nobody was there');
  await customer.reads('four, as well');
  await customer.say('five');
  await agent.reads('five');
  for (const text of ['one', 'two', 'three, while nobody was there', 'four, as well', 'five']) {
    expect(await customer.frame.getByRole('log').getByText(text, { exact: true }).count()).toBe(1);
    expect(await agent.page.getByRole('log').getByText(text, { exact: true }).count()).toBe(1);
  }
});
