import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';
import { slowBody } from './slow-body.ts';

const MIB = 1 << 20;
const LARGE = 24 * MIB;
const piece = Buffer.from(Uint8Array.from({ length: MIB }, (_, at) => at % 251));
const digestOf = (times: number): string => {
  const hash = createHash('sha256');
  for (let i = 0; i < times; i++) hash.update(piece);
  return hash.digest('hex');
};

const seen = { opened: 0, closed: 0, given: 0, read: 0, gate: Promise.resolve() };

async function* pieces(): AsyncGenerator<Uint8Array> {
  seen.opened++;
  try {
    for (let at = 0; at < LARGE; at += MIB) {
      seen.given += MIB;
      yield piece;
    }
  } finally {
    seen.closed++;
  }
}

const routes = [
  route('POST', '/up', {
    streams: true, maxBody: LARGE,
    handler: async ({ stream }) => {
      const hash = createHash('sha256');
      seen.read = 0;
      await seen.gate;
      for await (const part of stream) {
        seen.read += part.length;
        hash.update(part);
      }
      return json({ read: seen.read, digest: hash.digest('hex') });
    },
  }),
  route('POST', '/hasty', {
    streams: true, maxBody: LARGE, bodyTimeoutMs: 300,
    handler: async ({ stream }) => {
      for await (const part of stream) seen.read += part.length;
      return json({});
    },
  }),
  route('POST', '/no-thanks', { streams: true, maxBody: LARGE, handler: async () => json({ read: 0 }, { status: 422 }) }),
  route('POST', '/too-late', { streams: true, maxBody: LARGE, handler: async () => json({}, { status: 408 }) }),
  route('GET', '/down', { handler: () => ({ headers: { 'content-type': 'x/y' }, body: { length: LARGE, open: pieces } }) }),
  route('GET', '/short', { handler: () => ({ body: { length: LARGE + 1, open: pieces } }) }),
];

const many = (times: number): ReadableStream<Uint8Array> => {
  let sent = 0;
  return new ReadableStream({ pull: (to) => (sent++ < times ? to.enqueue(new Uint8Array(piece)) : to.close()) });
};
const post = (url: string, times: number): Promise<Response> => fetch(url, { method: 'POST', body: many(times), duplex: 'half' } as RequestInit);

describeEngines('streams', (kind) => {
  it('bring a large body as it was sent, and one over the cap to its end at once', async () => {
    const { url } = await serve(kind, routes);
    expect(await (await post(`${url}/up`, 24)).json()).toEqual({ read: LARGE, digest: digestOf(24) });
    expect(await (await fetch(`${url}/up`, { method: 'POST' })).json()).toMatchObject({ read: 0 });
    const refused = await post(`${url}/up`, 25);
    expect([refused.status, await refused.json()]).toMatchObject([413, { code: 'request.too-large' }]);
    const since = performance.now();
    const declined = await post(`${url}/no-thanks`, 4);
    expect([declined.status, await declined.json()]).toMatchObject([422, { read: 0 }]);
    // Its sender was not paused for a reader that never comes.
    expect(performance.now() - since).toBeLessThan(7_000);
  });

  it('slow their sender down to the reader, and keep memory flat', async () => {
    const { port } = await serve(kind, routes);
    const gate = Promise.withResolvers<void>();
    seen.gate = gate.promise;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(`POST /up HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${LARGE}\r\n\r\n`);
    let accepted = 0;
    const sending = (async () => {
      for (let at = 0; at < 24; at++) {
        if (!socket.write(piece)) await once(socket, 'drain');
        accepted = at;
      }
    })();
    await sleep(400);
    // What fits into the buffers of two sockets and ours, and not all of it.
    expect(accepted).toBeLessThan(20);
    gate.resolve();
    await sending;
    await once(socket, 'close');
    expect(answer).toContain(digestOf(24));
    seen.gate = Promise.resolve();
  });

  it('end for a reader whose sender goes away or is too slow', async () => {
    const { errors, port } = await serve(kind, routes);
    const open = async (): Promise<ReturnType<typeof connect>> => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(`POST /hasty HTTP/1.1\r\nhost: a\r\ncontent-length: ${LARGE}\r\n\r\n`);
      socket.write(piece);
      return socket;
    };
    seen.read = 0;
    const gone = await open();
    await expect.poll(() => seen.read).toBeGreaterThan(0);
    gone.destroy();
    const slow = await open();
    const [answer] = (await once(slow, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 [^]*request\.timeout/);
    slow.destroy();
    expect(errors).toEqual([]);
  });

  it('may be answered before their end, with any status, by a handler that a slow sender hears in full', async () => {
    const { url } = await serve(kind, routes);
    const answer = await fetch(`${url}/too-late`, { method: 'POST', body: slowBody(), duplex: 'half' } as RequestInit);
    expect([answer.status, await answer.json()]).toEqual([408, {}]);
  });

  it('give a large answer with its length, as fast as it is taken, and stop when nobody takes it', async () => {
    const { port, url } = await serve(kind, routes);
    const answer = await fetch(`${url}/down`);
    expect([answer.headers.get('content-length'), answer.headers.get('content-type')]).toEqual([String(LARGE), 'x/y']);
    expect(createHash('sha256').update(Buffer.from(await answer.arrayBuffer())).digest('hex')).toBe(digestOf(24));
    const head = await fetch(`${url}/down`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(LARGE)]);
    expect(seen.opened).toBe(seen.closed);
    seen.given = 0;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.pause();
    socket.write('GET /down HTTP/1.1\r\nhost: a\r\n\r\n');
    await sleep(300);
    expect(seen.given).toBeLessThan(20 * MIB);
    socket.destroy();
    await expect.poll(() => seen.closed).toBe(seen.opened);
  });

  it('break off an answer that is shorter than it said, rather than end it', async () => {
    const { errors, url } = await serve(kind, routes);
    await expect(fetch(`${url}/short`).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });
});
