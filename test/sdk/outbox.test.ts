import { expect, test } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import type { CommandFrame } from '#wire/protocol.ts';
import { ModelServer } from './support/model-server.ts';
import { SimClock } from './support/sim-clock.ts';
import { online, seen, visitorOf } from './support/visitor.ts';

const frames = (server: ModelServer) => server.sockets.flatMap((socket) => socket.of<CommandFrame>(Frame.command)).map(({ id, p }) => [Number(id.split(':')[1]), p]);

test('commands are numbered, sent in order without waiting, and each names the unanswered one before', async () => {
  const { clock, server, visitor } = await online();
  for (const text of ['a', 'b', 'c']) visitor.post(text);
  await clock.advance(100);
  expect(frames(server)).toEqual([[1, 0], [2, 1], [3, 2]]);
  expect(server.texts).toEqual(['a', 'b', 'c']);
  expect(visitor.snapshot.pending).toEqual([]);
});

test('after busy everything unanswered is sent again, in order', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push(null, 'busy');
  for (const text of ['a', 'b', 'c']) visitor.post(text);
  await clock.advance(50);
  expect(server.texts).toEqual(['a']);
  expect(seen(visitor.snapshot)).toEqual(['a', 'b', 'c']);
  await clock.advance(1_000);
  expect(server.texts).toEqual(['a', 'b', 'c']);
  expect(frames(server).map(([number]) => number)).toEqual([1, 2, 3, 2, 3]);
});

test('nothing is sent before the time that a refusal names', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('silence');
  const id = visitor.post('a');
  await clock.advance(50);
  server.socket.push(Frame.refusal, { id, code: 'rate.limited', retryable: true, retryAfter: 3_000 });
  await clock.advance(100);
  visitor.post('b');
  await clock.advance(2_800);
  expect(server.texts).toEqual([]);
  await clock.advance(1_300);
  expect(server.texts).toEqual(['a', 'b']);
});

test('a final refusal fails that command only; it can be repeated or forgotten', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('message.refused');
  const refused = visitor.post('rude');
  visitor.post('kind');
  await clock.advance(1_000);
  expect(server.texts).toEqual(['kind']);
  expect(visitor.snapshot.pending).toMatchObject([{ id: refused, status: 'failed', code: 'message.refused' }]);
  visitor.retry(refused);
  await clock.advance(100);
  expect(server.texts).toEqual(['kind', 'rude']);
  server.fates.push('message.refused');
  const again = visitor.post('ruder');
  await clock.advance(100);
  visitor.discard(again);
  expect(visitor.snapshot.pending).toEqual([]);
});

test('a message that is lost with its ack is not sent twice', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('break-before-ack');
  visitor.post('a');
  await clock.advance(3_000);
  expect(server.sockets).toHaveLength(2);
  expect(server.texts).toEqual(['a']);
  expect(seen(visitor.snapshot)).toEqual(['a']);
  expect(visitor.snapshot.pending).toEqual([]);
});

test('words given without a line are sent once it is there, before the actor is asked for more', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const visitor = visitorOf(server);
  visitor.post('early');
  expect(visitor.snapshot.pending).toMatchObject([{ status: 'sending' }]);
  visitor.connect();
  await clock.advance(100);
  expect(server.texts).toEqual(['early']);
});

test('an unanswered command is sent again after a while', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('silence');
  visitor.post('a');
  await clock.advance(9_000);
  expect(server.texts).toEqual([]);
  await clock.advance(2_000);
  expect(server.texts).toEqual(['a']);
});

test('an actor that forgot what had no effect gets the rest all the same', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('message.refused');
  visitor.post('rude');
  await clock.advance(100);
  server.restart();
  visitor.post('kind');
  await clock.advance(2_000);
  expect(server.texts).toEqual(['kind']);
});

test('a message whose repetition had no effect counts as refused', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push('silence');
  const id = visitor.post('rude');
  await clock.advance(50);
  server.socket.push(Frame.ack, { id, seq: null });
  await clock.advance(50);
  expect(visitor.snapshot.pending).toMatchObject([{ id, status: 'failed', code: 'message.refused' }]);
});

test('a message is never shown twice, nor missing, between ack and event', async () => {
  const { clock, server, visitor } = await online();
  const pictures: string[][] = [];
  visitor.subscribe(() => pictures.push(seen(visitor.snapshot)));
  visitor.post('a');
  await clock.advance(100);
  server.fates.push('silence');
  const id = visitor.post('b');
  await clock.advance(50);
  // The ack before the event.
  server.socket.push(Frame.ack, { id, seq: server.state.publicSeq + 1 });
  await clock.advance(50);
  expect(visitor.snapshot.pending).toMatchObject([{ id, status: 'accepted' }]);
  server.apply({ type: 'message.post', kind: 'text', body: { text: 'b' }, audience: 'public' }, { id: 'v_1', kind: 'visitor', name: '' }, id);
  await clock.advance(50);
  expect(visitor.snapshot.pending).toEqual([]);
  expect(new Set(pictures.map((texts) => texts.join()))).toEqual(new Set(['a', 'a,b']));
});
