import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimerWheel } from '#cluster/timer-wheel.ts';
import { refuse } from '#domain/errors.ts';
import { initialState } from '#domain/state.ts';
import { Connection } from '#rooms/connection.ts';
import { DeskRoom, type DeskSeat } from '#rooms/desk.ts';
import type { RoomServices } from '#rooms/services.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { decode, encodeUp } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { UpFrames, UpType } from '#wire/protocol.ts';
import { card } from './support/cards.ts';
import { Colleagues } from './support/colleagues.ts';

const RECONCILE_MS = 30_000;
const CHAT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let now: number;
let tick: () => void;
let wheel: TimerWheel;
let colleagues: Colleagues;
let agent: { id: string; name: string; role: string; capacity: number; tokenVersion: number; disabledAt: number | null };
let departments: string[];
/** Whether the chat still knows that it is watched. */
let watched: boolean;
let room: DeskRoom;
/** How often the desk asked the store what it has. */
let looks: number;
/** What the store says is this agent's. */
let assigned: string[];
let sent: string[];

beforeEach(async () => {
  now = 1_000_000;
  agent = { id: 'mei', name: 'Mei', role: 'agent', capacity: 3, tokenVersion: 1, disabledAt: null };
  departments = ['support'];
  watched = true;
  sent = [];
  looks = 0;
  assigned = [];
  const setInterval = (callback: () => void): (() => void) => {
    tick = callback;
    return () => (tick = () => {});
  };
  wheel = new TimerWheel({ now: () => now, setInterval }, (error) => { throw error; });
  colleagues = new Colleagues({
    'conversation card': () => card(CHAT),
    'conversation watch': () => ({ state: { ...initialState, seq: 2 }, events: [], more: false, resumed: false, receipts: [], visitor: { online: true } }),
    'conversation watching': () => ({ watched, card: card(CHAT) }),
    'department waiting': () => ({ cards: [] }),
  });
  const services = {
    cluster: Object.assign(colleagues.cluster, { holdsLease: true }), timers: wheel, now: () => now, newId: () => 'offer', onError: vi.fn(),
    settings: { heartbeat: 20_000, transferTimeout: 1 },
    directory: { agent: async () => agent, departmentsOf: async () => departments },
    store: { conversations: { openOf: async () => (looks++, assigned), offeredTo: async () => [] } },
    outgoing: { send: (_connection: unknown, frame: string) => void sent.push(frame), flushOne: () => {} },
    load: { full: false },
    rates: { desk: { perSecond: 100, burst: 100 } },
  } as unknown as RoomServices;
  const Room = class extends (DeskRoom as unknown as new () => DeskRoom) {
    override get services(): RoomServices {
      return services;
    }
  };
  room = new Room();
  await room.onCreate({ identity: { kind: 'desk', id: 'mei' }, creation: null, actorId: 1, epoch: 1 });
});
afterEach(() => wheel.stop());

/** A console, whose socket goes on whatever it is told. */
async function join() {
  const seat: DeskSeat = { kind: 'desk', agent: 'mei', session: 1, status: null };
  const closed: number[] = [];
  const client = { auth: seat, userData: null as unknown, leave: (code: number) => void closed.push(code) };
  await room.onJoin(client as never);
  expect(client.userData).toBeInstanceOf(Connection);
  const send = async <T extends UpType>(type: T, payload: UpFrames[T]): Promise<void> => {
    room.incoming(client as never, Buffer.from(encodeUp(type, payload)));
    await turn();
  };
  return { closed, send };
}

async function pass(ms: number): Promise<void> {
  for (const end = now + ms; now < end;) {
    now += TimerWheel.tick;
    tick();
    await turn();
  }
}

const frames = (type: number): unknown[] => sent.map((frame) => decode(Buffer.from(frame))!).flatMap((frame) => (frame.type === type ? [frame.payload] : []));

it('asks the chats that are open every half minute whether they know that they are watched', async () => {
  await (await join()).send(Frame.open, { c: CHAT, since: 0 });
  await pass(RECONCILE_MS + 500);
  expect(frames(Frame.resync)).toEqual([]);
  watched = false;
  await pass(RECONCILE_MS);
  expect(frames(Frame.resync)).toEqual([{ c: CHAT }]);
});

it('finds out by itself what the agent may no longer see', async () => {
  await (await join()).send(Frame.open, { c: CHAT, since: 0 });
  departments = [];
  await pass(RECONCILE_MS + 500);
  expect(frames(Frame.refusal)).toEqual([{ c: CHAT, code: 'conversation.unknown', retryable: false }]);
  expect(colleagues.to('unwatch')).toEqual([`conversation/${CHAT}`]);
});

it('hears nothing more of a console that it has told to close', async () => {
  const { closed, send } = await join();
  await send(Frame.open, { c: CHAT, since: 0 });
  expect(frames(Frame.opened)).toHaveLength(1);
  agent.disabledAt = 1;
  await room.receive('refresh', {}, () => {});
  expect(closed).toEqual([CloseCode.unauthorised]);
  colleagues.forget();
  sent = [];
  await send(Frame.command, { c: CHAT, id: 'stream-1:1', p: 0, cmd: { type: 'conversation.close' } });
  await send(Frame.desk, { n: 1, cmd: { type: 'chat.accept', conversation: null } });
  expect(colleagues.said).toEqual([]);
  expect(sent).toEqual([]);
});

it.each([
  ['looks when the time of an offer is up that nobody heard of again, and asks its chat', () => void (colleagues.answers['conversation settled'] = () => card(CHAT)), 1],
  ['does not look for an offer that was taken', () => room.receive('card', { card: { ...card(CHAT), assignee: 'mei' } }, () => {}), 0],
  ['does not look for an offer that was released', () => room.receive('release', { offer: 'one' }, () => {}), 0],
])('%s', async (_, happens, times) => {
  await join();
  expect(room.receive('reserve', { conversation: CHAT, offer: 'one', ttl: 5_000 }, () => {})).toMatchObject({ granted: true });
  happens();
  const before = looks;
  await pass(6_000);
  expect(looks - before).toBe(times);
});

it('holds a seat for a chat of its own that cannot be asked where it stands, and asks again', async () => {
  agent.capacity = 1;
  assigned = [CHAT];
  colleagues.answers['conversation card'] = () => refuse('unavailable');
  await join();
  await room.receive('compare', {}, () => {});
  await turn();
  expect(room.receive('reserve', { conversation: 'other', offer: 'one', ttl: 5_000 }, () => {})).toEqual(refuse('agent.full', { capacity: 1 }));
  colleagues.answers['conversation card'] = () => ({ ...card(CHAT), assignee: 'tom' });
  assigned = [];
  await pass(1_500);
  expect(room.receive('reserve', { conversation: 'other', offer: 'one', ttl: 5_000 }, () => {})).toMatchObject({ granted: true });
});

it.each([['was assigned', 'mei', 'taken'], ['was not', 'tom', 'free']] as const)('asks a chat of which nobody knows whether it was assigned: it %s', async (_, assignee, seat) => {
  agent.capacity = 1;
  await room.receive('refresh', {}, () => {});
  await join();
  expect(room.receive('reserve', { conversation: CHAT, offer: 'one', ttl: 5_000 }, () => {})).toMatchObject({ granted: true });
  // Not what it shows now, which may be old: what it says when everything is written.
  colleagues.answers['conversation settled'] = () => refuse('actor.moved');
  room.receive('doubt', { offer: 'one', conversation: CHAT }, () => {});
  await turn();
  expect(room.receive('reserve', { conversation: 'other', offer: 'two', ttl: 5_000 }, () => {})).toMatchObject(refuse('agent.full'));
  colleagues.answers['conversation settled'] = () => ({ ...card(CHAT), assignee });
  await pass(1_500);
  const again = room.receive('reserve', { conversation: 'other', offer: 'two', ttl: 5_000 }, () => {});
  expect(again).toMatchObject(seat === 'free' ? { granted: true } : refuse('agent.full'));
});
