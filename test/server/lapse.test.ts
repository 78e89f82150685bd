import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { CloseCode } from '#wire/close-codes.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { query } from './support/log.ts';
import { freshCluster, launch, restart, startNode, type Place } from './support/node.ts';
import { Console, VisitorAt, type Nodes } from './support/people.ts';

const env = { QUEUE_GRACE: '600' };

async function pair(place: Place) {
  const a = await startNode(place, { name: uniqueName('a'), port: await freePort(), env });
  const b = await startNode(place, { name: uniqueName('b'), port: await freePort(), env });
  const nodes: Nodes = { [a.name]: a, [b.name]: b };
  return { a, b, nodes, house: await House.open(a) };
}

/** What another node had has to be given up first. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 30; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(300);
    }
  }
}

it('gives one desk to an agent whose node was asleep while another took over', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const { a, b, nodes, house } = await pair(place);
  const agent = await house.hire({ capacity: 1 });
  const before = await Console.open(a, agent, nodes);
  const first = await VisitorAt.arrive(b, house.support, nodes);
  const second = await VisitorAt.arrive(b, house.support, nodes);

  a.signal('SIGSTOP');
  const after = await patiently(() => Console.open(b, agent, nodes));
  expect(await patiently(async () => {
    const answer = await after.accept(first.conversation);
    if ('code' in answer) throw new Error(answer.code);
    return answer;
  })).toMatchObject({ conversation: first.conversation });
  // Lies in the sleeper's socket buffer; the desk there believes that it has a free seat.
  void before.accept(second.conversation).catch(() => {});
  a.signal('SIGCONT');

  expect((await before.line.closed).code).toBe(CloseCode.moved);
  const again = await patiently(() => Console.open(a, agent, nodes));
  await eventually(() => again.desk.seats).toBe(1);
  expect(await again.accept(second.conversation)).toMatchObject({ code: 'agent.full' });
  const assigned = await query<{ public_id: string }>(place, 'select public_id from conversations where assignee_id = ?', agent.id);
  expect(assigned.map(({ public_id }) => public_id)).toEqual([first.conversation]);
  const [owner] = await query<{ owner_node: string }>(place, "select owner_node from actors where kind = 'desk'");
  expect(owner!.owner_node).toMatch(new RegExp(`^${b.name}:`));
  const chat = await again.open(first.conversation);
  await first.say('seen by the desk that counts');
  await again.event(chat.conversation, 'message.posted');
});

it('goes on by itself after Redis was away for longer than a lease', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const redis = await cuttable(place.env['REDIS_URL']!);
  const { a, b, nodes, house } = await pair({ ...place, env: { ...place.env, REDIS_URL: redis.url } });
  const agent = await house.hire();
  const desk = await Console.open(a, agent, nodes);
  const visitor = await VisitorAt.arrive(b, house.support, nodes);
  await visitor.say('before');
  redis.cut();
  expect([(await desk.line.closed).code, (await visitor.line.closed).code]).toEqual([CloseCode.moved, CloseCode.moved]);
  expect((await fetch(`${a.origin}/readyz`)).status).toBe(503);
  redis.mend();
  const back = await patiently(() => VisitorAt.join(b, visitor.person, { nodes }));
  const again = await patiently(() => Console.open(a, agent, nodes));
  expect(await patiently(async () => {
    const answer = await again.accept(visitor.conversation);
    if ('code' in answer) throw new Error(answer.code);
    return answer;
  })).toMatchObject({ conversation: visitor.conversation });
  await again.open(visitor.conversation);
  await back.say('after');
  await again.event(visitor.conversation, 'message.posted', ({ body }) => body.text === 'after');
  await expect.poll(() => fetch(`${a.origin}/readyz`).then(({ status }) => status), { timeout: 10_000 }).toBe(200);
});

it('does not start under a name that is in use, and does after the one who had it was killed', { timeout: 60_000 }, async () => {
  const place = await freshCluster();
  const node = await startNode(place, { name: uniqueName('a'), port: await freePort(), env });
  const { support } = await House.open(node);
  const visitor = await VisitorAt.arrive(node, support);
  const intruder = launch(place, { name: node.name, env });
  onTestFinished(() => intruder.end());
  await expect(intruder.node).rejects.toThrow(/ended with 1 .*\nnode\.name-taken: .*NODE_NAME/);
  expect(await visitor.say('nothing happened to me')).toMatchObject({ seq: 3 });
  await node.kill();
  const again = await restart(place, node, env);
  expect(await (await VisitorAt.join(again, visitor.person)).say('and on')).toMatchObject({ seq: 4 });
});

/** A way to Redis that can be cut. */
async function cuttable(target: string) {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((socket) => {
    if (!whole) return void socket.destroy();
    const there = createConnection(Number(port), hostname);
    for (const [from, to] of [[socket, there], [there, socket]] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy()).on('close', () => (open.delete(from), to.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    cut: () => {
      whole = false;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      whole = true;
    },
  };
}
