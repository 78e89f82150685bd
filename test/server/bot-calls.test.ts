import { expect, it, onTestFinished } from 'vitest';
import { draftOf } from '../bot/support/flow-house.ts';
import { freePort } from '../support/ports.ts';
import { Bot } from './support/bot.ts';
import { House } from './support/house.ts';
import { logOf } from './support/log.ts';
import { freshPlace, restart, startNode } from './support/node.ts';
import { Orders } from './support/orders.ts';
import { VisitorAt } from './support/people.ts';

const env = { QUEUE_GRACE: '600', PRIVATE_HOSTS: '127.0.0.1' };
const ORDER = draftOf([
  { is: 'api', id: 'make', connection: 'shop', method: 'POST', url: '/orders', body: '{"what":"a table"}', timeoutMs: 10_000, save: [{ slot: 'number', path: 'order.number' }], next: 'end', onError: 'end' },
  { is: 'end', id: 'end', text: 'Your order is number {{number}}.' },
]);

it('a call that kill -9 cuts off is made again under its key: the other side acts once, and the visitor hears once', { timeout: 60_000 }, async () => {
  const orders = await Orders.open();
  onTestFinished(() => orders.end());
  const place = await freshPlace('sqlite');
  const node = await startNode(place, { port: await freePort(), env });
  const house = await House.open(node);
  const bot = await Bot.make({ node, house }, house.support, { first: true }, []);
  await house.admin.call(node, 'PUT', '/plugins/bot/config', { config: { connections: [{ name: 'shop', address: orders.origin, secret: 'Bearer of-the-shop' }] } });
  const { id } = await bot.ask<{ id: string }>('flow.make', { name: 'Orders', draft: ORDER });
  expect(await bot.ask('flow.publish', { flow: id })).toEqual({ version: 1 });

  const visitor = await VisitorAt.arrive(node, house.support);
  orders.silent = true;
  await visitor.say('book a table');
  await expect.poll(() => orders.asked.length).toBe(1);
  await node.kill();
  orders.silent = false;
  await restart(place, node, env);

  const said = async (): Promise<readonly string[]> => (await logOf(place, visitor.conversation)).flatMap((event) => (event.type === 'message.posted' && event.body.text.startsWith('Your order') ? [event.body.text] : []));
  await expect.poll(said, { timeout: 20_000 }).toEqual(['Your order is number 1.']);
  expect(orders.asked.length).toBeGreaterThan(1);
  expect(orders.made.size).toBe(1);
  expect(orders.asked.at(-1)).toMatchObject({ method: 'POST', path: '/orders', authorization: 'Bearer of-the-shop', body: '{"what":"a table"}' });
  expect(orders.asked[0]?.key).toContain(visitor.conversation);
});
