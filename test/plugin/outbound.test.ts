import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSecureContext, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOutbound, type OutboundRequest } from '#plugin/outbound.ts';
import { freePort } from '../support/ports.ts';
import { anywhere, certificate, listening, opened, outboundOf, refusalOf, saying } from './support/web.ts';

const MIB = 1 << 20;
const rules = opened('a.test');
const atHome = { 'a.test': ['127.0.0.1'] };

/** Says back what it heard. */
const echo = () => createServer((request, response) => {
  const { method, url, headers } = request;
  response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
  void text(request).then((body) => response.end(JSON.stringify({ method, url, headers, body })));
});

const heardBy = (body: string) => JSON.parse(body) as { method: string; url: string; headers: IncomingHttpHeaders; body: string };

describe('a request', () => {
  it('arrives whole, and so does its answer', async () => {
    const { port } = await listening(echo());
    const { outbound } = outboundOf(atHome);
    const answer = await outbound.request({
      url: `http://a.test:${port}/hook?to=嘘#part`, method: 'POST', headers: { 'X-Mark': 'v', 'content-type': 'text/plain' }, body: 'hush 嘘',
    }, rules);
    expect(answer).toMatchObject({ status: 201, headers: { 'content-type': 'application/json', 'set-cookie': 'a=1, b=2' }, truncated: false });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(heardBy(answer.body)).toEqual({
      method: 'POST', url: '/hook?to=%E5%98%98', body: 'hush 嘘',
      headers: { host: `a.test:${port}`, 'x-mark': 'v', 'content-type': 'text/plain', 'accept-encoding': 'identity', 'content-length': '8', connection: 'close' },
    });
  });

  it.each(['GET', 'DELETE', 'PATCH', 'PUT'] as const)('frames the body of a %s, so that it is no request of its own', async (method) => {
    const { port, visits } = await listening(echo());
    const { outbound } = outboundOf(atHome);
    const body = 'GET /inner HTTP/1.1\r\nhost: inner\r\n\r\n';
    expect(heardBy((await outbound.request({ url: `http://a.test:${port}/`, method, body }, rules)).body)).toMatchObject({ method, url: '/', body });
    expect(visits).toHaveLength(1);
  });

  it('has a connection of its own, keeps no cookies, and understands an answer without a body', async () => {
    const { port, visits } = await listening(echo());
    const { outbound } = outboundOf(atHome);
    const request = { url: `http://a.test:${port}/`, headers: { 'accept-encoding': 'br' } };
    await outbound.request(request, rules);
    expect(heardBy((await outbound.request(request, rules)).body).headers).toEqual({ host: `a.test:${port}`, 'accept-encoding': 'br', connection: 'close' });
    expect(await outbound.request({ ...request, method: 'HEAD' }, rules)).toMatchObject({ status: 201, body: '', truncated: false });
    expect(visits).toHaveLength(3);
  });
});

it('carries bytes both ways as they are, and more of them than of a text', async () => {
  const back = createServer((request, response) => void request.pipe(response.writeHead(200)));
  const { port } = await listening(back);
  const { outbound } = outboundOf(atHome);
  const bytes = Uint8Array.from({ length: 3 * MIB }, (_, at) => at % 251);
  const answer = await outbound.request({ url: `http://a.test:${port}/`, method: 'POST', bytes, as: 'bytes' }, rules);
  expect([answer.body, answer.truncated, Buffer.from(answer.bytes ?? []).equals(bytes)]).toEqual(['', false, true]);
  expect(await refusalOf(outbound.request({ url: `http://a.test:${port}/`, method: 'POST', bytes: new Uint8Array(25 * MIB + 1) }, rules))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'size' } });
});

it('makes six calls with bytes at a time, and counts what the others wait; texts wait for nobody', async () => {
  const answers: (() => void)[] = [];
  const slow = createServer((request, response) => void (request.url === '/text' ? response.end('a text') : answers.push(() => response.end('bytes'))));
  const { port } = await listening(slow);
  const { outbound } = outboundOf(atHome);
  const asked = (timeout?: number) => outbound.request({ url: `http://a.test:${port}/`, as: 'bytes', ...(timeout === undefined ? {} : { timeout }) }, rules);
  const calls = Array.from({ length: 7 }, () => asked());
  await vi.waitFor(() => expect(answers).toHaveLength(6));
  expect(await refusalOf(asked(50))).toMatchObject({ code: 'http.failed', meta: { reason: 'timeout' } });
  expect((await outbound.request({ url: `http://a.test:${port}/text` }, rules)).body).toBe('a text');
  expect(answers).toHaveLength(6);
  answers[0]!();
  await vi.waitFor(() => expect(answers).toHaveLength(7));
  for (const answer of answers.slice(1)) answer();
  expect((await Promise.all(calls)).map(({ bytes }) => Buffer.from(bytes ?? []).toString())).toEqual(Array.from({ length: 7 }, () => 'bytes'));
});

describe('what may not be sent', () => {
  const header = (name: string, value = 'x'): Partial<OutboundRequest> => ({ headers: { [name]: value } });

  it.each<[string, string, Partial<OutboundRequest>]>([
    ['another scheme', 'scheme', { url: 'file:///etc/passwd' }],
    ['a scheme like it', 'scheme', { url: 'ftp://a.test/' }],
    ['no URL', 'url', { url: '//a.test/' }],
    ['no text', 'url', { url: 7 as never }],
    ['a password', 'url', { url: 'http://user:hush@a.test/' }],
    ['a user', 'url', { url: 'http://user@a.test/' }],
    ['a long URL', 'url', { url: `http://a.test/${'x'.repeat(2_048)}` }],
    ['another method', 'method', { method: 'CONNECT' as never }],
    ['a method in small letters', 'method', { method: 'get' as never }],
    ['a line break in a value', 'header', header('x-a', 'a\r\nx-b: hush')],
    ['a line feed in a value', 'header', header('x-a', 'a\nb')],
    ['a NUL in a value', 'header', header('x-a', 'a\0b')],
    ['letters that HTTP has not', 'header', header('x-a', '嘘')],
    ['a value that is no text', 'header', header('x-a', ['a', 'b'] as never)],
    ['a line break in a name', 'header', header('x-a: b\r\nx-c')],
    ['a name with a space', 'header', header('x a')],
    ['no name', 'header', header('')],
    ...['Host', 'connection', 'Content-Length', 'TRANSFER-ENCODING', 'upgrade', 'TE', 'trailer', 'Proxy-Authorization', 'proxy-x', 'expect', 'keep-alive']
      .map((name): [string, string, Partial<OutboundRequest>] => [name, 'header', header(name)]),
    ['51 headers', 'header', { headers: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`x-${n}`, ''])) }],
    ['a head beyond 16 KiB', 'size', header('x-a', 'x'.repeat(16_384))],
    ['a body beyond 1 MiB', 'size', { method: 'POST', body: 'x'.repeat(MIB + 1) }],
    ['a body beyond 1 MiB in bytes', 'size', { method: 'POST', body: '嘘'.repeat(MIB / 2) }],
  ])('%s', async (_what, reason, request) => {
    const { outbound, asked } = outboundOf();
    const error = await outbound.request({ url: 'http://a.test/', ...request }, rules).catch((error: unknown) => error);
    expect(error).toMatchObject({ refusal: { code: 'http.not-allowed', meta: { reason } } });
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('hush');
    expect(asked).toEqual([]);
  });

  it('names the host and nothing else of a URL', async () => {
    const { outbound } = outboundOf();
    expect(await refusalOf(outbound.request({ url: 'https://a.test:8443/hush?token=hush' }, { hosts: ['b.test', '*.test', 'test'], private: [] }))).toEqual({
      code: 'http.not-allowed', meta: { host: 'a.test:8443', reason: 'host' },
    });
    expect(await refusalOf(outbound.request({ url: 'https://a.test/hush?token=hush' }, anywhere))).toEqual({
      code: 'http.failed', meta: { host: 'a.test', reason: 'ENOTFOUND' },
    });
  });

  it('what only public servers are to get, also where the operator has opened one', async () => {
    const { outbound } = outboundOf(atHome);
    expect(await refusalOf(outbound.request({ url: 'http://a.test/', publicOnly: true }, rules))).toMatchObject({ code: 'http.not-allowed', meta: { reason: 'private' } });
  });

  it('a body that is no text', async () => {
    const { outbound } = outboundOf();
    expect(await refusalOf(outbound.request({ url: 'http://a.test/', body: new Uint8Array(3) as never }, rules))).toMatchObject({ code: 'input.invalid' });
  });
});

describe('size', () => {
  it('sends a body of 1 MiB, and keeps one of 1 MiB whole', async () => {
    const { port } = await listening(createServer((request, response) => void request.pipe(response)));
    const { outbound } = outboundOf(atHome);
    const body = 'x'.repeat(MIB);
    const answer = await outbound.request({ url: `http://a.test:${port}/`, method: 'POST', body }, rules);
    expect([answer.body === body, answer.truncated]).toEqual([true, false]);
  });

  it('keeps 1 MiB of an endless body, and reads no further', async () => {
    let sent = 0;
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const { port } = await listening(createServer((_request, response) => {
      const more = Buffer.from('嘘'.repeat(20_000));
      const write = (): void => {
        while (response.write(more)) sent += more.length;
        sent += more.length;
      };
      response.on('drain', write).on('close', resolve);
      write();
    }));
    const { outbound } = outboundOf(atHome);
    const answer = await outbound.request({ url: `http://a.test:${port}/` }, rules);
    await gone;
    expect(answer.truncated).toBe(true);
    expect(answer.body === '嘘'.repeat(Math.floor(MIB / 3))).toBe(true);
    expect(sent).toBeLessThan(32 * MIB); // what the sockets of both sides hold
  });
});

describe('an answer that is none', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['no HTTP', 'HPE_INVALID_CONSTANT', (socket) => socket.end('SSH-2.0-x\r\n')],
    ['a hang-up', 'ECONNRESET', (socket) => socket.end()],
    ['half a body', 'ECONNRESET', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')],
    ['another protocol', 'broken', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')],
    ['two lengths', 'HPE_UNEXPECTED_CONTENT_LENGTH', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx')],
    ['a head without an end', 'HPE_HEADER_OVERFLOW', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-a: ${'x'.repeat(20_000)}`)],
  ])('%s', async (_what, reason, say) => {
    const { port } = await listening(saying(say));
    const { outbound } = outboundOf(atHome);
    expect(await refusalOf(outbound.request({ url: `http://a.test:${port}/` }, rules))).toEqual({ code: 'http.failed', meta: { host: `a.test:${port}`, reason } });
  });

  it('nobody there', async () => {
    const { outbound } = outboundOf(atHome);
    const url = `http://a.test:${await freePort()}/`;
    expect(await refusalOf(outbound.request({ url }, rules))).toMatchObject({ code: 'http.failed', meta: { reason: 'ECONNREFUSED' } });
    expect(await refusalOf(createOutbound().request({ url: 'http://nobody.invalid/', timeout: 2_000 }, anywhere))).toMatchObject({ code: 'http.failed' });
  });
});

describe('https', () => {
  const greeting = async () => {
    const named: string[] = [];
    const server = createTlsServer({
      ...certificate,
      SNICallback: (name, done) => {
        named.push(name);
        done(null, createSecureContext(certificate));
      },
    }, (_request, response) => response.end('safe')).on('tlsClientError', () => {});
    return { named, ...(await listening(server)) };
  };
  const names = { 'safe.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] };
  const both = opened('safe.test', 'other.test');

  it('trusts nobody whom the machine does not, whatever the environment says', async () => {
    const { port, named } = await greeting();
    const { outbound } = outboundOf(names);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await refusalOf(outbound.request({ url: `https://safe.test:${port}/` }, both))).toEqual({
      code: 'http.failed', meta: { host: `safe.test:${port}`, reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(named).toEqual(['safe.test']);
  });

  it('asks the checked address for the certificate of the name', async () => {
    const { port, named } = await greeting();
    const { outbound } = outboundOf(names);
    const before = getCACertificates();
    setDefaultCACertificates([...before, certificate.cert]);
    onTestFinished(() => setDefaultCACertificates(before));
    expect(await outbound.request({ url: `https://safe.test:${port}/` }, both)).toMatchObject({ status: 200, body: 'safe' });
    expect(await refusalOf(outbound.request({ url: `https://other.test:${port}/` }, both))).toMatchObject({
      code: 'http.failed', meta: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(named).toEqual(['safe.test', 'other.test']);
  });
});
