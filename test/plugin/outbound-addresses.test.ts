import { createServer } from 'node:http';
import { getDefaultAutoSelectFamily, setDefaultAutoSelectFamily } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutbound } from '#plugin/outbound.ts';
import { isPublic } from '#plugin/outbound/addresses.ts';
import { anywhere, listening, opened, outboundOf, refusalOf } from './support/web.ts';

/** Not one of these is the internet. */
const closed: readonly [string, readonly string[]][] = [
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['unspecified', ['0.0.0.0', '0.1.2.3', '::']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd00:ec2::254']],
  ['link-local, where clouds keep their secrets', ['169.254.169.254', 'fe80::1', 'fec0::1']],
  ['carrier-grade NAT', ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
  ['benchmarking', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
  ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
  ['reserved', ['192.0.0.192', '240.0.0.1', '255.255.255.255', '2001:100::1', '4000::1', '5f00::1', '100::1']],
  ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
  ['relays and sinks', ['192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1', '2001:3::1', '2620:4f:8000::1', '2001:20::1']],
  ['IPv4 in IPv6: mapped, compatible, translated', ['::ffff:127.0.0.1', '::ffff:a00:1', '::127.0.0.1', '::ffff:0:127.0.0.1']],
  ['NAT64, of a public address too', ['64:ff9b::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::10.0.0.1']],
  ['6to4 and Teredo', ['2002:7f00:1::1', '2002:808:808::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2']],
  ['what Azure tells its machines', ['168.63.129.16', '::ffff:168.63.129.16']],
];

describe.each(closed)('%s', (_what, addresses) => {
  it.each(addresses)('refuses %s, and a name that means it', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    const { outbound } = outboundOf({ 'a.test': [address], 'mixed.test': ['8.8.8.8', address] });
    for (const url of [`http://${host}/`, `https://${host}:8443/`, 'http://a.test/', 'http://mixed.test/']) {
      expect(await refusalOf(outbound.request({ url }, anywhere))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'private' } });
    }
  });
});

it.each([
  '0x7f000001', '2130706433', '017700000001', '127.1', '0177.0.0.1', '0x7f.1', '127.0.0.1.', '１２７.0.0.1', '127。0。0。1', '%31%32%37.1',
  '0', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[0000::0001]',
])('sees through another spelling: %s', async (host) => {
  const { outbound, asked } = outboundOf();
  expect(await refusalOf(outbound.request({ url: `http://${host}/` }, anywhere))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'private' } });
  expect(asked).toEqual([]);
});

it('refuses a zone, in a URL and from a resolver', async () => {
  const { outbound } = outboundOf({ 'a.test': ['fe80::1%lo'], 'b.test': ['2606:4700::1111%lo'], 'c.test': ['not an address'] });
  expect(await refusalOf(outbound.request({ url: 'http://[fe80::1%25lo]/' }, anywhere))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'url' } });
  for (const name of ['a.test', 'b.test', 'c.test']) {
    expect(await refusalOf(outbound.request({ url: `http://${name}/` }, anywhere))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'private' } });
  }
});

it.each([
  '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.1', '169.253.255.255', '172.15.255.255', '172.32.0.0',
  '192.0.1.1', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255',
  '2606:4700:4700::1111', '2a00:1450:4001:80e::200e', '2001:4860:4860::8888', '::ffff:8.8.8.8',
])('%s is the internet', (address) => {
  expect(isPublic(address)).toBe(true);
});

it('knows what the machine calls itself', async () => {
  const outbound = createOutbound();
  expect(await refusalOf(outbound.request({ url: 'http://localhost:1/' }, anywhere))).toEqual({
    code: 'http.not-allowed', meta: { host: 'localhost:1', reason: 'private' },
  });
});

describe('a name that changes its meaning', () => {
  it('is asked for once, and the connection goes where the check was', async () => {
    const checked = await listening(createServer((_request, response) => response.end('checked')), '127.0.0.1');
    const other = await listening(createServer((_request, response) => response.end('other')), '127.0.0.2', checked.port);
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    let asked = 0;
    const outbound = createOutbound({ lookup: async () => answers[Math.min(asked++, 1)]! });
    const url = `http://rebind.test:${checked.port}/`;
    expect(await outbound.request({ url }, opened('rebind.test'))).toMatchObject({ body: 'checked' });
    expect([asked, checked.visits.length, other.visits.length]).toEqual([1, 1, 0]);
  });

  it('is asked for no more where Node tries one address only', async () => {
    const { port } = await listening(createServer((_request, response) => response.end('checked')));
    const before = getDefaultAutoSelectFamily();
    setDefaultAutoSelectFamily(false);
    onTestFinished(() => setDefaultAutoSelectFamily(before));
    const { outbound, asked } = outboundOf({ 'a.test': ['127.0.0.1', '127.0.0.2'] });
    expect(await outbound.request({ url: `http://a.test:${port}/` }, opened('a.test'))).toMatchObject({ body: 'checked' });
    expect(asked).toEqual(['a.test']);
  });

  it('does not come home when it was away at the check', async () => {
    const home = await listening(createServer((_request, response) => response.end('home')), '127.0.0.1');
    // Public, given back long ago, routed nowhere: whoever runs this asks nobody.
    const answers = [['3ffe::1'], ['127.0.0.1']];
    let asked = 0;
    const outbound = createOutbound({ lookup: async () => answers[Math.min(asked++, 1)]! });
    const url = `http://rebind.test:${home.port}/`;
    expect(await refusalOf(outbound.request({ url, timeout: 300 }, anywhere))).toMatchObject({ code: 'http.failed' });
    expect([asked, home.visits.length]).toEqual([1, 0]);
    expect(await refusalOf(outbound.request({ url, timeout: 300 }, anywhere))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'private' } });
    expect(home.visits).toHaveLength(0);
  });
});

describe('what the operator has opened', () => {
  it.each([
    ['the host', () => opened('a.test'), true],
    ['the host and the port', (port: number) => opened(`a.test:${port}`), true],
    ['another port', () => opened('a.test:1'), false],
    ['another host', () => opened('b.test', 'test', '*', 'x.a.test'), false],
    ['its address, not its name', () => opened('127.0.0.1'), false],
    ['nothing', () => anywhere, false],
    ['the host, which the plugin was not granted', () => ({ hosts: ['b.test'], private: ['a.test'] }), false],
    ['the host, which the plugin was granted', () => ({ hosts: ['a.test'], private: ['a.test'] }), true],
  ])('%s', async (_what, rules, reached) => {
    const receiver = await listening(createServer((_request, response) => response.end('here')));
    const { outbound } = outboundOf({ 'a.test': ['127.0.0.1'] });
    const answer = refusalOf(outbound.request({ url: `http://a.test:${receiver.port}/` }, rules(receiver.port)));
    expect(await answer).toMatchObject(reached ? { value: { body: 'here' } } : { code: 'http.not-allowed' });
    expect(receiver.visits).toHaveLength(reached ? 1 : 0);
  });

  it('may be an address, and a port that the URL leaves out', async () => {
    const receiver = await listening(createServer((_request, response) => response.end('here')));
    const { outbound } = outboundOf({ 'a.test': ['127.0.0.99'] });
    expect(await outbound.request({ url: `http://0x7f.1:${receiver.port}/` }, opened(`127.0.0.1:${receiver.port}`))).toMatchObject({ body: 'here' });
    for (const [url, host] of [['http://a.test/', 'a.test:80'], ['https://a.test/', 'a.test:443'], ['http://[0::1]:1/', '[::1]:1']] as const) {
      expect(await refusalOf(outbound.request({ url, timeout: 300 }, opened(host)))).not.toMatchObject({ code: 'http.not-allowed' });
    }
    expect(await refusalOf(outbound.request({ url: 'https://a.test/' }, opened('a.test:80')))).toMatchObject({ code: 'http.not-allowed' });
  });
});

it('follows no redirect', async () => {
  const inside = await listening(createServer((_request, response) => response.end('secret')));
  const location = `http://127.0.0.1:${inside.port}/`;
  const outside = await listening(createServer((_request, response) => response.writeHead(302, { location }).end('over there')));
  const { outbound } = outboundOf({ 'a.test': ['127.0.0.1'] });
  const answer = await outbound.request({ url: `http://a.test:${outside.port}/` }, opened('a.test', '127.0.0.1'));
  expect(answer).toMatchObject({ status: 302, headers: { location }, body: 'over there' });
  expect(inside.visits).toHaveLength(0);
});

describe('for a connection of another kind', () => {
  const names = { 'broker.test': ['8.8.8.8', '8.8.4.4'], 'inside.test': ['10.0.0.1'] };

  it('says where a server is that may be reached', async () => {
    const { outbound } = outboundOf(names);
    expect(await outbound.addresses({ host: 'broker.test', port: 61_613 }, { hosts: ['broker.test'], private: [] })).toEqual(['8.8.8.8', '8.8.4.4']);
    expect(await outbound.addresses({ host: 'inside.test', port: 61_613 }, { hosts: ['*'], private: ['inside.test:61613'] })).toEqual(['10.0.0.1']);
    expect(await outbound.addresses({ host: '[2606:4700::1111]', port: 1 }, anywhere)).toEqual(['2606:4700::1111']);
  });

  it.each([
    ['a private server', { host: 'inside.test', port: 61_613 }, 'private'],
    ['another port of one that was opened', { host: 'inside.test', port: 1 }, 'private'],
    ['one that was not granted', { host: 'other.test', port: 61_613 }, 'host'],
    ['no port', { host: 'broker.test', port: 0 }, 'url'],
    ['a name with a port of its own', { host: 'broker.test:80', port: 61_613 }, 'url'],
    ['a name with a user', { host: 'user@broker.test', port: 61_613 }, 'url'],
    ['another spelling of loopback', { host: '0x7f000001', port: 61_613 }, 'host'],
  ])('refuses %s', async (_, target, reason) => {
    const { outbound } = outboundOf(names);
    expect(await refusalOf(outbound.addresses(target, { hosts: ['broker.test', 'inside.test'], private: ['inside.test:2'] }))).toMatchObject({ code: 'http.not-allowed', meta: { reason } });
  });

  it('ends with its plugin', async () => {
    const over = new AbortController();
    over.abort();
    expect(await refusalOf(outboundOf(names).outbound.addresses({ host: 'broker.test', port: 1 }, anywhere, over.signal))).toMatchObject({ code: 'http.failed' });
  });
});
