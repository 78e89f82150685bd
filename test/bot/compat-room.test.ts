import { expect, it } from 'vitest';
import { Room } from '../../plugins/bot/compat/room.ts';

/** The data of a plugin, in memory. */
function data(rows: Readonly<Record<string, unknown>> = {}) {
  const kept = new Map(Object.entries(rows));
  let reads = 0;
  return {
    kept,
    get reads() {
      return reads;
    },
    data: {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => void kept.set(key, value),
      replace: async (key: string, from: unknown, value: unknown) => {
        const isDone = kept.get(key) === from;
        if (isDone) kept.set(key, value);
        return isDone;
      },
      delete: async (key: string) => void kept.delete(key),
      keys: async () => [],
      entries: async (prefix: string, after = '') => {
        reads++;
        return [...kept].filter(([key]) => key.startsWith(prefix) && key > after).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 100).map(([key, value]) => ({ key, value }));
      },
    },
  };
}

const room = () => new Room('value', 3, (value, now) => (value as number) <= now);

it('takes so many, and no more', async () => {
  const store = data();
  const values = room();
  const taken: boolean[] = [];
  for (let i = 0; i < 5; i++) {
    taken.push(await values.take(store, 'b', 0));
    if (taken.at(-1) === true) store.kept.set(`value:b:${i}`, 10);
  }
  expect(taken).toEqual([true, true, true, false, false]);
});

it('takes no more for who asks at once', async () => {
  const store = data();
  const values = room();
  const add = async (key: string): Promise<void> => void ((await values.take(store, 'b', 0)) && store.kept.set(`value:b:${key}`, 10));
  await Promise.all(['1', '2', '3', '4', '5'].map(add));
  expect([...store.kept.keys()].filter((key) => key.startsWith('value:'))).toHaveLength(3);
  expect(store.kept.get('count-value:b')).toBe(3);
});

it('makes room by what is stale, of this bot alone', async () => {
  const store = data({ 'count-value:b': 3, 'value:b:1': 5, 'value:b:2': 20, 'value:b:3': 5, 'value:other:1': 5 });
  expect(await room().take(store, 'b', 10)).toBe(true);
  expect([...store.kept.keys()].sort((a, b) => (a < b ? -1 : 1))).toEqual(['count-value:b', 'value:b:2', 'value:other:1']);
  expect(store.kept.get('count-value:b')).toBe(2);
});

it('does not look for what is stale again and again where nothing was', async () => {
  const store = data({ 'count-value:b': 3, 'value:b:1': 1e9, 'value:b:2': 1e9, 'value:b:3': 1e9 });
  const values = room();
  await values.take(store, 'b', 0);
  const { reads } = store;
  expect(await values.take(store, 'b', 1_000)).toBe(false);
  expect(store.reads).toBe(reads);
  await values.take(store, 'b', 600_001);
  expect(store.reads).toBeGreaterThan(reads);
});
