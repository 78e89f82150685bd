import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';
import { slowBody } from './slow-body.ts';

let started = 0;
const routes = [
  route('POST', '/small', { maxBody: 1024, bodyTimeoutMs: 300, handler: (request) => json({ length: request.body.length }) }),
  route('POST', '/default', { handler: (request) => json({ length: request.body.length }) }),
  route('GET', '/get', { handler: () => json({}) }),
  route('POST', '/slow', {
    handler: async () => {
      started++;
      await sleep(150);
      return json({ large: 'x'.repeat(100_000) });
    },
  }),
];

/** Sends a request by hand, so that nothing between us and the server is polite. */
async function raw(port: number, head: string): Promise<{ socket: Socket; text: () => string; answer: () => Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(head);
  return { socket, text: () => text, answer: () => closed.then(() => text) };
}

/** Resolves when the socket takes more, or is closed. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle).off('close', settle);
      resolve();
    };
    socket.on('drain', settle).on('close', settle);
  });
}

describeEngines('bodies', (kind) => {
  it('takes a body up to the cap, and refuses the byte after it', async () => {
    const { url } = await serve(kind, routes);
    const post = (path: string, length: number): Promise<Response> =>
      fetch(url + path, { method: 'POST', body: new Uint8Array(length) });
    expect(await (await post('/small', 1024)).json()).toEqual({ length: 1024 });
    expect(await (await post('/default', 65_536)).json()).toEqual({ length: 65_536 });
    for (const refused of [await post('/small', 1025), await post('/default', 65_537), await post('/nothing', 1_000_000)]) {
      expect([refused.status, await refused.json()]).toMatchObject([413, { code: 'request.too-large' }]);
      expect(refused.headers.get('connection')).toBe('close');
    }
  });

  it('gives the whole of its refusal to a client that is slow with the rest', async () => {
    const { url } = await serve(kind, routes);
    const refused = await fetch(`${url}/small`, { method: 'POST', body: slowBody(), duplex: 'half' } as RequestInit);
    expect([refused.status, await refused.json()]).toMatchObject([413, { code: 'request.too-large' }]);
  });

  it.each([
    ['POST /default', 'content-length: 1073741824'],
    ['POST /default', 'transfer-encoding: chunked'],
    ['POST /nothing', 'content-length: 1073741824'],
    ['GET /get', 'content-length: 1073741824'],
    ['DELETE /get', 'transfer-encoding: chunked'],
  ])('keeps its memory flat, answers 413 and hangs up on 1 GB by %s with %s', async (line, framing) => {
    const { port } = await serve(kind, routes);
    const { socket, answer } = await raw(port, `${line} HTTP/1.1\r\nhost: a\r\n${framing}\r\n\r\n`);
    const mebibyte = Buffer.alloc(1024 * 1024);
    const chunk = framing.startsWith('transfer') ? Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]) : mebibyte;
    const before = process.memoryUsage.rss();
    let sent = 0;
    let peak = before;
    while (sent < 1024 && !socket.destroyed) {
      if (!socket.write(chunk)) await drained(socket);
      sent++;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    socket.end();
    expect(await answer()).toMatch(/^HTTP\/1.1 413 /);
    // The client lives in this process as well; a server that buffered would show hundreds of mebibytes.
    expect((peak - before) / 1024 / 1024).toBeLessThan(100);
  });

  it('answers 408 to a body that does not arrive in time', async () => {
    const { port } = await serve(kind, routes);
    const { socket, answer } = await raw(port, 'POST /small HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n');
    const trickle = setInterval(() => socket.write('x'), 100);
    const text = await answer();
    clearInterval(trickle);
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain('request.timeout');
  });

  it('does not wait long, when it closes, for a client that goes on with what was refused', async () => {
    const { port, transport } = await serve(kind, routes);
    const { socket, answer, text } = await raw(port, `POST /small HTTP/1.1\r\nhost: a\r\ncontent-length: 900000\r\n\r\n${'x'.repeat(2_000)}`);
    const trickle = setInterval(() => socket.write('x'), 100);
    onTestFinished(() => clearInterval(trickle));
    await expect.poll(text).toMatch(/^HTTP\/1.1 413 /);
    const since = performance.now();
    await transport.close(8_000);
    expect(performance.now() - since).toBeLessThan(4_000);
    expect(await answer()).toContain('request.too-large');
  });

  it('survives clients that leave in the middle of a body or of an answer', async () => {
    const { port, url, errors } = await serve(kind, routes);
    const inBody = await raw(port, 'POST /default HTTP/1.1\r\nhost: a\r\ncontent-length: 5000\r\n\r\nabc');
    const before = started;
    const inAnswer = await raw(port, 'POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n');
    await expect.poll(() => started).toBe(before + 1);
    inBody.socket.destroy();
    inAnswer.socket.destroy();
    const inRefusal = await raw(port, `POST /small HTTP/1.1\r\nhost: a\r\ncontent-length: 900000\r\n\r\n${'x'.repeat(5000)}`);
    await sleep(50);
    inRefusal.socket.destroy();
    await sleep(300);
    expect((await fetch(`${url}/get`)).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it('serves pipelined requests in order on one connection', async () => {
    const { port } = await serve(kind, routes);
    const post = (body: string): string => `POST /small HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const { socket, text } = await raw(port, post('abc') + post('') + post('abcdefg'));
    await expect.poll(() => text().match(/"length":\d/g)).toEqual(['"length":3', '"length":0', '"length":7']);
    socket.destroy();
  });
});
