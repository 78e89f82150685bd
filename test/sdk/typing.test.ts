import { expect, test } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import type { TypingFrame } from '#wire/protocol.ts';
import { online } from './support/visitor.ts';

const signal = { participant: 'a_1', name: 'Lin', typing: true, ttl: 5_000 };

test('typing is told at once, then every two seconds with the newest draft, and its end at once', async () => {
  const { clock, server, visitor } = await online();
  const text = 'hello, wor';
  for (let i = 1; i <= text.length; i++) {
    visitor.typing(true, text.slice(0, i));
    await clock.advance(300);
  }
  await clock.advance(5_000);
  visitor.typing(false);
  await clock.advance(50);
  expect(server.socket.of<TypingFrame>(Frame.typing)).toEqual([
    { on: true, text: 'h' }, { on: true, text: 'hello, ' }, { on: true, text: 'hello, wor' }, { on: false },
  ]);
});

test('a message ends it', async () => {
  const { clock, server, visitor } = await online();
  visitor.typing(true);
  visitor.typing(true);
  visitor.post('a');
  await clock.advance(10_000);
  expect(server.socket.of<TypingFrame>(Frame.typing)).toEqual([{ on: true }, { on: false }]);
});

test('others are shown typing until their signal expires', async () => {
  const { clock, server, visitor } = await online();
  server.socket.push(Frame.signal, signal);
  await clock.advance(4_000);
  expect(visitor.snapshot.signals).toEqual([{ participant: 'a_1', name: 'Lin', text: null }]);
  server.socket.push(Frame.signal, { ...signal, text: 'draft' });
  await clock.advance(4_000);
  expect(visitor.snapshot.signals).toEqual([{ participant: 'a_1', name: 'Lin', text: 'draft' }]);
  await clock.advance(2_000);
  expect(visitor.snapshot.signals).toEqual([]);
});

test.each(['stop', 'speak', 'lose the line'])('or until they %s', async (how) => {
  const { clock, server, visitor } = await online();
  server.assign();
  server.socket.push(Frame.signal, signal);
  await clock.advance(50);
  expect(visitor.snapshot.signals).toHaveLength(1);
  if (how === 'stop') server.socket.push(Frame.signal, { ...signal, typing: false });
  if (how === 'speak') server.say('a');
  if (how === 'lose the line') server.socket.end(1006);
  await clock.advance(50);
  expect(visitor.snapshot.signals).toEqual([]);
});

test('one is not shown oneself, typing in another tab', async () => {
  const { clock, server, visitor } = await online();
  server.socket.push(Frame.signal, { ...signal, participant: 'v_1' });
  await clock.advance(50);
  expect(visitor.snapshot.signals).toEqual([]);
});
