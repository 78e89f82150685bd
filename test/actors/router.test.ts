import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { refuse } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';
import { Queue } from '#rooms/department/queue.ts';
import { Router } from '#rooms/department/router.ts';
import { card } from './support/cards.ts';
import { Colleagues } from './support/colleagues.ts';

let now: number;
let queue: Queue;
let colleagues: Colleagues;
let router: Router;
let due: number | null;
let on: boolean;
/** What each chat answers; `ok` where nothing is said. */
let answers: Record<string, ErrorCode | 'mine' | 'ok'>;

beforeEach(() => {
  now = 1_000;
  queue = new Queue();
  due = null;
  on = true;
  answers = {};
  colleagues = new Colleagues({
    'desk reserve': (_request, id) => ({ granted: true, agent: { id: `a:${id}`, kind: 'agent', name: id } }),
    'conversation submit': (_request, id) => {
      const answer = answers[id] ?? 'ok';
      if (answer === 'mine') return { seq: null };
      if (answer !== 'ok') return refuse(answer);
      queue.take(id);
      return { seq: 3 };
    },
  });
  router = new Router({
    cluster: colleagues.cluster, queue, newId: () => 'offer', now: () => now, onError: (error) => { throw error; },
    enabled: () => on, later: (ms) => void (due = now + ms), gone: (conversation) => void queue.take(conversation),
  });
});

const wait = (...chats: string[]) => chats.forEach((id, i) => queue.set({ conversation: id, ticket: i, card: card(id) }));
const open = (agent: string, freeSeats = 9) => router.available({ agent, online: true, freeSeats, load: 0, lastAssignedAt: 0 });
const waiting = () => [...queue].map(({ conversation }) => conversation);

/** Time goes on until the router is due again, and it has its turn. */
async function later(): Promise<void> {
  if (due === null) throw new Error('nobody routes again');
  now = due;
  due = null;
  router.route();
  await turn();
}

it.each<ErrorCode>(['busy', 'actor.moved', 'unavailable', 'internal', 'actor.unreachable'])('asks a chat that answers %s once, and again by a timer', async (code) => {
  wait('a');
  answers = { a: code };
  open('mei');
  await turn();
  expect(colleagues.to('submit')).toEqual(['conversation/a']);
  // Only one that is busy has certainly not been assigned.
  expect([colleagues.to('release'), colleagues.to('doubt')]).toEqual(code === 'busy' ? [['desk/mei'], []] : [[], ['desk/mei']]);
  answers = {};
  while (waiting().length > 0) await later();
  expect(colleagues.to('submit')).toEqual(['conversation/a', 'conversation/a']);
  expect(now).toBeLessThan(10_000);
});

it('passes over a chat that cannot be given, for those after it', async () => {
  wait('a', 'b', 'c');
  answers = { a: 'busy' };
  open('mei');
  await turn();
  await later();
  expect(waiting()).toEqual(['a']);
});

it('is not hurried by desks that tell of their seats while it pauses', async () => {
  wait('a', 'b', 'c');
  answers = { a: 'busy', b: 'busy', c: 'busy' };
  open('mei');
  await turn();
  for (let i = 0; i < 20; i++) open('mei');
  await turn();
  expect(colleagues.to('submit')).toHaveLength(1);
});

it.each(['conversation.ended', 'conversation.taken', 'conversation.unknown', 'mine'] as const)('forgets a chat that answers %s, and frees the seat', async (answer) => {
  wait('a', 'b');
  answers = { a: answer };
  open('mei');
  await turn();
  expect(waiting()).toEqual([]);
  expect(colleagues.to('submit')).toEqual(['conversation/a', 'conversation/b']);
  expect(colleagues.to('release')).toEqual(['desk/mei']);
});

it('asks each agent without a seat once', async () => {
  wait('a');
  colleagues.answers['desk reserve'] = () => refuse('agent.full');
  open('mei');
  open('tom');
  await turn();
  expect(colleagues.to('reserve')).toEqual(['desk/mei', 'desk/tom']);
  expect(queue.first(now, null)?.conversation).toBe('a');
});

it('takes back a seat of which it does not know whether it was granted', async () => {
  wait('a');
  colleagues.answers['desk reserve'] = () => refuse('actor.unreachable');
  open('mei');
  await turn();
  expect(colleagues.to('release')).toEqual(['desk/mei']);
});

it('routes again when the hold of somebody who did not take the chat ends', async () => {
  wait('a');
  queue.hold('a', 'tom', now + 8_000);
  router.awaitHolds();
  open('mei');
  await turn();
  expect(waiting()).toEqual(['a']);
  await later();
  expect([waiting(), now]).toEqual([[], 9_000]);
});

it('gives nothing out where it is off', async () => {
  wait('a');
  on = false;
  open('mei');
  await turn();
  expect([colleagues.said, due]).toEqual([[], null]);
});
