import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { clientIp } from '#src/transport/http.ts';
import { Frame } from '#wire/protocol.ts';
import { Crowd } from '../server/support/crowd.ts';
import { eventually } from '../server/support/eventually.ts';
import { House, Person } from '../server/support/house.ts';
import { Line } from '../server/support/line.ts';
import { query } from '../server/support/log.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import { freePort } from '../support/ports.ts';
import { shippedNginx, type Balanced } from './balancer.ts';
import { answer, asNode, fleet, type Fleet } from './nodes.ts';

async function behindNginx() {
  const nodes = await fleet();
  const balancer = await shippedNginx([nodes.a, nodes.b]);
  const entrance = asNode(balancer, nodes.a);
  return { ...nodes, entrance, house: await House.open(entrance) };
}

const ownersOf = async ({ place }: Pick<Fleet, 'place'>, kind: string): Promise<string[]> =>
  (await query<{ owner_node: string }>(place, `select owner_node from actors where kind = '${kind}'`)).map(({ owner_node }) => owner_node.split(':')[0]!);

it('takes every socket to the node that owns its actor', { timeout: 120_000 }, async () => {
  const cluster = await behindNginx();
  const { entrance, house, pipes } = cluster;
  const desk = await Console.open(entrance, await house.hire({ capacity: 20 }));
  const visitors = await Promise.all(Array.from({ length: 12 }, () => VisitorAt.arrive(entrance, house.support)));
  for (const visitor of visitors) {
    const { conversation } = visitor;
    await eventually(async () => 'code' in (await desk.accept(conversation))).toBe(false);
    await desk.open(conversation);
    await visitor.say('is anybody there?');
    await desk.event(conversation, 'message.posted', ({ body }) => body.text === 'is anybody there?');
    answer(desk, conversation, 'yes');
    await visitor.event('message.posted', ({ body }) => body.text === 'yes');
  }
  expect(new Set(await ownersOf(cluster, 'conversation')).size).toBe(2); // HTTP went to both
  // Somebody who comes back is led to where the chat is, whichever node is asked.
  for (const { person } of visitors) await VisitorAt.join(entrance, person);
  expect(pipes()).toBe(0);
});

it('leads a socket whose path names no node, or the wrong one, to its chat all the same', { timeout: 120_000 }, async () => {
  const { a, b, entrance, house } = await behindNginx();
  const person = await Person.arrive(entrance, house.support);
  const first = await VisitorAt.join(entrance, person);
  await first.say('one');
  for (const segment of [a.name, b.name, 'nobody', 'any']) {
    const url = new URL((await person.ticket(entrance)).url);
    url.pathname = `/${segment}/socket`;
    await (await Line.open(url.href)).first(Frame.welcome);
  }
  // What cannot be a name is no path of a socket, and becomes no address.
  expect((await fetch(`${entrance.origin}/127.0.0.1:22/socket`)).status).toBe(404);
});

it('brings those of a killed node back through it, and what they said is there once', { timeout: 120_000 }, async () => {
  const { place, a, b, entrance, house } = await behindNginx();
  const crowd = await Crowd.gather(() => entrance, house.support, { size: 12, everyMs: 200 });
  onTestFinished(() => crowd.leave());
  await sleep(1_000);
  const before = (await ownersOf({ place }, 'conversation')).filter((name) => name === a.name);
  expect(before.length).toBeGreaterThan(0);
  await a.kill();
  const since = performance.now();
  const moved = async (): Promise<number> => (await ownersOf({ place }, 'conversation')).filter((name) => name === b.name).length;
  await eventually(moved).toBe(12);
  await eventually(() => crowd.members.filter(({ client }) => client.snapshot.connection.status === 'online').length).toBe(12);
  expect(performance.now() - since).toBeLessThan(12_000);
  await crowd.finish(60_000);
  await crowd.check(place);
});

it('fails no request and loses no word while a node drains', { timeout: 120_000 }, async () => {
  const { place, a, entrance, house } = await behindNginx();
  const crowd = await Crowd.gather(() => entrance, house.support, { size: 8, everyMs: 150 });
  onTestFinished(() => crowd.leave());
  const statuses = new Set<number>();
  const asking = new AbortController();
  const asked = (async () => {
    while (!asking.signal.aborted) {
      statuses.add((await fetch(`${entrance.origin}/api/v1/session`)).status);
      await sleep(5);
    }
  })();
  await sleep(500);
  expect(await a.stop()).toBe(0);
  await sleep(1_000);
  asking.abort();
  await asked;
  expect(statuses).toEqual(new Set([401]));
  await crowd.finish(60_000);
  await crowd.check(place);
});

it('tells nodes who asks: an address that a client makes up is not believed', async () => {
  const heard: IncomingHttpHeaders[] = [];
  const port = await answering(({ headers }, response) => {
    heard.push(headers);
    response.end();
  });
  const { origin } = await shippedNginx([{ name: 'one', port }, { name: 'two', port }]);
  await fetch(`${origin}/anything`, { headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' } });
  expect(heard.at(-1)).toMatchObject({ host: new URL(origin).host, 'x-forwarded-proto': 'http' });
  expect(clientIp('10.0.0.1', heard.at(-1) as Record<string, string>, 1)).toBe('127.0.0.1');
});

it('takes bodies up to what a node takes, and refuses larger ones in the words of a node', { timeout: 120_000 }, async () => {
  const { entrance, house } = await behindNginx();
  const send = (bytes: number) => fetch(`${entrance.origin}/api/v1/agents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x'.repeat(bytes) });
  expect((await send(64 * 1024)).status).toBe(401);
  const refused = await send(64 * 1024 + 1);
  expect([refused.status, refused.headers.get('content-type')]).toEqual([413, 'application/problem+json; charset=utf-8']);
  expect(await refused.json()).toMatchObject({ code: 'request.too-large', retryable: false });
  const { channel, token } = await Person.arrive(entrance, house.support);
  const bring = (bytes: number) => fetch(`${entrance.origin}/api/v1/widget/files?token=${channel}&name=a.bin`, { method: 'POST', headers: { authorization: `Visitor ${token}` }, body: new Uint8Array(bytes) });
  const { id } = (await (await bring(5_000_000)).json()) as { readonly id: string };
  expect((await (await fetch(`${entrance.origin}/files/${id}`)).arrayBuffer()).byteLength).toBe(5_000_000);
  expect(await (await bring(20_000_001)).json()).toMatchObject({ code: 'file.too-large' });
  // Who comes through it is not this machine, though nginx is.
  expect((await fetch(`${entrance.origin}/metrics`)).status).toBe(403);
});

it('goes on while a node hangs', { timeout: 120_000 }, async () => {
  const { a, entrance } = await behindNginx();
  const ready = async (): Promise<number> => (await fetch(`${entrance.origin}/readyz`)).status;
  expect(await ready()).toBe(200);
  a.signal('SIGSTOP');
  onTestFinished(() => a.signal('SIGCONT'));
  const since = performance.now();
  for (let asked = 0; asked < 4; asked++) expect(await ready()).toBe(200);
  expect(performance.now() - since).toBeLessThan(10_000);
});

it('leaves out a node that says it is not ready, once somebody has asked', async () => {
  const heard = new Set<string>();
  const fake = async (name: string, ready: boolean): Promise<Balanced> => ({
    name,
    port: await answering(({ url }, response) => {
      if (url === '/page') heard.add(name);
      response.writeHead(url === '/readyz' && !ready ? 503 : 200).end();
    }),
  });
  const { origin } = await shippedNginx([await fake('one', true), await fake('two', false)]);
  const page = async (): Promise<void> => void (await (await fetch(`${origin}/page`)).text());
  await Promise.all(Array.from({ length: 20 }, page));
  expect(heard).toEqual(new Set(['one', 'two']));
  for (let asked = 0; asked < 2; asked++) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  heard.clear();
  await Promise.all(Array.from({ length: 20 }, page));
  expect(heard).toEqual(new Set(['one']));
});

async function answering(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return port;
}
