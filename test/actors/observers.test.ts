import { beforeEach, describe, expect, it } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import { Observers } from '#plugin/observers.ts';
import { eventAt } from './support/event-at.ts';

let errors: unknown[];
let seen: string[];
let observers: Observers;
const watch = { ok: () => {}, failed: (error: unknown) => void errors.push(error), passedOver: () => {} };
beforeEach(() => {
  [errors, seen] = [[], []];
  observers = new Observers(watch);
});

const tell = (event: ConversationEvent): Promise<void> => observers.tellAll(event, 'c1');

it('hear only of what they asked for, until taken off', async () => {
  const remove = observers.add(['message.posted'], ({ seq }, conversation) => void seen.push(`${conversation}/${seq}`));
  await tell(eventAt(1));
  await tell(eventAt(2, 'conversation.closed'));
  remove();
  await tell(eventAt(3));
  expect([seen, observers.owners]).toEqual([['c1/1'], []]);
});

it('of one owner are told with its name, and no others', () => {
  observers.add(['message.posted'], () => void seen.push('a'), watch, 'a');
  observers.add(['conversation.closed'], () => void seen.push('a closed'), watch, 'a');
  observers.add(['message.posted'], () => void seen.push('b'), watch, 'b');
  expect(observers.owners).toEqual(['a', 'b']);
  expect(observers.tell('a', eventAt(1), 'c1'), 'nobody waits').toBeUndefined();
  void observers.tell('a', eventAt(2, 'conversation.closed'), 'c1');
  void observers.tell('b', eventAt(2, 'conversation.closed'), 'c1');
  expect(seen).toEqual(['a', 'a closed']);
});

it('do not disturb one another', async () => {
  observers.add(['message.posted'], () => {
    throw new Error('thrown');
  });
  observers.add(['message.posted'], () => Promise.reject(new Error('rejected')));
  observers.add(['message.posted'], ({ seq }) => void seen.push(`${seq}`));
  await tell(eventAt(1));
  expect([seen, errors]).toEqual([['1'], [new Error('thrown'), new Error('rejected')]]);
});

it('that hang are passed over, and it is said so', async () => {
  observers = new Observers(watch, 20);
  observers.add(['message.posted'], () => new Promise(() => {}));
  await tell(eventAt(1));
  expect(errors).toEqual([new Error('took longer than 20 ms')]);
});

describe('that could not because the store is away', () => {
  const away = Object.assign(new Error('away'), { code: 'store.unavailable' });

  it('get the event again', async () => {
    let tries = 0;
    observers.add(['message.posted'], async ({ seq }) => {
      if (++tries < 2) throw away;
      seen.push(`${seq}`);
    });
    await tell(eventAt(1));
    expect([seen, errors]).toEqual([['1'], []]);
  });

  it('or the one that has taken its place meanwhile gets it', async () => {
    const off = observers.add(['message.posted'], () => Promise.reject(away), watch, 'plugin');
    const done = tell(eventAt(1));
    off();
    observers.add(['message.posted'], async ({ seq }) => void seen.push(`${seq}`), watch, 'plugin');
    await done;
    expect([seen, errors]).toEqual([['1'], []]);
  });

  it('have had it when they are gone themselves', async () => {
    const off = observers.add(['message.posted'], () => Promise.reject(away));
    const done = tell(eventAt(1));
    off();
    await done;
    expect(errors).toEqual([away]);
  });
});
