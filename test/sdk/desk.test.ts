import { expect, test } from 'vitest';
import { RefusedError } from '#sdk/index.ts';
import { Frame } from '#wire/protocol.ts';
import type { OpenFrame } from '#wire/protocol.ts';
import { cardOf, ModelDesk } from './support/model-desk.ts';
import { seen as seenBy } from './support/visitor.ts';

const opens = (desk: ModelDesk) => desk.socket.of<OpenFrame>(Frame.open);
const seen = (desk: ModelDesk, id: string) => seenBy({ ...desk.client.snapshot, ...desk.client.chat(id).snapshot } as never);

async function deskOnline(): Promise<ModelDesk> {
  const desk = new ModelDesk();
  desk.client.connect();
  await desk.clock.advance(100);
  return desk;
}

test('cards come whole, then change one by one', async () => {
  const desk = await deskOnline();
  const { cards } = desk.client.snapshot;
  expect([...cards.keys()]).toEqual(['c1', 'c2']);
  desk.socket.push(Frame.cards, { put: [cardOf('c3'), cardOf('c2', 7)], drop: ['c1'] });
  await desk.clock.advance(50);
  expect([...desk.client.snapshot.cards.values()].map(({ id, seq }) => [id, seq])).toEqual([['c2', 7], ['c3', 1]]);
  expect([...cards.keys()]).toEqual(['c1', 'c2']);
});

test('an opened chat is shown and goes on; others are silent', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  expect(desk.client.chat('c1').snapshot).toMatchObject({ live: true, visitorOnline: true });
  desk.say('c1', 'hello');
  desk.say('c2', 'elsewhere');
  desk.client.chat('c1').post('hi');
  desk.client.chat('c1').post('a note', 'agents');
  await desk.clock.advance(50);
  expect(seen(desk, 'c1')).toEqual(['hello', 'hi', 'a note']);
  expect(seen(desk, 'c2')).toEqual([]);
});

test('after a reconnect open chats are opened again from where they stood, and what was unsent follows', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.socket.end(1006);
  desk.client.chat('c1').post('offline');
  desk.say('c1', 'meanwhile');
  await desk.clock.advance(2_000);
  expect(opens(desk)).toEqual([{ c: 'c1', since: 3 }]);
  expect(seen(desk, 'c1')).toEqual(['meanwhile', 'offline']);
  expect(desk.client.chat('c1').snapshot.pending).toEqual([]);
});

test('commands for a chat that is being opened wait for it', async () => {
  const desk = await deskOnline();
  desk.cards = [];
  desk.socket.end(1006);
  await desk.clock.advance(2_000);
  desk.answer = false;
  desk.client.open('c1');
  desk.client.chat('c1').post('a note', 'agents');
  await desk.clock.advance(1_000);
  expect(desk.socket.of(Frame.command)).toEqual([]);
  desk.answer = true;
  await desk.clock.advance(5_000);
  expect(seen(desk, 'c1')).toEqual(['a note']);
});

test('a gap opens the chat again, a resync without a position', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.watched.clear();
  desk.say('c1', 'lost');
  desk.watched.add('c1');
  desk.say('c1', 'after');
  await desk.clock.advance(100);
  expect(seen(desk, 'c1')).toEqual(['lost', 'after']);
  desk.socket.push(Frame.resync, { c: 'c1' });
  await desk.clock.advance(100);
  expect(opens(desk).map(({ since }) => since)).toEqual([0, 3, 0]);
  expect(desk.sockets).toHaveLength(1);
  desk.socket.push(Frame.resync, {});
  await desk.clock.advance(2_000);
  expect(desk.sockets).toHaveLength(2);
  expect(opens(desk)).toEqual([{ c: 'c1', since: 0 }]);
});

test('a chat that may not be opened says why; one that could not be is tried again', async () => {
  const desk = await deskOnline();
  desk.openRefusal = { code: 'actor.unreachable', retryable: true };
  desk.client.open('c1');
  await desk.clock.advance(1_000);
  expect(desk.client.chat('c1').snapshot).toMatchObject({ live: false, error: null });
  desk.openRefusal = { code: 'conversation.unknown', retryable: false };
  await desk.clock.advance(5_000);
  expect(desk.client.chat('c1').snapshot).toMatchObject({ live: false, error: 'conversation.unknown' });
  const asked = opens(desk).length;
  await desk.clock.advance(20_000);
  expect(opens(desk)).toHaveLength(asked);
});

test('a chat that was left is forgotten, and its words are still sent', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.client.chat('c1').post('parting words');
  desk.client.leave('c1');
  await desk.clock.advance(100);
  expect(desk.client.chat('c1').snapshot).toMatchObject({ state: null, events: [], pending: [], live: false });
  expect(desk.chats.get('c1')?.events.at(-1)).toMatchObject({ body: { text: 'parting words' } });
});

test('older events go in front, each once', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  const chat = desk.client.chat('c1');
  const [first, ...rest] = chat.snapshot.events;
  desk.client.leave('c1');
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.socket.push(Frame.opened, { conversation: 'c1', state: chat.snapshot.state!, events: rest, more: true, receipts: [], resumed: false, visitor: { online: false } });
  await desk.clock.advance(50);
  expect(chat.snapshot).toMatchObject({ more: true, events: rest });
  chat.prepend({ events: [first!, ...rest], more: false });
  expect(chat.snapshot).toMatchObject({ more: false, events: [first, ...rest] });
});

test('the visitor comes and goes', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.socket.push(Frame.signal, { c: 'c1', participant: 'v_1', name: 'Visitor', typing: false, ttl: 0, online: false });
  await desk.clock.advance(50);
  expect(desk.client.chat('c1').snapshot.visitorOnline).toBe(false);
});

test('cursors are told in public positions', async () => {
  const desk = await deskOnline();
  desk.client.open('c1');
  await desk.clock.advance(50);
  desk.client.chat('c1').post('a note', 'agents');
  await desk.clock.advance(50);
  desk.say('c1', 'hello');
  await desk.clock.advance(50);
  desk.client.chat('c1').read();
  await desk.clock.advance(2_000);
  expect(desk.socket.of(Frame.receipt).at(-1)).toEqual({ c: 'c1', delivered: 4, read: 4 });
});

const outcomeOf = (request: Promise<unknown>): Promise<unknown> => request.catch((error: unknown) => error);

test('requests are answered, refused, or lost with the line', async () => {
  const desk = await deskOnline();
  const accepted = outcomeOf(desk.client.setPresence('away'));
  const refused = outcomeOf(desk.client.request({ type: 'chat.accept', conversation: null }));
  await desk.clock.advance(100);
  expect(await accepted).toMatchObject({ seq: null });
  expect(await refused).toBeInstanceOf(RefusedError);
  expect(await refused).toMatchObject({ code: 'queue.empty', retryable: false });
  desk.answer = false;
  const lost = outcomeOf(desk.client.setPresence('online'));
  desk.socket.end(1006);
  expect(await lost).toMatchObject({ code: 'unavailable', retryable: true });
  expect(await outcomeOf(desk.client.setPresence('online'))).toMatchObject({ code: 'unavailable' });
  await desk.clock.advance(2_000);
  const unanswered = outcomeOf(desk.client.setPresence('online'));
  await desk.clock.advance(20_000);
  expect(await unanswered).toMatchObject({ code: 'unavailable' });
});

test('a console that joins again says what the desk said of its presence', async () => {
  const desk = await deskOnline();
  desk.socket.push(Frame.deskState, { status: 'away', capacity: 5, seats: 2, departments: ['d1'] });
  await desk.clock.advance(50);
  desk.socket.end(1006);
  await desk.clock.advance(2_000);
  expect(desk.sockets.map(({ url }) => url.searchParams.get('status'))).toEqual(['', 'away']);
});
