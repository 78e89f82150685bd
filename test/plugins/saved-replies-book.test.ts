import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { add, alone, count, move, remove, restore, rewrite, type Book } from '../../plugins/saved-replies/book.ts';
import { known, learn } from '../../plugins/saved-replies/shelves.ts';

/** What a node has of the data that all of them see. */
const bookIn = (kept: Map<string, unknown>, onRead: (prefix: string) => void = () => {}): Book => ({
  data: {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    replace: async (key, from, value) => isDeepStrictEqual(kept.get(key), from) && Boolean(kept.set(key, value)),
    delete: async (key) => void kept.delete(key),
    keys: async () => [...kept.keys()],
    entries: async (prefix) => {
      onRead(prefix);
      return [...kept].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value }));
    },
  },
});

it('whoever dies while they write holds nobody up for long', async () => {
  const node = bookIn(new Map());
  const { now } = Date;
  const late = (ms: number) => void (Date.now = () => now() + ms);
  try {
    const died = Promise.withResolvers<void>();
    void alone(node, 'all', () => (died.resolve(), new Promise(() => {})));
    await died.promise;
    const waits = alone(node, 'all', async () => 'too soon');
    expect(await alone(node, 'd:d1', async () => 'elsewhere')).toBe('elsewhere');
    late(3_001);
    expect(await waits).toBeNull();
    late(10_001);
    expect(await alone(node, 'all', async () => 'free')).toBe('free');
    expect(await alone(node, 'all', async () => 'again')).toBe('again');
  } finally {
    Date.now = now;
  }
});

it('reads the shelves only where somebody has written since, whoever did', async () => {
  const kept = new Map<string, unknown>();
  let read = 0;
  const node = () => bookIn(kept, (prefix) => {
    if (prefix.startsWith('reply:')) read++;
  });
  const [here, there] = [node(), node()];
  const seen = async () => (await known(here, ['all', 'a:1'])).map(({ title, uses }) => `${title} ${uses}`);
  const reply = await add(there, 'all', { title: 'One', shortcut: '', text: 'x' }, 'Bo');
  expect(await seen()).toEqual(['One 0']);
  expect(await seen()).toEqual(['One 0']);
  expect(read).toBe(2);
  learn(here, (await count(here, reply))!);
  expect(await seen()).toEqual(['One 1']);
  expect(read).toBe(2);
  const words = { title: 'Two', shortcut: '', text: 'x' };
  for (const write of [() => rewrite(there, reply, reply.at, words, 'Bo'), () => move(there, { ...reply, ...words, uses: 1 }, 'a:1'), () => remove(there, { ...reply, ...words, shelf: 'a:1' }), () => restore(there, { ...reply, ...words, shelf: 'a:1' })]) {
    const before = read;
    await write();
    await seen();
    expect(read).toBe(before + 2);
  }
  expect(await seen()).toEqual(['Two 0']);
});
