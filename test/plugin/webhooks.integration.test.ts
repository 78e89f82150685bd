import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import type { Store } from '#store/store.ts';
import webhooks from '../../plugins/webhooks/index.ts';
import { freshPlace, openAt, type Place } from '../store/support/engines.ts';
import { startNode } from './support/nodes.ts';

const clock = { get at() { return Date.now(); } };
const soon = { timeout: 8_000, interval: 10 };
const SECRET = 'correct horse battery staple';
const GRANT = ['events.read', 'work.background', 'http.request', 'data.keep', 'console.extend', 'host:*'];

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { readonly event: string; readonly id: string; readonly payload: { readonly conversation: string; readonly seq: number } };
}

let place: Place;
let store: Store;
let server: Server;
let posts: Post[];
/** What the receiver answers. */
let answer: (post: Post) => number | Promise<number>;
let node: Awaited<ReturnType<typeof startNode>>;
let url: string;

beforeEach(async () => {
  place = await freshPlace('sqlite');
  store = await openAt(place);
  posts = [];
  answer = () => 204;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const post = { headers: request.headers, text, body: JSON.parse(text) as Post['body'] };
    posts.push(post);
    response.writeHead(await answer(post)).end();
  };
  server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  node = await startNode(store, [webhooks], undefined, clock);
  await node.host.install('webhooks', GRANT);
});
afterEach(async () => {
  await node.stop();
  server.close();
  await store.close();
  await place.remove();
});

const activate = async (config: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  await node.host.configure('webhooks', { endpoints: [{ id: 'main', url, secret: SECRET, ...config }] });
  await node.host.activate('webhooks');
};
const happens = (event: Partial<ConversationEvent>, conversation = 'c1') =>
  node.hooks.observers.tellAll({ type: 'message.posted', seq: 1, publicSeq: 1, at: 5, by: 'v_1', kind: 'text', body: { text: 'hi' }, ...event } as ConversationEvent, conversation);
const signature = (secret: string, { headers, text }: Post): string => `sha256=${createHmac('sha256', secret).update(`${String(headers['x-parlor-timestamp'])}.${text}`).digest('hex')}`;

it('posts an event, signed, with an id that stays the same', async () => {
  await activate();
  await happens({});
  await expect.poll(() => posts.length, soon).toBe(1);
  const [post] = posts as [Post];
  expect(JSON.parse(post.text)).toEqual({
    event: 'message.posted', id: 'c1-1', timestamp: 5,
    payload: { conversation: 'c1', type: 'message.posted', seq: 1, publicSeq: 1, at: 5, by: 'v_1', kind: 'text', body: { text: 'hi' } },
  });
  expect(post.headers).toMatchObject({ 'content-type': 'application/json', 'x-parlor-delivery': 'c1-1', 'x-parlor-signature': signature(SECRET, post) });
  expect(Math.abs(Number(post.headers['x-parlor-timestamp']) - Date.now() / 1000)).toBeLessThan(5);
});

it('signs with both secrets while receivers change over', async () => {
  await activate({ secret: 'a brand new signing secret', previousSecret: SECRET });
  await happens({});
  await expect.poll(() => posts.length, soon).toBe(1);
  const [post] = posts as [Post];
  expect(post.headers['x-parlor-signature']).toBe([signature('a brand new signing secret', post), signature(SECRET, post)].join(','));
});

it('tells nobody what only agents see, nor events that nobody asked for', async () => {
  await activate({ events: ['message.posted'] });
  await happens({ seq: 1, publicSeq: null });
  await happens({ seq: 2, type: 'conversation.reopened' });
  await happens({ seq: 3 });
  await expect.poll(() => posts.map(({ body }) => body.id), soon).toEqual(['c1-3']);
  // Whoever is cut off before it has written down that it was taken sends it again.
  await expect.poll(async () => (await node.backlog.of('webhooks')).workers[0]?.waiting, soon).toBe(0);
  await node.host.configure('webhooks', { endpoints: [{ id: 'main', url, events: ['message.posted'], notes: true }] });
  await happens({ seq: 4, publicSeq: null });
  await expect.poll(() => posts.map(({ body }) => body.id), soon).toEqual(['c1-3', 'c1-4']);
});

it('keeps the order of each chat while a receiver fails, and holds up no other chat', async () => {
  let down = true;
  answer = ({ body }) => (down && body.payload.conversation === 'c1' ? 500 : 204);
  await activate();
  for (const seq of [1, 2, 3]) await happens({ seq });
  await happens({ seq: 1 }, 'c2');
  await expect.poll(() => posts.some(({ body }) => body.id === 'c2-1'), soon).toBe(true);
  expect(posts.filter(({ body }) => body.payload.conversation === 'c1').map(({ body }) => body.id)).toEqual(['c1-1']);
  down = false;
  const whose = { plugin: 'webhooks', worker: 'deliver' };
  const [lane] = await store.pluginWork.due(whose, Date.now() + 60_000, 9);
  await store.pluginWork.postpone(whose, lane!, { attempts: 1, dueAt: 0, error: 'answered 500' });
  await expect.poll(() => posts.filter(({ body }) => body.payload.conversation === 'c1').map(({ body }) => body.id), soon).toEqual(['c1-1', 'c1-1', 'c1-2', 'c1-3']);
});

it('comes back when a receiver asks it to, and ends with its plugin', async () => {
  server.removeAllListeners('request');
  let asked = 0;
  server.on('request', (_request, response) => void (++asked, response.writeHead(503, { 'retry-after': '1' }).end()));
  await activate();
  await happens({});
  await expect.poll(() => asked, soon).toBe(2);
  await node.host.deactivate('webhooks');
  await sleep(1_500);
  expect(asked).toBe(2);
});

it('says what stands in its way, without the address', async () => {
  await activate({ url: 'http://127.0.0.1:1/secret-path' });
  await happens({});
  await expect.poll(async () => (await node.backlog.of('webhooks')).workers[0], soon).toMatchObject({ failing: 1, waiting: 1, lastError: expect.any(String) });
  expect((await node.backlog.of('webhooks')).workers[0]!.lastError).not.toContain('secret-path');
});

it('takes no private address that the operator has not opened: nothing would arrive there', async () => {
  await expect(activate({ url: 'http://10.0.0.1:81/secret-path' })).rejects.toMatchObject({ refusal: { code: 'input.invalid', meta: { fields: { 'endpoints.0.url': 'private-address' } } } });
});

it.each(['ftp://example.com/', 'example.com', 'javascript:alert(1)'])('takes no address such as %s', async (bad) => {
  await expect(activate({ url: bad })).rejects.toMatchObject({ refusal: { code: 'input.invalid', meta: { fields: { 'endpoints.0.url': expect.any(String) } } } });
});
