import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { Frame } from '#wire/protocol.ts';
import { Crowd } from './support/crowd.ts';
import { eventually } from './support/eventually.ts';
import { House, type Person } from './support/house.ts';
import { logOf, query } from './support/log.ts';
import { freshCluster, restart, startNode } from './support/node.ts';
import { Console, VisitorAt, type Nodes } from './support/people.ts';

/** Two nodes on one store and one Redis; names are unique because Redis channels are shared. */
async function pair() {
  const place = await freshCluster();
  const env = { QUEUE_GRACE: '600' };
  const a = await startNode(place, { name: uniqueName('a'), port: await freePort(), env });
  const b = await startNode(place, { name: uniqueName('b'), port: await freePort(), env });
  const nodes: Nodes = { [a.name]: a, [b.name]: b };
  return { place, env, a, b, nodes, house: await House.open(a) };
}

atOnce();

// Two at a time: each has two nodes.
it.concurrent('moves what a node had when it is killed: everybody goes on elsewhere, nothing is lost', { timeout: 120_000 }, async ({ expect, onTestFinished }) => {
  const { place, a, b, nodes, house } = await pair();
  let entrance = a;
  const crowd = await Crowd.gather(() => entrance, house.support, { size: 10, everyMs: 200, nodes: () => nodes });
  onTestFinished(() => crowd.leave());
  await sleep(1_000);
  await a.kill();
  entrance = b;
  await eventually(() => crowd.members.filter(({ client }) => client.snapshot.connection.status === 'online').length).toBe(10);
  await sleep(1_000);
  await crowd.finish(60_000);
  await crowd.check(place);
  const owners = await query<{ owner_node: string }>(place, "select owner_node from actors where kind = 'conversation'");
  for (const { owner_node } of owners) expect(owner_node).toMatch(new RegExp(`^${b.name}:`));
});

it.concurrent('keeps the agent\'s chat when the node that has it is killed, without a touch of the agent', { timeout: 120_000 }, async ({ expect }) => {
  const { place, a, b, nodes, house } = await pair();
  const agent = await house.hire();
  const visitor = await VisitorAt.arrive(a, house.support, nodes);
  const { conversation, person } = visitor;
  const desk = await Console.open(b, agent, nodes);
  await eventually(async () => 'conversation' in (await desk.accept(conversation))).toBe(true);
  await desk.open(conversation);
  await a.kill();
  const back = await eventuallyJoin(b, person, nodes);
  await desk.line.first(Frame.resync, ({ c }) => c === conversation, 20_000);
  await desk.open(conversation);
  await back.say('I am back');
  await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'I am back');
  expect(await desk.say(conversation, 'So am I')).toMatchObject({ seq: 5 });
  expect((await logOf(place, conversation)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

it('serves a chat on one node from a desk on the other', { timeout: 120_000 }, async ({ expect }) => {
  const { place, a, b, nodes, house } = await pair();
  const agent = await house.hire();
  const visitor = await VisitorAt.arrive(a, house.support, nodes);
  const desk = await Console.open(b, agent, nodes);
  const { conversation } = visitor;
  const owners = await query<{ kind: string; owner_node: string }>(place, 'select kind, owner_node from actors');
  expect(owners.find(({ kind }) => kind === 'conversation')!.owner_node).toMatch(new RegExp(`^${a.name}:`));
  expect(owners.find(({ kind }) => kind === 'desk')!.owner_node).toMatch(new RegExp(`^${b.name}:`));
  await eventually(() => desk.cards.get(conversation)?.status).toBe('queued');
  expect(await desk.accept()).toMatchObject({ conversation });
  await desk.open(conversation);
  await visitor.say('from node to node');
  await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'from node to node');
  expect(await desk.say(conversation, 'and back')).toMatchObject({ seq: 5 });
  await visitor.event('message.posted', ({ body }) => body.text === 'and back');
  visitor.line.send(Frame.typing, { on: true, text: 'hm' });
  await desk.line.first(Frame.signal, ({ text }) => text === 'hm');
  await eventually(() => desk.desk.seats).toBe(1);
  // Whatever node is asked, the way to the chat leads to its owner.
  const elsewhere = await visitor.person.ticket(b);
  expect(new URL(elsewhere.url).pathname).toBe(`/${a.name}/socket`);
});

it.concurrent('fences a node that was asleep while others took over: nothing of what it does then holds', { timeout: 120_000 }, async ({ expect }) => {
  const { place, env, a, b, nodes, house } = await pair();
  const visitor = await VisitorAt.arrive(a, house.support, nodes);
  const { conversation, person } = visitor;
  await visitor.say('before');
  a.signal('SIGSTOP');
  // Lies in the sleeper's socket buffer: it will decide about it when it wakes.
  const late = visitor.send({ type: 'message.post', kind: 'text', body: { text: 'to the sleeper' }, audience: 'public' });
  const there = await eventuallyJoin(b, person, nodes);
  // The log ends where the sleeper left it: nothing but the epoch tells that it is no longer the owner.
  a.signal('SIGCONT');
  const answer = await visitor.line.answer(late).catch((error: Error) => error);
  expect(answer).not.toHaveProperty('seq');
  await visitor.line.closed;
  expect(await there.say('to the successor')).toMatchObject({ seq: 4 });
  expect(await there.say('and on')).toMatchObject({ seq: 5 });
  const log = await logOf(place, conversation);
  expect(log.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(['before', 'to the successor', 'and on']);
  // The sleeper is of use again, under what is true now.
  await a.kill();
  const again = await restart(place, a, env);
  const { url } = await person.ticket(again);
  expect(new URL(url).pathname).toBe(`/${b.name}/socket`);
});

it.concurrent('drains one node while people talk: they move without losing a word', { timeout: 120_000 }, async ({ expect, onTestFinished }) => {
  const { place, a, b, nodes, house } = await pair();
  let entrance = a;
  const crowd = await Crowd.gather(() => entrance, house.support, { size: 10, everyMs: 150, nodes: () => nodes });
  onTestFinished(() => crowd.leave());
  await sleep(1_000);
  entrance = b;
  expect(await a.stop()).toBe(0);
  await sleep(1_000);
  await crowd.finish(60_000);
  await crowd.check(place);
});

/** The lease of a node that is gone has to run out first. */
async function eventuallyJoin(node: { origin: string }, person: Person, nodes: Nodes): Promise<VisitorAt> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await VisitorAt.join(node, person, { nodes });
    } catch (error) {
      if (attempt > 20) throw error;
      await sleep(300);
    }
  }
}
