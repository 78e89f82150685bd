import { expect, test } from 'vitest';
import { TicketError } from '#sdk/index.ts';
import type { Connection } from '#sdk/index.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { Frame } from '#wire/protocol.ts';
import { ModelServer } from './support/model-server.ts';
import { SimClock } from './support/sim-clock.ts';
import { online, visitorOf } from './support/visitor.ts';

test('idle, connecting, online, idle', async () => {
  const clock = new SimClock();
  const visitor = visitorOf(new ModelServer(clock));
  const statuses: Connection['status'][] = [visitor.snapshot.connection.status];
  visitor.subscribe(() => {
    const { status } = visitor.snapshot.connection;
    if (status !== statuses.at(-1)) statuses.push(status);
  });
  visitor.connect();
  await clock.advance(100);
  visitor.disconnect();
  expect(statuses).toEqual(['idle', 'connecting', 'online', 'idle']);
});

test('the picture and the status change in one step', async () => {
  const clock = new SimClock();
  const visitor = visitorOf(new ModelServer(clock));
  visitor.subscribe(() => expect(visitor.snapshot.connection.status === 'online').toBe(visitor.snapshot.state !== null));
  visitor.connect();
  await clock.advance(100);
  expect(visitor.snapshot.state?.status).toBe('queued');
});

test('a line that breaks comes back with a fresh ticket and its position', async () => {
  const { clock, server, visitor } = await online();
  server.say('not seen by a visitor', 'agents');
  server.assign();
  await clock.advance(100);
  server.socket.end(1006);
  server.say('while away');
  await clock.advance(1_000);
  expect(server.tickets).toHaveLength(2);
  expect(server.socket.url.searchParams.get('since')).toBe('3');
  expect(visitor.snapshot.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test.each([
  [CloseCode.moved, true], [CloseCode.draining, true], [CloseCode.slow, true], [1006, true], [1011, true],
  [CloseCode.normal, false], [CloseCode.protocol, false], [CloseCode.unauthorised, false], [CloseCode.version, false],
])('close code %i: comes back %s', async (code, comesBack) => {
  const { clock, server, visitor } = await online();
  server.socket.end(code);
  await clock.advance(60_000);
  expect(server.sockets).toHaveLength(comesBack ? 2 : 1);
  expect(visitor.snapshot.connection).toEqual(comesBack ? { status: 'online' } : { status: 'stopped', code });
});

test('a node that hands over is left without a pause, one that turns us away at once is not', async () => {
  const { clock, server, visitor } = await online();
  server.socket.end(CloseCode.draining);
  expect(visitor.snapshot.connection.status).toBe('connecting');
  await clock.advance(0);
  server.socket.end(CloseCode.draining);
  expect(visitor.snapshot.connection.status).toBe('waiting');
});

test('the back-off grows by half from half a second to five, with full jitter', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  server.ticketError = new Error('no network');
  for (const [random, limits] of [[0.999_999, [500, 750, 1_125, 1_687, 2_531, 3_797, 5_000, 5_000]], [0, [0, 0, 0, 0, 0, 0, 0, 0]]] as const) {
    const visitor = visitorOf(server, { random: () => random });
    const waits: number[] = [];
    let before: Connection | null = null;
    visitor.subscribe(() => {
      const { connection } = visitor.snapshot;
      if (connection !== before && connection.status === 'waiting') waits.push(Math.round(connection.retryAt - clock.now()));
      if (waits.length === limits.length) visitor.disconnect();
      before = connection;
    });
    visitor.connect();
    await clock.advance(120_000);
    expect(waits).toEqual(limits);
  }
});

test('a line that breaks right after it came up does not reset the back-off', async () => {
  const { clock, server, visitor } = await online();
  const waits: number[] = [];
  for (let i = 0; i < 4; i++) {
    server.socket.end(1006);
    const { connection } = visitor.snapshot;
    if (connection.status === 'waiting') waits.push(connection.retryAt - clock.now());
    await clock.advance(1_800);
  }
  expect(waits).toEqual([250, 375, 562.5, 843.75]);
  await clock.advance(10_000);
  server.socket.end(1006);
  const { connection } = visitor.snapshot;
  expect(connection.status === 'waiting' && connection.retryAt - clock.now()).toBe(250);
});

test('a ticket that will never come stops the line with its code; another try is possible', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  server.ticketError = new TicketError('conversation.unknown', false);
  const visitor = visitorOf(server);
  visitor.connect();
  await clock.advance(60_000);
  expect(server.tickets).toHaveLength(1);
  expect(visitor.snapshot.connection).toEqual({ status: 'stopped', code: 'conversation.unknown' });
  server.ticketError = null;
  visitor.connect();
  await clock.advance(100);
  expect(visitor.snapshot.connection.status).toBe('online');
});

test('a line on which nothing arrives is given up after a ping and as long again', async () => {
  const { clock, server, visitor } = await online();
  server.heartbeat = 20_000;
  server.socket.dead = true;
  await clock.advance(39_000);
  expect(visitor.snapshot.connection.status).toBe('online');
  await clock.advance(2_000);
  expect(server.sockets[0]?.open).toBe(false);
  expect(visitor.snapshot.connection.status).toBe('online');
  expect(server.sockets).toHaveLength(2);
});

test('a line that is dead in one direction only is given up as well: much is heard, and no ping is answered', async () => {
  const { clock, server, visitor } = await online();
  server.heartbeat = 20_000;
  server.socket.deaf = true;
  for (let i = 0; i < 45; i++) {
    server.sockets[0]?.push(Frame.queue, { position: 1, waiting: 1, seconds: null, staffed: true });
    await clock.advance(1_000);
  }
  expect(server.sockets[0]?.open).toBe(false);
  expect(server.sockets).toHaveLength(2);
  await clock.advance(300_000);
  expect(server.sockets).toHaveLength(2);
  expect(visitor.snapshot.connection.status).toBe('online');
});

test('a quiet line is pinged and kept', async () => {
  const { clock, server } = await online();
  await clock.advance(200_000);
  expect(server.sockets).toHaveLength(1);
  expect(server.socket.of(Frame.ping).length).toBeGreaterThanOrEqual(9);
});

test('a join that hangs is tried again', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  let hang = true;
  const visitor = visitorOf(server, { openSocket: (url) => {
    const socket = server.openSocket(url);
    socket.dead = hang;
    hang = false;
    return socket;
  } });
  visitor.connect();
  await clock.advance(16_000);
  expect(server.sockets).toHaveLength(2);
  expect(visitor.snapshot.connection.status).toBe('online');
});

test('network up or tab visible: no waiting, and a line that seems up is tested', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  let wake = () => {};
  const visitor = visitorOf(server, { random: () => 0.999, onWake: (listener) => {
    wake = listener;
    return () => (wake = () => {});
  } });
  server.ticketError = new Error('no network');
  visitor.connect();
  await clock.advance(9_000);
  server.ticketError = null;
  expect(visitor.snapshot.connection.status).toBe('waiting');
  wake();
  await clock.advance(100);
  expect(visitor.snapshot.connection.status).toBe('online');
  wake();
  await clock.advance(100);
  expect(server.socket.of(Frame.ping)).toHaveLength(1);
  visitor.disconnect();
  wake();
  await clock.advance(100);
  expect(visitor.snapshot.connection.status).toBe('idle');
});
