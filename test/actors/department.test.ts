import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimerWheel } from '#cluster/timer-wheel.ts';
import { refuse } from '#domain/errors.ts';
import { DepartmentRoom } from '#rooms/department.ts';
import type { RoomServices } from '#rooms/services.ts';
import type { Card } from '#wire/protocol.ts';
import { card } from './support/cards.ts';
import { Colleagues } from './support/colleagues.ts';

const COMPARE_MS = 30_000;

let now: number;
let tick: () => void;
let wheel: TimerWheel;
let colleagues: Colleagues;
let room: DepartmentRoom;
/** What the store says: chats of the queue, in order. */
let stored: string[];
/** What each chat says of itself. */
let cards: Record<string, Card>;

beforeEach(async () => {
  now = 1_000_000;
  stored = [];
  cards = {};
  const setInterval = (callback: () => void): (() => void) => {
    tick = callback;
    return () => (tick = () => {});
  };
  wheel = new TimerWheel({ now: () => now, setInterval }, (error) => { throw error; });
  colleagues = new Colleagues({ 'conversation card': (_request, id) => cards[id] ?? refuse('conversation.unknown') });
  const services = {
    cluster: colleagues.cluster, timers: wheel, now: () => now, newId: () => 'offer', onError: vi.fn(),
    directory: { forget: () => {}, members: async () => ['mei'], department: async () => ({ assignment: 'auto' }) },
    store: { conversations: { queueOf: async () => stored.map((publicId, i) => ({ publicId, queueTicket: i + 1 })) } },
  } as unknown as RoomServices;
  const Room = class extends (DepartmentRoom as unknown as new () => DepartmentRoom) {
    override get services(): RoomServices {
      return services;
    }
  };
  stored = ['early'];
  room = new Room();
  await room.onCreate({ identity: { kind: 'department', id: 'support' }, creation: null, actorId: 1, epoch: 1 });
});
afterEach(() => wheel.stop());

const tell = (method: string, request: unknown): unknown => room.receive(method, request, () => {});
const enqueue = (id: string, ticket: number) => tell('enqueue', { ticket, card: card(id) });
const waiting = () => (tell('waiting', { agent: 'mei' }) as { cards: Card[] }).cards.map(({ id }) => id);
async function pass(ms: number): Promise<void> {
  for (const end = now + ms; now < end;) {
    now += TimerWheel.tick;
    tick();
    await turn();
  }
}

it('wakes those who wait when it comes up: they bring their own cards', () => {
  expect(colleagues.to('wake')).toEqual(['conversation/early']);
});

it('keeps the places of those who have not brought their cards yet, and shows nobody what it does not know', () => {
  expect(waiting()).toEqual([]);
  enqueue('late', 2);
  expect(tell('next', { agent: 'mei' })).toEqual({ conversation: 'early', ticket: 1 });
  enqueue('early', 1);
  expect(waiting()).toEqual(['early', 'late']);
});

it('tells a desk that is up already who waits, and that nobody else does', async () => {
  colleagues.answers['desk availability'] = () => ({ agent: 'mei', online: true, freeSeats: 0, load: 1, lastAssignedAt: 0 });
  colleagues.forget();
  await pass(COMPARE_MS * 2 + 500);
  const told = colleagues.said.flatMap(([line, request]) => (line === 'desk/mei queue' && 'all' in request ? [request] : []));
  expect(told).toEqual([{ department: 'support', put: [], drop: [], all: ['early'] }]);
});

it('wakes a chat of whose waiting it was not told', async () => {
  enqueue('early', 1);
  stored = ['early', 'lost'];
  colleagues.forget();
  await pass(COMPARE_MS + 500);
  expect(colleagues.to('wake')).toEqual(['conversation/lost']);
  await pass(COMPARE_MS);
  expect(colleagues.to('wake')).toEqual(['conversation/lost', 'conversation/lost']);
});

it('drops a chat that has left without its knowledge, once the chat says so itself', async () => {
  for (const [ticket, id] of ['taken', 'ended', 'unknown', 'elsewhere', 'here', 'handed', 'silent'].entries()) enqueue(id, ticket);
  stored = [];
  const offer = (department: string) => ({ offer: 'o', to: { department }, expiresAt: 1 });
  cards = {
    taken: card('taken', { status: 'active', assignee: 'tom' }),
    ended: card('ended', { status: 'closed', endedAt: 1 }),
    elsewhere: card('elsewhere', { status: 'transferring', transfer: offer('billing') }),
    here: card('here'),
    handed: card('handed', { status: 'transferring', department: 'billing', transfer: offer('support') }),
  };
  colleagues.answers['conversation card'] = (_request, id) => (id === 'silent' ? refuse('actor.unreachable') : (cards[id] ?? refuse('conversation.unknown')));
  await pass(COMPARE_MS + 500);
  expect(waiting()).toEqual(['here', 'handed', 'silent']);
});

it('keeps a chat that came back while it was asked', async () => {
  enqueue('a', 1);
  stored = [];
  colleagues.answers['conversation card'] = () => {
    enqueue('a', 2);
    return card('a', { status: 'active' });
  };
  await pass(COMPARE_MS + 500);
  expect(waiting()).toEqual(['a']);
});

it('routes again after a journal that was full, and after a hold that came to nothing', async () => {
  let full = true;
  colleagues.answers['desk reserve'] = () => ({ granted: true, agent: { id: 'a:mei', kind: 'agent', name: 'Mei' } });
  colleagues.answers['conversation submit'] = (_request, id) => {
    if (full) return refuse('busy');
    tell('dequeue', { conversation: id });
    return { seq: 3 };
  };
  tell('dequeue', { conversation: 'early' });
  enqueue('a', 1);
  enqueue('b', 2);
  expect(tell('next', { agent: 'tom' })).toMatchObject({ conversation: 'a' });
  tell('available', { agent: 'mei', online: true, freeSeats: 5, load: 0, lastAssignedAt: 0 });
  await turn();
  expect(colleagues.to('submit')).toEqual(['conversation/b']);
  full = false;
  await pass(4_000);
  expect(waiting()).toEqual(['a']);
  await pass(5_000);
  expect(waiting()).toEqual([]);
});
