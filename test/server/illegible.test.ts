import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { House } from './support/house.ts';
import { freshPlace, restart, startNode } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';

it('goes on with a chat whose log is damaged, with whoever had it, and says so', { timeout: 60_000 }, async () => {
  const place = await freshPlace('sqlite');
  const before = await startNode(place, { port: await freePort() });
  const house = await House.open(before);
  const lin = await house.hire();
  const vera = await VisitorAt.arrive(before, house.support);
  await vera.say('one');
  await vera.say('two');
  const desk = await Console.open(before, lin);
  await desk.accept(vera.conversation);
  await vera.say('three');
  // No snapshot is left: all there is of the chat is its log.
  await before.kill();
  const database = new DatabaseSync(place.databaseUrl.slice('sqlite:'.length));
  database.exec(`update log set body = '{"te' where body like '%two%'; update log set head = substr(head, 1, 9) where head like '%conversation.assigned%'`);
  database.close();

  const node = await restart(place, before);
  const again = await VisitorAt.join(node, vera.person, { stream: vera.stream });
  const { events, state } = await again.welcome();
  expect(state).toMatchObject({ status: 'active', assignee: `a_${lin.id}`, participants: [{ kind: 'visitor' }, { id: `a_${lin.id}`, name: lin.name }] });
  expect(events.map((event) => (event.type === 'message.posted' ? event.body.text : event.type))).toEqual(['conversation.started', 'conversation.queued', 'one', 'line.illegible', 'line.illegible', 'three']);
  expect(await again.say('four')).toMatchObject({ seq: 7 });
  const back = await Console.open(node, lin);
  expect((await back.open(vera.conversation)).events.map(({ type }) => type).filter((type) => type === 'line.illegible')).toHaveLength(2);
  expect(await back.say(vera.conversation, 'five')).toMatchObject({ seq: 8 });

  const told = node.log.filter(({ level }) => level >= 50);
  expect(told).toEqual([4, 5].map((seq) => expect.objectContaining({ chat: vera.conversation, seq })));
  expect(await (await fetch(`${node.origin}/metrics`)).text()).toMatch(/^parlor_log_illegible_total\{node="[^"]+"\} 2$/m);
});
