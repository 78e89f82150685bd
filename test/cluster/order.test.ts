import { expect, it } from 'vitest';
import type { Actor } from '#cluster/actor.ts';
import { deskOf } from '#cluster/identity.ts';
import { isRefusal } from '#domain/errors.ts';
import type { Store } from '#store/store.ts';
import { newUlid } from '../store/support/entries.ts';
import { Recorder, nodesOn } from './support.ts';

/** Ownership in memory, whose every look-up takes less time than the one before it. */
class Shrinking {
  readonly rows = new Map<string, { id: number; ownerNode: string | null; ownerEpoch: number }>();
  #delay = 60;
  looks = 0;

  readonly find = async (key: string) => {
    this.looks++;
    const delay = (this.#delay = Math.max(0, this.#delay - 10));
    const row = this.rows.get(key);
    await new Promise((resolve) => setTimeout(resolve, delay));
    return row;
  };

  readonly claim = async (key: string, _kind: string, node: string, expected: number | undefined) => {
    if (this.rows.get(key)?.ownerEpoch !== expected) return null;
    const row = { id: 1, ownerNode: node, ownerEpoch: (expected ?? 0) + 1 };
    this.rows.set(key, row);
    return { id: row.id, epoch: row.ownerEpoch };
  };
}

function nodes() {
  const actors = new Shrinking();
  const store = { actors, ids: { next: () => 1 } } as unknown as Pick<Store, 'actors' | 'ids'>;
  return { ...nodesOn(store), ownership: actors };
}

/** Keeps the offers that it was told to release. */
class Listener extends Recorder {
  readonly offers: string[] = [];
  onOffer: (offer: string) => void = () => {};

  override receive(method: string, request: unknown): unknown {
    const { offer } = request as { offer?: string };
    this.offers.push(offer ?? method);
    if (offer !== undefined) this.onOffer(offer);
    return super.receive(method, request);
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

it('keeps the order of what is sent to an actor that is still to come up', async () => {
  const { start } = nodes();
  let listener: Listener | undefined;
  const a = await start('a', { host: async (_, activation): Promise<Actor> => (listener = new Listener(activation)) });
  const desk = deskOf(newUlid());
  for (const offer of numbers(5)) {
    a.cluster.tell(desk, 'release', { offer });
    await new Promise(setImmediate);
  }
  await a.cluster.ask(desk, 'availability', {});
  a.cluster.tell(desk, 'release', { offer: 'last' });
  expect(listener!.offers).toEqual([...numbers(5), 'availability', 'last']);
});

it('keeps the order of what is sent to another node', async () => {
  const { start, ownership } = nodes();
  let listener: Listener | undefined;
  const a = await start('a', { host: async (_, activation): Promise<Actor> => (listener = new Listener(activation)) });
  const b = await start('b');
  const desk = deskOf(newUlid());
  await a.cluster.activate(desk);
  const before = ownership.looks;
  for (const offer of numbers(5)) {
    b.cluster.tell(desk, 'release', { offer });
    await new Promise(setImmediate);
  }
  expect(await b.cluster.ask(desk, 'availability', {})).toMatchObject({ method: 'availability' });
  expect(listener!.offers).toEqual([...numbers(5), 'availability']);
  expect(ownership.looks - before).toBe(1);
});

it('lets nothing overtake what waits while the actor takes it', async () => {
  const { start } = nodes();
  let listener: Listener | undefined;
  const a = await start('a', { host: async (_, activation): Promise<Actor> => {
    listener = new Listener(activation);
    listener.onOffer = (offer) => {
      if (offer === '1') a.cluster.tell(desk, 'release', { offer: 'sent while it took the first' });
    };
    return listener;
  } });
  const desk = deskOf(newUlid());
  for (const offer of numbers(3)) a.cluster.tell(desk, 'release', { offer });
  await a.cluster.ask(desk, 'availability', {});
  expect(listener!.offers).toEqual([...numbers(3), 'availability', 'sent while it took the first']);
});

it('hands on what comes after a message that an actor chokes on', async () => {
  const { start } = nodes();
  let listener: Listener | undefined;
  const a = await start('a', { host: async (_, activation): Promise<Actor> => {
    listener = new Listener(activation);
    listener.onOffer = (offer) => {
      if (offer === '1') throw new Error('choked');
    };
    return listener;
  } });
  const desk = deskOf(newUlid());
  for (const offer of numbers(2)) a.cluster.tell(desk, 'release', { offer });
  await a.cluster.ask(desk, 'availability', {});
  expect(listener!.offers).toEqual(['1', '2', 'availability']);
  expect(a.errors).toEqual([new Error('choked')]);
});

it('refuses everything that waits for an actor that cannot come up', async () => {
  const { start } = nodes();
  const a = await start('a', { host: () => Promise.reject(new Error('broken')) });
  const desk = deskOf(newUlid());
  const answers = await Promise.all(numbers(3).map(() => a.cluster.ask(desk, 'availability', {})));
  expect(answers).toEqual(numbers(3).map(() => ({ code: 'internal' })));
});

it('holds no more than so much for an actor that does not come up', async () => {
  const { start } = nodes();
  const stuck = Promise.withResolvers<void>();
  const a = await start('a', { host: () => stuck.promise.then(() => Promise.reject(new Error('broken'))) });
  const desk = deskOf(newUlid());
  const answers: unknown[] = [];
  for (let i = 0; i < 1_500; i++) a.cluster.call(desk, 'availability', {}, (answer) => answers.push(answer));
  expect(answers).toHaveLength(500);
  expect(answers.every((answer) => isRefusal(answer) && answer.code === 'busy')).toBe(true);
  stuck.resolve();
  await expect.poll(() => answers.length).toBe(1_500);
});
