import { expect, it } from 'vitest';
import { Queue } from '#rooms/department/queue.ts';
import { card } from './support/cards.ts';

const place = (conversation: string, ticket: number) => ({ conversation, ticket, card: card(conversation) });
const order = (queue: Queue) => [...queue].map(({ conversation }) => conversation);

function queueOf(...tickets: [string, number][]): Queue {
  const queue = new Queue();
  for (const [conversation, ticket] of tickets) queue.set(place(conversation, ticket));
  return queue;
}

it('stands in the order of the tickets, whoever is told first', () => {
  expect(order(queueOf(['c', 30], ['a', 10], ['b', 20]))).toEqual(['a', 'b', 'c']);
});

it('renews a card without losing the place', () => {
  const queue = queueOf(['a', 10], ['b', 20]);
  queue.set({ ...place('a', 10), card: card('a', { preview: 'new' }) });
  expect(order(queue)).toEqual(['a', 'b']);
  expect(queue.first(0, null)?.card?.preview).toBe('new');
});

it('stands in order through whatever comes, is renewed, gets another ticket and goes', () => {
  const queue = new Queue();
  const expected = new Map<string, number>();
  // Every step from another place, as 7 and 100 have no divisor in common.
  for (let step = 0; step < 400; step++) {
    const id = `c${(step * 7) % 100}`;
    const ticket = step % 3 === 0 ? (step * 37) % 1_000 + 1_000 * (step % 100) : expected.get(id) ?? step * 1_000;
    if (step % 5 === 4) {
      expect(queue.take(id)?.ticket).toBe(expected.get(id));
      expected.delete(id);
    } else {
      queue.set(place(id, ticket));
      expected.set(id, ticket);
    }
    expect(order(queue)).toEqual([...expected].sort(([, a], [, b]) => a - b).map(([each]) => each));
    expect(queue.find(id)?.ticket).toBe(expected.get(id));
  }
});

it('gives the first that is not held for somebody else', () => {
  const queue = queueOf(['a', 10], ['b', 20]);
  queue.hold('a', 'mei', 1_000);
  expect(queue.first(500, 'tom')?.conversation).toBe('b');
  expect(queue.first(500, 'mei')?.conversation).toBe('a');
  expect(queue.first(500, null)?.conversation).toBe('b');
  expect(queue.first(1_000, 'tom')?.conversation).toBe('a');
});

it('releases a hold only for the one who holds it', () => {
  const queue = queueOf(['a', 10]);
  queue.hold('a', 'mei', 1_000);
  queue.release('a', 'tom');
  expect(queue.first(0, 'tom')).toBeUndefined();
  queue.release('a', 'mei');
  expect(queue.first(0, 'tom')?.conversation).toBe('a');
});

it('tells each place once, and again when it or the number of the waiting changed', () => {
  const queue = queueOf(['a', 10], ['b', 20], ['c', 30]);
  expect([...queue.moved(true)]).toEqual([{ conversation: 'a', position: 1 }, { conversation: 'b', position: 2 }, { conversation: 'c', position: 3 }]);
  expect([...queue.moved(true)]).toEqual([]);
  expect(queue.take('a')?.ticket).toBe(10);
  expect([...queue.moved(true)]).toEqual([{ conversation: 'b', position: 1 }, { conversation: 'c', position: 2 }]);
  expect(queue.take('a')).toBeUndefined();
  expect(queue.size).toBe(2);
});

it('keeps a place for a chat that has not said how it looks, and does not speak to it', () => {
  const queue = queueOf(['b', 20]);
  queue.set({ conversation: 'a', ticket: 10, card: null });
  expect(queue.first(0, null)?.conversation).toBe('a');
  expect([...queue.moved(true)]).toEqual([{ conversation: 'b', position: 2 }]);
  queue.set(place('a', 10));
  expect([...queue.moved(true)]).toEqual([{ conversation: 'a', position: 1 }]);
});

it('tells a chat its place once more when it has come up anew', () => {
  const queue = queueOf(['a', 10], ['b', 20]);
  expect([...queue.moved(true)]).toHaveLength(2);
  expect([...queue.moved(true)]).toEqual([]);
  queue.untold('b');
  expect([...queue.moved(true)]).toEqual([{ conversation: 'b', position: 2 }]);
});
