import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { Frame } from '#wire/protocol.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { freshCluster, startNode } from './support/node.ts';
import { Console, VisitorAt, type Nodes } from './support/people.ts';

it('goes on hearing a chat that moves to another node, whoever looks on', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const [a, b] = [await startNode(place, { name: uniqueName('a'), port: await freePort() }), await startNode(place, { name: uniqueName('b'), port: await freePort() })];
  const nodes: Nodes = { [a.name]: a, [b.name]: b };
  const house = await House.open(a);
  const visitor = await VisitorAt.arrive(a, house.support, nodes);
  const { conversation, person } = visitor;
  const onlooker = await Console.open(b, await house.hire({ role: 'supervisor', departments: [] }), nodes);
  await onlooker.open(conversation);
  expect(await a.stop()).toBe(0);
  await onlooker.line.first(Frame.resync, ({ c }) => c === conversation);
  // The node that is gone may be taken for the owner for some seconds yet.
  const joined = Promise.withResolvers<VisitorAt>();
  await eventually(() => VisitorAt.join(b, person, { nodes }).then(joined.resolve, (error: Error) => error.message)).toBeUndefined();
  const back = await joined.promise;
  await onlooker.open(conversation);
  await back.say('I have moved');
  await onlooker.event(conversation, 'message.posted', ({ body }) => body.text === 'I have moved');
});
