import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { Crowd } from '../server/support/crowd.ts';
import { eventually } from '../server/support/eventually.ts';
import { House } from '../server/support/house.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import { roundRobin } from './balancer.ts';
import { answer, asNode, fleet } from './nodes.ts';

async function behindDumb() {
  const nodes = await fleet();
  const balancer = await roundRobin([nodes.a, nodes.b]);
  const entrance = asNode(balancer, nodes.a);
  return { ...nodes, entrance, house: await House.open(entrance) };
}

it('works: a node pipes the sockets that it does not own', { timeout: 120_000 }, async () => {
  const { entrance, house, pipes } = await behindDumb();
  const desk = await Console.open(entrance, await house.hire({ capacity: 20 }));
  const visitors: VisitorAt[] = [];
  for (let count = 0; count < 8; count++) visitors.push(await VisitorAt.arrive(entrance, house.support));
  for (const { person } of visitors.slice(0, 8)) for (let tab = 0; tab < 2; tab++) visitors.push(await VisitorAt.join(entrance, person));
  expect(pipes()).toBeGreaterThan(3);
  for (const visitor of visitors.slice(0, 8)) {
    const { conversation } = visitor;
    await eventually(async () => 'code' in (await desk.accept(conversation))).toBe(false);
    await desk.open(conversation);
    await visitor.say('hello');
    await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'hello');
    answer(desk, conversation, 'welcome');
    for (const tab of visitors.filter((each) => each.conversation === conversation)) await tab.event('message.posted', ({ body }) => body.text === 'welcome');
  }
});

it('brings everybody back when the node behind their pipe, or the one before it, is killed', { timeout: 120_000 }, async () => {
  const { place, b, entrance, house, pipes } = await behindDumb();
  const crowd = await Crowd.gather(() => entrance, house.support, { size: 16, everyMs: 200 });
  onTestFinished(() => crowd.leave());
  await sleep(1_000);
  // All come again at once, so that about half of them are piped, in either direction.
  for (const { client } of crowd.members) {
    client.disconnect();
    client.start();
  }
  await eventually(pipes).toBeGreaterThan(2);
  await b.kill();
  await sleep(2_000);
  await eventually(() => crowd.members.filter(({ client }) => client.snapshot.connection.status === 'online').length).toBe(16);
  await crowd.finish(60_000);
  await crowd.check(place);
});
