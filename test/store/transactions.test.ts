import { describe, expect, test } from 'vitest';
import { post, start } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('transactions on %s', (engine) => {
  const at = useStore(engine);

  test('are all or nothing', async () => {
    const { store } = at;
    const failing = store.db.transaction().execute(async (trx) => {
      await trx.insertInto('settings').values({ name: 'half', value: '1' }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.settings.get('half')).toBeUndefined();
    await store.db.transaction().execute((trx) => trx.insertInto('settings').values({ name: 'half', value: '2' }).execute());
    expect(await store.settings.get('half')).toBe('2');
  });

  test('see their own writes, and others see them only afterwards', async () => {
    const { store } = at;
    await store.db.transaction().execute(async (trx) => {
      await trx.insertInto('settings').values({ name: 'own', value: '1' }).execute();
      expect(await trx.selectFrom('settings').select('value').where('name', '=', 'own').execute()).toHaveLength(1);
      expect(await store.settings.get('own')).toBeUndefined();
    });
    expect(await store.settings.get('own')).toBe('1');
    await store.db.transaction().execute(async (trx) => {
      const both = (value: string) => trx.updateTable('settings').set({ value }).where('name', '=', 'own').execute();
      await Promise.all([both('2'), both('3')]);
    });
    expect(['2', '3']).toContain(await store.settings.get('own'));
  });

  test('do not disturb the journal', async () => {
    const { store } = at;
    const { id } = await start(store);
    const posted = Promise.all(Array.from({ length: 20 }, (_, i) => post(store.journal, id, 1, i + 2)));
    const counted = Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.db.transaction().execute(async (trx) => {
          await trx.insertInto('settings').values({ name: `busy ${i}`, value: '1' }).execute();
        }),
      ),
    );
    expect(await posted).toEqual(Array.from({ length: 20 }, () => ({ ticket: null })));
    await counted;
    const { length } = await store.db.selectFrom('settings').select('name').where('name', 'like', 'busy %').execute();
    expect(length).toBe(20);
  });

  test('a write that a unique key refuses is a typed error and spoils nobody else', async () => {
    const { store } = at;
    const insert = (name: string) => store.db.insertInto('settings').values({ name, value: '1' }).execute();
    const results = await Promise.allSettled([insert('u 1'), insert('u 2'), insert('u 1'), insert('u 3')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'store.conflict' } });
    expect(await store.settings.get('u 3')).toBe('1');
  });

  test('an object where text belongs never becomes SQL', async () => {
    const { store } = at;
    const forged = { name: 1 } as never;
    const found = await store.settings.get(forged).catch((error: unknown) => error);
    expect(found === undefined || found instanceof Error).toBe(true);
  });
});
