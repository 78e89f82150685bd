import { describe, expect, test } from 'vitest';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('ownership on %s', (engine) => {
  const at = useStore(engine, { now: () => 42 });

  test('a new actor begins with epoch 1', async () => {
    const { actors } = at.store;
    expect(await actors.find('desk:a')).toBeUndefined();
    const claim = await actors.claim('desk:a', 'desk', 'node-a', undefined);
    expect(claim).toEqual({ id: expect.any(Number), epoch: 1 });
    expect(await actors.find('desk:a')).toEqual({
      id: claim?.id, kind: 'desk', key: 'desk:a', ownerEpoch: 1, ownerNode: 'node-a', updatedAt: 42,
    });
  });

  test('of many that claim the same epoch one wins', async () => {
    const { actors } = at.store;
    for (const expected of [undefined, 1, 2]) {
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, i) => actors.claim('desk:race', 'desk', `node-${i}`, expected)),
      );
      const won = claims.flatMap((claim, i) => (claim === null ? [] : [{ ...claim, node: `node-${i}` }]));
      expect(won).toHaveLength(1);
      expect(await actors.find('desk:race')).toMatchObject({ ownerEpoch: won[0]?.epoch, ownerNode: won[0]?.node });
    }
  });

  test('release keeps the epoch, and a zombie cannot release its successor', async () => {
    const { actors } = at.store;
    const first = await actors.claim('desk:c', 'desk', 'node-a', undefined);
    const id = first?.id ?? 0;
    await actors.release(id, 1);
    expect(await actors.find('desk:c')).toMatchObject({ ownerEpoch: 1, ownerNode: null });
    expect(await actors.claim('desk:c', 'desk', 'node-b', 1)).toEqual({ id, epoch: 2 });
    await actors.release(id, 1);
    expect(await actors.find('desk:c')).toMatchObject({ ownerNode: 'node-b' });
  });

  test('finds what a node owned, page by page', async () => {
    const { actors } = at.store;
    for (const key of ['x:1', 'x:2', 'x:3']) await actors.claim(key, 'x', 'dead', undefined);
    const page = await actors.ownedBy('dead', 2);
    expect(page.map((actor) => actor.key)).toEqual(['x:1', 'x:2']);
    expect((await actors.ownedBy('dead', 2, 'x:2')).map((actor) => actor.key)).toEqual(['x:3']);
  });

  test('keys differ by case and by trailing spaces on every engine', async () => {
    const { actors } = at.store;
    const claims = await Promise.all(['k:a', 'k:A', 'k:a '].map((key) => actors.claim(key, 'k', 'n', undefined)));
    expect(new Set(claims.map((claim) => claim?.id)).size).toBe(3);
  });

  test('ids never repeat, and running out is a typed error and not a wait', async () => {
    const { ids } = at.store;
    const seen = new Set<number>();
    let refused: unknown;
    for (let i = 0; i < 3000 && refused === undefined; i++) {
      try {
        seen.add(ids.next());
      } catch (error) {
        refused = error;
      }
    }
    expect(refused).toMatchObject({ code: 'store.ids-exhausted' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const next = ids.next();
    expect(seen.has(next)).toBe(false);
  });
});
