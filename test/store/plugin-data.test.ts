import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { describe, expect, test } from 'vitest';
import { PluginDataRepository } from '#store/plugin-data.repository.ts';
import { engines, useStore } from './support/engines.ts';

const KEYS = ['a', 'a:', 'a:1', 'a:2', 'a:\u{10ffff}', 'a:\u{10ffff}z', 'a:é', 'a:😀1', 'a:😀2', 'a;', 'A:1', 'b:1', 'b:2', '\ud7ffa', '\ue000a', '\u{10ffff}', '\u{10ffff}\u{10ffff}'];

describe.each(engines)('what plugins keep, on %s', (engine) => {
  const at = useStore(engine);

  test('is read by how its keys begin, in the order of code points', async () => {
    const { pluginData } = at.store;
    for (const key of KEYS) await pluginData.set('p', key, '1', 0);
    await pluginData.set('other', 'a:3', '1', 0);
    const byPoints = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
    for (const prefix of ['a', 'a:', 'a:\u{10ffff}', 'a:😀', 'b', 'c', '\ud7ff', '\u{10ffff}']) {
      const found = await pluginData.entries('p', prefix, '', 100);
      expect(found.map(({ key }) => key), prefix).toEqual(KEYS.filter((key) => key.startsWith(prefix)).sort(byPoints));
    }
    expect((await pluginData.entries('p', 'a:', 'a:1', 2)).map(({ key }) => key)).toEqual(['a:2', 'a:é']);
  });

  test('is written for many at once: what is there, what is new, of the same key what was said last', async () => {
    const { pluginData } = at.store;
    await pluginData.set('many', 'k1', 'old', 0);
    await pluginData.set('others', 'k1', 'theirs', 0);
    const write = async (value: string): Promise<unknown> => Promise.all(Array.from({ length: 50 }, (_, i) => pluginData.set('many', i % 2 === 0 ? `k${i}` : `K${i}`, `${value}${i}`, i)));
    await write('new');
    const rest = write('newer');
    await Promise.all([rest, pluginData.set('many', 'k1', 'first', 1), pluginData.set('many', 'k1', 'last', 2)]);
    const found = await Promise.all(['k0', 'K1', 'k1', 'k48'].map((key) => pluginData.get('many', key)));
    expect([...found, await pluginData.get('others', 'k1')]).toEqual(['newer0', 'newer1', 'last', 'newer48', 'theirs']);
  });

  test('is replaced by one of those who would at the same time', async () => {
    const { pluginData } = at.store;
    const all = async (from: string | undefined): Promise<readonly boolean[]> => Promise.all(['one', 'two', 'Three', 'THREE'].map((to) => pluginData.replace('p', 'swapped', from, to, 0)));
    expect((await all(undefined)).filter(Boolean)).toHaveLength(1);
    const first = await pluginData.get('p', 'swapped');
    await pluginData.set('p', 'swapped', 'a', 1);
    expect([first === undefined, await pluginData.replace('p', 'swapped', 'A', 'b', 2), await pluginData.replace('p', 'none', 'a', 'b', 2)]).toEqual([false, false, false]);
    expect((await all('a')).filter(Boolean)).toHaveLength(1);
  });

  test('is not read further than its keys begin so', async () => {
    const { db, pluginData } = at.store;
    await Promise.all(Array.from({ length: 500 }, (_, index) => pluginData.set('p', `z:${String(index).padStart(3, '0')}`, '1', 0)));
    let asked: RootOperationNode | undefined;
    const recorder: KyselyPlugin = {
      transformQuery: ({ node }) => (asked = node),
      transformResult: async ({ result }) => result,
    };
    await new PluginDataRepository(db.withPlugin(recorder)).entries('p', 'b:', '', 100);
    const { parameters, sql } = db.getExecutor().compileQuery(asked!, { queryId: 'q' });
    const { rows } = await db.executeQuery<{ detail?: string; rows?: number }>(CompiledQuery.raw(`explain ${engine === 'sqlite' ? 'query plan ' : ''}${sql}`, [...parameters]));
    if (engine === 'sqlite') expect(rows[0]?.detail).toMatch(/key>\? AND key<\?/);
    else expect(Number(rows[0]?.rows)).toBeLessThan(100);
  });
});
