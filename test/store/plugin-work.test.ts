import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { engines, useStore } from './support/engines.ts';

const whose = { plugin: 'p', worker: 'w' };
const piece = (key: string, lane = 'l') => ({ key, lane, payload: '1' });

describe.each(engines)('lanes of work on %s', (engine) => {
  const place = useStore(engine);
  const work = () => place.store.pluginWork;
  const due = () => work().due(whose, 1, 100);

  test('a lane that was found empty stays when something was added since', async () => {
    await work().add(whose, [piece('a')], 1);
    const [before] = await due();
    await work().done((await work().first(whose, 'l', 9)).map(({ id }) => id));
    await work().add(whose, [piece('b')], 1);
    await work().end(whose, before!);
    expect(await due()).toHaveLength(1);
    const [after] = await due();
    await work().done((await work().first(whose, 'l', 9)).map(({ id }) => id));
    await work().end(whose, after!);
    expect(await due()).toEqual([]);
  });

  test('keys are unique while they wait, and free afterwards; what was given up still has its key', async () => {
    await work().add(whose, [piece('x'), piece('y')], 1);
    await work().add(whose, [piece('y'), piece('z')], 2);
    const pieces = await work().first(whose, 'l', 9);
    expect(pieces.map(({ workKey, createdAt }) => [workKey, createdAt])).toEqual([['x', 1], ['y', 1], ['z', 2]]);
    await work().bury(pieces[1]!.id, 3, 'e'.repeat(600));
    await work().done([pieces[0]!.id]);
    await work().add(whose, [piece('x'), piece('y')], 3);
    expect((await work().first(whose, 'l', 9)).map(({ workKey }) => workKey)).toEqual(['z', 'x']);
    expect(await work().dead('p', 0, 9)).toMatchObject([{ workKey: 'y', attempts: 3, error: 'e'.repeat(500) }]);
    await work().revive('p', [pieces[1]!.id], 4);
    expect((await work().first(whose, 'l', 9)).map(({ workKey }) => workKey)).toEqual(['y', 'z', 'x']);
  });

  test('many who add to the same lanes, while others end them, lose and double nothing', async () => {
    const [hurried, lanes] = [{ plugin: 'p', worker: 'many' }, ['1', '2', '3', '4']];
    const done: string[] = [];
    const adding = new Set([1, 2, 3]);
    const add = async (who: number): Promise<void> => {
      try {
        for (let i = 0; i < 25; i++) await work().add(hurried, lanes.map((lane) => piece(`${who}:${i}:${lane}`, lane)), 1);
      } finally {
        adding.delete(who);
      }
    };
    const drain = async (): Promise<void> => {
      for (let idle = 0; adding.size > 0 || idle < 2; await turn()) {
        const open = await work().due(hurried, 1, 100);
        idle = open.length === 0 ? idle + 1 : 0;
        for (const lane of open) {
          const pieces = await work().first(hurried, lane.lane, 5);
          if (pieces.length === 0) await work().end(hurried, lane);
          await work().done(pieces.map(({ id }) => id));
          done.push(...pieces.map(({ workKey }) => workKey));
        }
      }
    };
    await Promise.all([add(1), add(2), add(3), drain()]);
    expect([done.length, new Set(done).size]).toEqual([300, 300]);
  });
});
