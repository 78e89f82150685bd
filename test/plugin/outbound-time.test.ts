import { createServer, type Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { createOutbound } from '#plugin/outbound.ts';
import { anywhere, listening, opened, outboundOf, refusalOf, saying } from './support/web.ts';

const rules = opened('a.test');
const atHome = { 'a.test': ['127.0.0.1'] };

async function timed<T>(work: Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  return [await work, performance.now() - began];
}

const drip = (socket: Socket, start: string): void => {
  socket.write(start);
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
};

it.each<[string, (socket: Socket) => void]>([
  ['says nothing', () => {}],
  ['drips its headers', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-a: ')],
  ['drips its body', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')],
  ['only promises', (socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  }],
])('leaves at the deadline who %s', async (_what, say) => {
  const { port, visits } = await listening(saying(say));
  const { outbound } = outboundOf(atHome);
  const [refusal, took] = await timed(refusalOf(outbound.request({ url: `http://a.test:${port}/`, timeout: 200 }, rules)));
  expect(refusal).toEqual({ code: 'http.failed', meta: { host: `a.test:${port}`, reason: 'timeout' } });
  expect(took).toBeGreaterThan(190);
  expect(took).toBeLessThan(2_000);
  await vi.waitFor(() => expect(visits.map(({ destroyed }) => destroyed)).toEqual([true]));
});

it.each([['http', createServer()], ['https', createServer()]] as const)('counts a resolver and a greeting that never come: %s', async (scheme, silent) => {
  const { port } = await listening(silent);
  const lost = createOutbound({ lookup: () => new Promise(() => {}) });
  expect(await refusalOf(lost.request({ url: `${scheme}://a.test/`, timeout: 50 }, anywhere))).toMatchObject({ code: 'http.failed', meta: { reason: 'timeout' } });
  const { outbound } = outboundOf(atHome);
  expect(await refusalOf(outbound.request({ url: `${scheme}://a.test:${port}/`, timeout: 50 }, rules))).toMatchObject({ code: 'http.failed', meta: { reason: 'timeout' } });
});

it('ends at once when it is told to, wherever it is', async () => {
  const { port, visits } = await listening(saying((socket) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n')));
  const { outbound, asked } = outboundOf(atHome);
  const request = { url: `http://a.test:${port}/` };
  const aborted = { code: 'http.failed', meta: { host: `a.test:${port}`, reason: 'aborted' } };
  expect(await refusalOf(outbound.request(request, rules, AbortSignal.abort()))).toEqual(aborted);
  expect(asked).toEqual([]);
  const lost = createOutbound({ lookup: () => new Promise(() => {}) });
  const [atLookup, took] = await timed(refusalOf(lost.request(request, rules, AbortSignal.timeout(50))));
  expect(atLookup).toEqual(aborted);
  expect(took).toBeLessThan(1_000);
  expect(await refusalOf(outbound.request(request, rules, AbortSignal.timeout(100)))).toEqual(aborted);
  await vi.waitFor(() => expect(visits.map(({ destroyed }) => destroyed)).toEqual([true]));
});

it('ends all when it is closed, and begins nothing more', async () => {
  const { port, visits } = await listening(saying(() => {}));
  const { outbound } = outboundOf(atHome);
  const request = { url: `http://a.test:${port}/` };
  const waiting = refusalOf(outbound.request(request, rules));
  await vi.waitFor(() => expect(visits).toHaveLength(1));
  outbound.close();
  expect(await waiting).toMatchObject({ code: 'http.failed', meta: { reason: 'closed' } });
  expect(await refusalOf(outbound.request(request, rules))).toMatchObject({ code: 'http.failed', meta: { reason: 'closed' } });
  expect(visits).toHaveLength(1);
});
