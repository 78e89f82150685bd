import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { freshCluster, startNode } from './support/node.ts';
import { readinessOf, talkingHouse } from './support/outage.ts';
import { Console, VisitorAt } from './support/people.ts';

const JUMPS = `--import=${join(import.meta.dirname, 'support/jumping-clock.ts')}`;

it('an hour back, and two ahead: leases, timers and the order of a chat do not notice', { timeout: 120_000 }, async () => {
  const { place, nodes, talkers } = await talkingHouse({ NODE_OPTIONS: JUMPS });
  for (const node of [nodes[0], nodes[0], nodes[1]]) {
    const began = performance.now();
    node.signal('SIGUSR2');
    await sleep(2_500);
    expect(await readinessOf(nodes)).toEqual([200, 200]);
    expect(talkers.slowest(began)).toBeLessThan(2_000);
  }
  await talkers.finish();
  await talkers.check(place);
  for (const { log } of nodes) expect(log.filter(({ msg }) => msg.includes('lost its lease'))).toEqual([]);
});

it('two nodes an hour apart: what one offers for a minute can be accepted on the other', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const start = async (name: string) => startNode(place, { name: uniqueName(name), port: await freePort(), env: { NODE_OPTIONS: JUMPS, QUEUE_GRACE: '600' } });
  const [desks, chats] = [await start('desks'), await start('chats')];
  const house = await House.open(desks);
  const department = await house.department('First line');
  const [from, to] = [await Console.open(desks, await house.hire({ departments: [department.id] })), await Console.open(desks, await house.hire({ departments: [department.id] }))];
  for (const hours of ['behind', 'ahead']) {
    chats.signal('SIGUSR2');
    const { conversation } = await VisitorAt.arrive(chats, department);
    await eventually(() => from.accept(conversation)).not.toHaveProperty('code');
    await from.open(conversation);
    expect(await from.ask({ type: 'transfer.start', conversation, to: { agent: to.staff.id } }), hours).not.toHaveProperty('code');
    await eventually(() => to.cards.get(conversation)?.transfer?.offer).toBeTypeOf('string');
    await sleep(1_000);
    const { offer } = to.cards.get(conversation)!.transfer!;
    expect(await to.ask({ type: 'transfer.accept', conversation, offer }), hours).toMatchObject({ conversation });
  }
});
