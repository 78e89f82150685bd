import { beforeEach, describe, expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { Observers } from '#plugin/observers.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { eventAt } from './support/event-at.ts';

useVirtualTime();

let errors: unknown[];
let seen: string[];
let observers: Observers;
const watch = { ok: () => {}, failed: (error: unknown) => void errors.push(error), passedOver: () => {}, heldUp: () => {} };
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
  observers.add(['message.posted'], () => void seen.push('a'), { watch, owner: 'a' });
  observers.add(['conversation.closed'], () => void seen.push('a closed'), { watch, owner: 'a' });
  observers.add(['message.posted'], () => void seen.push('b'), { watch, owner: 'b' });
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
    const off = observers.add(['message.posted'], () => Promise.reject(away), { watch, owner: 'plugin' });
    const done = tell(eventAt(1));
    off();
    observers.add(['message.posted'], async ({ seq }) => void seen.push(`${seq}`), { watch, owner: 'plugin' });
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

describe('in many chats at once', () => {
  const CHATS = 100;
  const crash = new RefusalError('plugin.crashed', { reason: 'it ended' });
  const tellChats = (seq: number): Promise<unknown> => Promise.all(Array.from({ length: CHATS }, async (_, chat) => observers.tell('plugin', eventAt(seq), `c${chat}`)));
  const rested = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

  it('are all asked at once where they are the house\'s own', () => {
    let asked = 0;
    observers.add(['message.posted'], () => (asked++, new Promise(() => {})), { watch, owner: 'plugin' });
    void tellChats(1);
    expect(asked).toBe(CHATS);
  });

  it('are asked by few at first where they are from outside, and by all once they answer', async () => {
    let [running, most] = [0, 0];
    observers.add(['message.posted'], async () => {
      most = Math.max(most, ++running);
      await rested(5);
      running--;
    }, { watch, owner: 'plugin', outside: true });
    void observers.tell('plugin', eventAt(1), 'c1');
    await tellChats(2);
    expect(most, 'within one round').toBeGreaterThan(8);
    await tellChats(3);
    expect([most, errors]).toEqual([CHATS, []]);
  });

  it('are asked by one at a time, and seldom, once they hang: the others cost nothing and count', async () => {
    observers = new Observers(watch, 20);
    let [asked, heldUp] = [0, 0];
    const off = observers.add(['message.posted'], () => (asked++, new Promise(() => {})), { watch: { ...watch, heldUp: () => void heldUp++ }, owner: 'plugin', outside: true });
    void tellChats(1);
    expect([asked, heldUp], 'nobody knows yet').toEqual([8, 0]);
    await rested(100);
    expect(asked, 'it is left alone').toBeLessThan(12);
    void observers.tell('plugin', eventAt(2), 'c0');
    expect(heldUp).toBe(1);
    const before = asked;
    await rested(2_500);
    expect(asked - before, 'one a second').toBeLessThan(5);
    expect(asked - before).toBeGreaterThan(0);
    off();
    await rested(50);
  });

  it('that only throw are told of few events, and of the others once they do better', async () => {
    let broken = true;
    observers.add(['message.posted'], async (_, conversation) => {
      if (broken) throw new Error('broken');
      seen.push(conversation);
    }, { watch, owner: 'plugin', outside: true });
    const told = tellChats(1);
    await rested(1_500);
    expect(errors.length, 'what it threw at it has had').toBeLessThan(30);
    broken = false;
    await told;
    expect(seen.length + errors.length).toBe(CHATS);
    expect(seen.length).toBeGreaterThan(CHATS / 2);
  });

  it('have their process tried by one when it ended under all of them, and all events told once it is there', async () => {
    let [there, asked] = [false, 0];
    observers.add(['message.posted'], async (_, conversation) => {
      asked++;
      if (!there) throw crash;
      seen.push(conversation);
    }, { watch, owner: 'plugin' });
    const told = tellChats(1);
    await rested(2_600);
    expect(asked, 'each once, then one a second').toBeLessThan(CHATS + 5);
    there = true;
    await told;
    expect([new Set(seen).size, seen.length, errors]).toEqual([CHATS, CHATS, []]);
  });

  it('are not held up by what is not their doing', async () => {
    let [there, heldUp] = [false, 0];
    observers.add(['message.posted'], async () => {
      if (!there) throw Object.assign(new Error('away'), { code: 'store.unavailable' });
    }, { watch: { ...watch, heldUp: () => void heldUp++ }, owner: 'plugin', outside: true });
    const told = tellChats(1);
    await rested(20);
    const after = observers.tell('plugin', eventAt(2), 'c0');
    there = true;
    await Promise.all([told, after]);
    expect([heldUp, errors]).toEqual([0, []]);
  });

  it('pass on the turn of one that has nothing to wait for', async () => {
    observers = new Observers(watch, 20);
    const waits = ({ seq }: ConversationEvent): Promise<void> | undefined => (seq === 1 ? new Promise(() => {}) : void seen.push(`${seq}`));
    observers.add(['message.posted'], waits, { watch, owner: 'plugin', outside: true });
    const hanging = Array.from({ length: 8 }, (_, chat) => observers.tell('plugin', eventAt(1), `hangs${chat}`));
    const waiting = [2, 3, 4].map((seq) => observers.tell('plugin', eventAt(seq), `c${seq}`));
    await Promise.all([...hanging, ...waiting]);
    expect(seen).toEqual(['2', '3', '4']);
  });

  it('that are taken off let go of whoever waits for them', async () => {
    const off = observers.add(['message.posted'], ({ seq }) => (seq === 1 ? new Promise(() => {}) : undefined), { watch, owner: 'plugin', outside: true });
    void tellChats(1);
    const waiting = observers.tell('plugin', eventAt(2), 'c0');
    expect(waiting).toBeInstanceOf(Promise);
    off();
    await waiting;
    expect(observers.tell('plugin', eventAt(3), 'c0')).toBeUndefined();
  });
});
