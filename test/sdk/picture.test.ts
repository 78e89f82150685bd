import { expect, test } from 'vitest';
import { fold } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import { Frame } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { online, seen } from './support/visitor.ts';

test('a missing event is fetched by joining again from where one stands', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  await clock.advance(50);
  server.lostNotices = 1;
  server.say('lost');
  server.say('after');
  await clock.advance(2_000);
  expect(server.socket.url.searchParams.get('since')).toBe('3');
  expect(seen(visitor.snapshot)).toEqual(['lost', 'after']);
});

test('an event that comes twice is shown once', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  server.say('a');
  await clock.advance(50);
  const last = visitor.snapshot.events.at(-1);
  if (last !== undefined) server.socket.push(Frame.notice, { e: last });
  await clock.advance(50);
  expect(seen(visitor.snapshot)).toEqual(['a']);
  expect(server.sockets).toHaveLength(1);
});

test('where the server cannot resume, the page replaces what is shown', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  for (let i = 0; i < 10; i++) server.say(`${i}`);
  await clock.advance(100);
  expect(seen(visitor.snapshot)).toHaveLength(10);
  server.pageSize = 3;
  server.forgetful = true;
  server.socket.end(1006);
  await clock.advance(2_000);
  expect(seen(visitor.snapshot)).toEqual(['7', '8', '9']);
  expect(visitor.snapshot.more).toBe(true);
});

test('a resync joins without a position', async () => {
  const { clock, server, visitor } = await online();
  server.socket.push(Frame.resync, {});
  await clock.advance(2_000);
  expect(server.sockets).toHaveLength(2);
  expect(server.socket.url.searchParams.has('since')).toBe(false);
  expect(visitor.snapshot.connection.status).toBe('online');
  server.socket.end(1006);
  await clock.advance(2_000);
  expect(server.socket.url.searchParams.get('since')).toBe('2');
});

test('events of a later release keep their place and change nothing else', async () => {
  const { clock, server, visitor } = await online();
  const { state } = visitor.snapshot;
  const at = clock.now();
  server.socket.push(Frame.notice, { e: { type: 'message.sung', seq: 3, publicSeq: 3, at, by: 'a_1' } as unknown as ConversationEvent });
  await clock.advance(50);
  expect(visitor.snapshot.events.map(({ type }) => type)).toEqual(['conversation.started', 'conversation.queued', 'message.sung']);
  expect(visitor.snapshot.state).toEqual({ ...state, seq: 3, publicSeq: 3, at, publicAt: at });
});

test('the state is the fold of the events', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  visitor.post('a');
  await clock.advance(100);
  visitor.end();
  await clock.advance(100);
  visitor.feedback(true);
  await clock.advance(100);
  expect(visitor.snapshot.state).toEqual(visitor.snapshot.events.reduce(fold, initialState));
  expect(visitor.snapshot.state?.status).toBe('completed');
});

test('the place in the queue goes with the waiting', async () => {
  const { clock, server, visitor } = await online();
  server.socket.push(Frame.queue, { position: 2, waiting: 5, seconds: 60, staffed: true });
  await clock.advance(50);
  expect(visitor.snapshot.queue).toEqual({ position: 2, waiting: 5, seconds: 60, staffed: true });
  server.assign();
  await clock.advance(50);
  expect(visitor.snapshot.queue).toBeNull();
});

test('what did not change keeps its identity', async () => {
  const { clock, server, visitor } = await online();
  const { events, receipts } = visitor.snapshot;
  server.socket.push(Frame.queue, { position: 2, waiting: 5, seconds: 60, staffed: true });
  await clock.advance(50);
  expect(visitor.snapshot.events).toBe(events);
  expect(visitor.snapshot.receipts).toBe(receipts);
  let told = 0;
  visitor.subscribe(() => told++);
  server.socket.push(Frame.receipts, { receipts: [] });
  server.socket.push(Frame.pong, { t: 1 });
  await clock.advance(50);
  expect(told).toBe(0);
});
