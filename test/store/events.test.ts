import { describe, expect, test } from 'vitest';
import { append, row, start, touch } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('reading the log on %s', (engine) => {
  const at = useStore(engine);

  test('ranges and pages, for agents and for the visitor', async () => {
    const { store } = at;
    const { id } = await start(store);
    // 1 public, 2 note, 3 public, 4 note, 5 and 6 public.
    const positions = [null, 2, null, 3, 4];
    const rows = positions.map((publicSeq, i) => row(i + 2, { publicSeq, clientId: `s:${i}` }));
    await append(store.journal, { conversation: id, epoch: 1, rows, touch: { ...touch(6), lastPublicSeq: 4 } });
    const { events } = store;
    const seqs = (list: readonly { seq: number }[]): number[] => list.map((event) => event.seq);
    expect(seqs(await events.range(id, 2, 3))).toEqual([3, 4, 5]);
    expect(seqs(await events.before(id, 6, 2))).toEqual([4, 5]);
    expect(seqs(await events.publicRange(id, 1, 10))).toEqual([3, 5, 6]);
    expect(seqs(await events.publicBefore(id, 4, 2))).toEqual([3, 5]);
    expect(await events.byClientId(id, 's:1')).toMatchObject({ seq: 3, publicSeq: 2 });
    expect(await events.byClientId(id, 's:9')).toBeUndefined();
    expect(await events.byClientId(id + 1, 's:1')).toBeUndefined();
    expect(await events.range(id, 6, 10)).toEqual([]);
  });
});
