import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Together, TogetherByGroup, togetherByKey } from '#store/together.ts';
import { engines, useStore } from './support/engines.ts';
import { append, newUlid, row, start, touch } from './support/entries.ts';

describe('questions that are asked together', () => {
  test('share a statement, and each gets its own answer', async () => {
    const asked: number[] = [];
    const together = new Together(async (numbers: readonly number[]) => {
      asked.push(numbers.length);
      return numbers.map((number) => number * 2);
    });
    expect(await Promise.all(Array.from({ length: 250 }, (_, i) => together.get(i)))).toEqual(Array.from({ length: 250 }, (_, i) => i * 2));
    expect(asked).toEqual([100, 100, 50]);
  });

  test('of several groups share a statement a group, and each gets the row of its own', async () => {
    const asked: [string, readonly string[]][] = [];
    const rows = new TogetherByGroup((group) => togetherByKey(async (keys: readonly string[]) => {
      asked.push([group, keys]);
      return keys.filter((key) => key !== 'none').map((key) => ({ key, of: group }));
    }, ({ key }) => key));
    const pairs = [['a', 'one'], ['b', 'one'], ['a', 'none'], ['a', 'one']] as const;
    expect(await Promise.all(pairs.map(([group, key]) => rows.get(group, key)))).toEqual([{ key: 'one', of: 'a' }, { key: 'one', of: 'b' }, undefined, { key: 'one', of: 'a' }]);
    expect(asked).toEqual([['a', ['one', 'none']], ['b', ['one']]]);
  });

  test('of a group that is slow, or fails, hold up nobody else’s, however many they are', async () => {
    const held = Promise.withResolvers<void>();
    const most: number[] = [];
    const rows = new TogetherByGroup((group) => togetherByKey(async (keys: readonly string[]) => {
      most.push(keys.length);
      if (group === 'slow') await held.promise;
      if (group === 'failing') throw new Error('away');
      return keys.map((key) => ({ key }));
    }, ({ key }) => key, 20));
    const slow = Promise.all(Array.from({ length: 100 }, (_, i) => rows.get('slow', `${i}`)));
    const failing = Promise.allSettled(['a', 'b'].map((key) => rows.get('failing', key)));
    expect(await rows.get('quick', 'a')).toEqual({ key: 'a' });
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await rows.get('quick', 'b')).toEqual({ key: 'b' });
    held.resolve();
    expect(await slow).toHaveLength(100);
    expect(Math.max(...most)).toBe(20);
  });

  test('fail together, and those after them do not', async () => {
    let away = true;
    const together = new Together((numbers: readonly number[]) => (away ? Promise.reject(new Error('away')) : Promise.resolve(numbers)));
    expect(await Promise.allSettled([together.get(1), together.get(2)])).toEqual([{ status: 'rejected', reason: new Error('away') }, { status: 'rejected', reason: new Error('away') }]);
    away = false;
    expect(await together.get(3)).toBe(3);
  });

  test('are refused when too many wait, and when they have waited for too long', { timeout: 20_000 }, async () => {
    const held = Promise.withResolvers<void>();
    const together = new Together(async (numbers: readonly number[]) => {
      await held.promise;
      return numbers;
    });
    const all = Promise.allSettled(Array.from({ length: 2_300 }, (_, i) => together.get(i)));
    await sleep(5_200);
    held.resolve();
    const settled = await all;
    // The first 100 and those after them were under way; nobody asks for the rest any more.
    expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(200);
    expect(settled.filter((one) => one.status === 'rejected' && (one.reason as { code: string }).code !== 'store.unavailable')).toEqual([]);
    expect(await together.get(1)).toBe(1);
  });
});

describe.each(engines)('many at once on %s', (engine) => {
  const at = useStore(engine);

  test('each comes up from its own traces: all of a short log, the end of a long one, what its snapshot lacks', async () => {
    const { store } = at;
    const write = async (id: number, from: number, to: number): Promise<void> => {
      for (let seq = from; seq <= to; seq += 20) {
        const rows = Array.from({ length: Math.min(20, to - seq + 1) }, (_, i) => row(seq + i));
        expect(await append(store.journal, { conversation: id, epoch: 1, rows, touch: touch(seq + rows.length - 1) })).not.toHaveProperty('failed');
      }
    };
    const [short, long, fresh] = await Promise.all([start(store), start(store), start(store)]);
    await write(short.id, 2, 5);
    await write(long.id, 2, 620);
    await write(fresh.id, 2, 300);
    const snapshot = { seq: 200, version: 1, state: '{}' };
    await append(store.journal, { conversation: fresh.id, epoch: 1, snapshot, receipts: [{ participant: 'visitor', deliveredSeq: 3, readSeq: 2 }] });
    const [a, none, b, c] = await Promise.all([short.id, 999_999_999, long.id, fresh.id].map((id) => store.recovery.of(id)));
    const ends = [a, b, c].map((traces) => [traces?.tail[0]?.seq, traces?.tail.at(-1)?.seq, traces?.tail.length]);
    expect(ends).toEqual([[1, 5, 5], [121, 620, 500], [201, 300, 100]]);
    expect(none).toBeUndefined();
    expect([a, b, c].map((traces) => traces?.row.lastSeq)).toEqual([5, 620, 300]);
    expect([a?.snapshot, c?.snapshot]).toEqual([undefined, snapshot]);
    expect(c?.receipts).toMatchObject([{ participant: 'visitor', deliveredSeq: 3, readSeq: 2 }]);
  });

  test('each is claimed for itself: one that another took meanwhile is not', async () => {
    const { actors } = at.store;
    const keys = ['a', 'b', 'c'].map((name) => `many:${name}:${newUlid()}`);
    for (const key of keys) await actors.claim(key, 'many', 'node-a', undefined);
    await actors.claim(keys[1]!, 'many', 'node-b', 1);
    const claims = await Promise.all(keys.map((key) => actors.claim(key, 'many', 'node-c', 1)));
    expect(claims.map((claim) => claim?.epoch ?? null)).toEqual([2, null, 2]);
    expect((await Promise.all(keys.map((key) => actors.find(key)))).map((actor) => actor?.ownerNode)).toEqual(['node-c', 'node-b', 'node-c']);
  });

  test('what a dead node left is nobody’s, and fenced from it', async () => {
    const { store } = at;
    const { id } = await start(store);
    await store.actors.releaseAll([{ id, ownerEpoch: 1 }]);
    expect(await append(store.journal, { conversation: id, epoch: 1, rows: [row(2)], touch: touch(2) })).toEqual({ failed: 'fenced' });
  });
});
