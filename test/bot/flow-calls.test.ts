import { describe, expect, it } from 'vitest';
import type { TestOptions } from '#plugin/testing.ts';
import type { Values } from '../../plugins/bot/engine/session/fill.ts';
import { requestOf } from '../../plugins/bot/engine/flow/request.ts';
import type { Flow } from '../../plugins/bot/engine/flow/schema.ts';
import { flowOf } from './flow-support.ts';
import { draftOf, FlowHouse } from './support/flow-house.ts';
import { SlowHouse } from './support/slow-house.ts';

const SECRET = 'Bearer of-the-shop';
const CONFIG = { functionHosts: ['api.example.com'], connections: [{ name: 'Shop', address: 'https://shop.example.com/v1/', header: 'X-Key', secret: SECRET }] };

/** Which order, what the shop says to it. */
const order = (call: object) => draftOf([
  { is: 'question', id: 'which', slot: 'order', type: 'text', text: 'Which order?', next: 'call' },
  { is: 'api', id: 'call', save: [{ slot: 'state', path: 'order.state' }], next: 'end', onError: 'failed', ...call },
  { is: 'end', id: 'end', text: 'It is {{state}}.' },
  { is: 'end', id: 'failed', text: 'I could not find out.' },
]);

const SENT = { status: 200, body: JSON.stringify({ order: { state: 'sent' }, rest: 'not kept' }) };

async function ask(call: object, answer: TestOptions['answer'] = () => SENT, said = '4 7') {
  const house = await FlowHouse.open({ config: CONFIG, answer });
  await house.publish(order(call));
  await house.say('book a table');
  const says = await house.say(said, { turn: 9 });
  return { says, house, sent: house.tested.requests };
}

it('of a flow that an older release published, whose nodes had less, is made all the same', async () => {
  const house = await SlowHouse.open();
  const { id } = await house.do<{ id: string }>('flow.make', { name: 'Orders', draft: order({ connection: 'Shop' }) });
  await house.do('flow.publish', { flow: id });
  const key = `flowv:${house.bot}:${id}:1`;
  const { flow, draft } = house.data.peek(key) as { readonly flow: Flow; readonly draft: unknown };
  const nodes = flow.nodes.map((node) => (node.is === 'api' ? Object.fromEntries(Object.entries(node).filter(([field]) => !['method', 'url', 'headers', 'body'].includes(field))) : node));
  house.data.kept.set(key, JSON.stringify({ flow: { ...flow, nodes }, draft }));
  const later = new SlowHouse(house.data);
  const { memory } = await later.say('book a table');
  // Nobody is at the other end.
  expect((await later.say('47', memory)).texts).toEqual(['I could not find out.']);
});

describe('a call', () => {
  it('has its slots in the address, in what stands behind it and in its JSON, and fills slots from the answer', async () => {
    const { says, sent } = await ask({ url: 'https://api.example.com/orders/{{order}}?x={{order}}', method: 'POST', args: [{ name: 'q&', value: '<{{order}}>' }], headers: [{ name: 'X-Order', value: '{{order}}' }], body: '{"id":"{{order}}","text":"no {{order}}","missing":"{{state}}","deep":[{"{{order}}":1}]}' }, undefined, 'a/b&c"d');
    expect(says).toEqual(['It is sent.']);
    expect(sent).toMatchObject([{
      url: 'https://api.example.com/orders/a%2Fb%26c%22d?x=a%2Fb%26c%22d&q%26=%3Ca%2Fb%26c%22d%3E', method: 'POST',
      headers: { 'content-type': 'application/json', 'x-order': 'a/b&c"d' }, body: '{"id":"a/b&c\\"d","text":"no a/b&c\\"d","missing":null,"deep":[{"{{order}}":1}]}',
    }]);
  });

  it('is known by chat, turn and place in it: whoever is asked again is asked the same under the same key', async () => {
    const { house, sent } = await ask({ url: 'https://api.example.com/{{order}}' });
    const { memory } = (await house.tested.turn({ kind: 'said', text: 'book a table' }, { bot: house.bot, conversation: 'c2', turn: 5 })) ?? {};
    for (let time = 0; time < 2; time++) await house.say('4 7', { conversation: 'c2', turn: 9, memory });
    const keys = sent.map(({ headers }) => headers?.['idempotency-key']);
    expect(keys[1]).toMatch(/-c2-9-/);
    expect(keys[1]).toBe(keys[2]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each([
    ['a server that says no', () => ({ status: 404, body: '{}' })],
    ['a redirect', () => ({ status: 302 })],
    ['an answer that is too large', () => ({ ...SENT, truncated: true })],
  ])('goes along its edge of errors with %s', async (_what, answer) => {
    expect((await ask({ url: 'https://api.example.com/{{order}}' }, answer)).says).toEqual(['I could not find out.']);
  });

  it.each([
    ['a server that nobody allowed', { url: 'https://other.example.com/' }],
    ['one whose name ends like an allowed one', { url: 'https://evil-api.example.com/' }],
    ['a connection that there is not', { url: '/orders', connection: 'Till' }],
  ])('is not made to %s, and says so while it is drawn', async (_what, call) => {
    const { house, says, sent } = await ask(call);
    expect(says).toEqual(['I could not find out.']);
    expect(sent).toEqual([]);
    const flow = await house.draw(order(call));
    expect(await house.do('flow.get', { flow })).toMatchObject({ findings: [{ node: 'call', code: !('connection' in call) ? 'api.not-allowed' : 'api.no-connection', severity: 'warning' }] });
  });

  it('has no more time than is left of the turn', async () => {
    const { sent } = await ask({ url: 'https://api.example.com/', timeoutMs: 60_000 });
    expect(sent[0]?.timeout).toBeLessThanOrEqual(15_000);
  });
});

describe('a connection', () => {
  it('has an address and a secret that only its server gets, whatever is drawn', async () => {
    const { sent, says } = await ask({ connection: 'Shop', url: '/orders/{{order}}', headers: [{ name: 'x-KEY', value: 'mine' }] });
    expect(says).toEqual(['It is sent.']);
    expect(sent).toMatchObject([{ url: 'https://shop.example.com/v1/orders/4%207', headers: { 'x-key': SECRET } }]);
  });

  it('shows its secret to nobody: not to who draws, nor in logs, nor in what is stored', async () => {
    const { house } = await ask({ connection: 'Shop', url: '/orders/{{order}}' }, () => ({ status: 500 }));
    const flow = await house.draw(order({ connection: 'Shop', url: '/orders' }));
    const opened = await house.do<{ connections: object }>('flow.get', { flow });
    expect(opened.connections).toEqual([{ name: 'Shop', address: 'https://shop.example.com/v1/' }]);
    expect(house.tested.logs).toEqual([{ message: 'a call of a flow failed', fields: { host: 'shop.example.com', why: '500' } }]);
    expect(JSON.stringify([opened, house.tested.logs, [...house.tested.data]])).not.toContain(SECRET);
  });
});

describe('an address', () => {
  const requestFor = (call: object, slots: Values = {}) => {
    const [node] = flowOf({ start: 'a', nodes: [{ is: 'api', id: 'a', next: null, onError: null, ...call }] }).nodes;
    return node?.is === 'api' ? requestOf(node, slots) : null;
  };

  it.each(['..', '.', ''])('is none where a slot of its path is “%s”', (value) => {
    expect(requestFor({ url: 'https://api.example.com/orders/{{order}}/lines' }, { order: value })).toBeNull();
    expect(requestFor({ url: '/orders/{{order}}', connection: 'Shop' }, { order: value })).toBeNull();
  });

  it.each(['https://{{host}}/', 'https://api.example.com{{host}}/', 'https://user@api.example.com/', 'ftp://api.example.com/', '{{host}}', '/orders', '', 'https://api.example.com\\@other/'])('is none: %s', (url) => {
    expect(requestFor({ url }, { host: 'evil.example.com' })).toBeNull();
  });

  it('of a connection is always behind its own', () => {
    expect(requestFor({ url: 'https://evil.example.com/', connection: 'Shop' })).toBeNull();
    expect(requestFor({ url: '@evil.example.com/', connection: 'Shop' })).toBeNull();
  });
});

describe('whoever draws', () => {
  it('tries a call, and sees what came back and what is kept of it', async () => {
    const house = await FlowHouse.open({ config: CONFIG, answer: () => SENT });
    const flow = await house.draw(order({ connection: 'Shop', url: '/orders/{{order}}' }));
    expect(await house.do('flow.call', { flow, node: 'call', slots: [{ name: 'order', value: 47 }] })).toMatchObject({ ok: true, why: '200', answer: SENT, saved: [{ slot: 'state', value: 'sent' }] });
    expect(await house.do('flow.call', { flow, node: 'call', slots: [] })).toEqual({ refused: 'call.no-address' });
  });

  it('talks with the draft, which asks other systems once: what they answered is a line of the scene', async () => {
    const house = await FlowHouse.open({ config: CONFIG, answer: () => SENT });
    const flow = await house.draw(order({ connection: 'Shop', url: '/orders/{{order}}' }));
    const scene = { at: null, slots: [], lines: [{ say: '47' }] as readonly object[], startedAt: 0 };
    const tried = await house.do<{ fresh: readonly object[]; slots: object }>('flow.try', { flow, scene });
    expect(tried).toMatchObject({ slots: { state: 'sent' }, fresh: [{ api: { ok: true, data: { 'order.state': 'sent' } } }] });
    const again = await house.do<{ fresh: readonly object[]; slots: object }>('flow.try', { flow, scene: { ...scene, lines: [...scene.lines, ...tried.fresh] } });
    expect(again).toMatchObject({ slots: { state: 'sent' }, fresh: [] });
    expect(house.tested.requests).toHaveLength(1);
  });

  it('hears of an address that is none, and of JSON that is none', async () => {
    const house = await FlowHouse.open({ config: CONFIG });
    const flow = await house.draw(order({ url: 'orders', method: 'POST', body: '{"id":{{order}}}' }));
    expect(await house.do('flow.get', { flow })).toMatchObject({ findings: [{ code: 'api.no-address', severity: 'error' }, { code: 'api.no-json', severity: 'error' }] });
  });
});
