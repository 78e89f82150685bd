import { expect, test } from 'vitest';
import { TicketError } from '#sdk/index.ts';
import { online, seen } from './support/visitor.ts';

test('connect opens no chat, start does', async () => {
  const { clock, server, visitor } = await online(false);
  server.ticketError = new TicketError('conversation.unknown', false);
  visitor.connect();
  await clock.advance(100);
  expect(server.tickets).toEqual([{ start: false }]);
  server.ticketError = null;
  visitor.start();
  await clock.advance(100);
  expect(server.tickets.at(-1)).toEqual({ start: true });
  expect(visitor.snapshot.state?.status).toBe('queued');
});

test('words given before there is a chat go to the one that is started, and keep their ids', async () => {
  const { clock, server, visitor } = await online(false);
  visitor.start();
  const id = visitor.post('first');
  expect(seen(visitor.snapshot)).toEqual(['first']);
  await clock.advance(200);
  expect(server.texts).toEqual(['first']);
  expect(server.events.at(-1)?.id).toBe(id);
});

test('once started, a line that breaks does not start another', async () => {
  const { clock, server, visitor } = await online(false);
  visitor.start();
  await clock.advance(100);
  server.socket.end(1006);
  await clock.advance(2_000);
  expect(server.tickets).toEqual([{ start: true }, { start: false }]);
});

test('starting while a chat is open changes nothing', async () => {
  const { clock, server, visitor } = await online();
  visitor.start();
  await clock.advance(100);
  expect(server.tickets).toHaveLength(1);
});

test('after the end, start forgets the old chat; words for it that never arrived fail', async () => {
  const { clock, server, visitor } = await online();
  server.fates.push(null, 'silence');
  visitor.end();
  const late = visitor.post('too late');
  await clock.advance(100);
  expect(visitor.snapshot.state?.status).toBe('closed');
  server.conversation = 'c2';
  server.events = [];
  visitor.start();
  expect(visitor.snapshot).toMatchObject({ conversation: null, state: null, events: [] });
  visitor.post('again');
  await clock.advance(200);
  expect(visitor.snapshot.conversation).toBe('c2');
  expect(visitor.snapshot.pending).toMatchObject([{ id: late, status: 'failed', code: 'conversation.ended' }, { status: 'failed' }]);
});
