import { expect, it } from 'vitest';
import { uniqueName } from '../support/services.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { query } from './support/log.ts';
import { freshCluster, startNode } from './support/node.ts';
import { Console, VisitorAt, type Nodes } from './support/people.ts';

it('finds those who wait silently when the node of their department is killed', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const a = await startNode(place, { name: uniqueName('a') });
  const house = await House.open(a);
  const agent = await house.hire();
  const first = await Console.open(a, agent);
  const b = await startNode(place, { name: uniqueName('b') });
  const nodes: Nodes = { [a.name]: a, [b.name]: b };
  const waiting = [await VisitorAt.arrive(b, house.support, nodes), await VisitorAt.arrive(b, house.support, nodes)].map(({ conversation }) => conversation);
  await eventually(() => waiting.filter((id) => first.cards.has(id))).toEqual(waiting);
  const owners = await query<{ kind: string; owner_node: string }>(place, 'select kind, owner_node from actors');
  const nodeOf = (kind: string) => owners.filter((owner) => owner.kind === kind).map(({ owner_node }) => owner_node.split(':')[0]);
  expect([nodeOf('department'), nodeOf('conversation')]).toEqual([[a.name], [b.name, b.name]]);
  await a.kill();
  const desk = await openSoon(b, agent, nodes);
  await eventually(() => waiting.filter((id) => desk.cards.has(id))).toEqual(waiting);
  expect(await desk.accept()).toMatchObject({ conversation: waiting[0] });
  expect(await desk.accept()).toMatchObject({ conversation: waiting[1] });
});

/** The lease of a node that is gone has to run out first. */
async function openSoon(...[node, agent, nodes]: Parameters<typeof Console.open>): Promise<Console> {
  let desk: Console | undefined;
  await eventually(async () => {
    desk = await Console.open(node, agent, nodes).catch(() => undefined);
    return desk !== undefined;
  }).toBe(true);
  return desk!;
}
