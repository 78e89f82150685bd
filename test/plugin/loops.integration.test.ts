import { afterEach, describe, expect, it } from 'vitest';
import { definePlugin, z } from '#plugin/define.ts';
import { useFreshStore } from '../store/support/engines.ts';
import { Air, startNode } from './support/nodes.ts';
import { about } from './support/plugins.ts';

const soon = { timeout: 12_000, interval: 10 };

describe('loops', () => {
  const fresh = useFreshStore('sqlite');
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** Each round says where and when it begins, and ends as `does` ends. */
  async function node(name: string, air: Air, does: (round: number) => Promise<{ readonly restMs: number } | void>) {
    const rounds: number[] = [];
    const watcher = definePlugin({
      ...about, id: 'watcher', version: '1.0.0', permissions: ['work.background'], config: z.object({}),
      loops: { watch: { title: about.title, run: () => does(rounds.push(performance.now())) } },
    });
    const started = await startNode(fresh.store, [watcher], air, { get at() { return Date.now(); } });
    stops.push(() => started.stop());
    return { ...started, name, rounds };
  }

  it('goes round after round on one node of two, and on the other one when that has ended', async () => {
    const air = new Air();
    let under = 0;
    let most = 0;
    const does = async (): Promise<void> => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 200));
      under--;
    };
    const a = await node('a', air, does);
    const b = await node('b', air, does);
    await a.host.install('watcher', ['work.background']);
    await a.host.activate('watcher');
    await expect.poll(() => Math.max(a.rounds.length, b.rounds.length), soon).toBeGreaterThan(1);
    const [first, second] = a.rounds.length > 0 ? [a, b] : [b, a];
    expect(second.rounds).toEqual([]);
    await first.stop();
    const ended = first.rounds.length;
    await expect.poll(() => second.rounds.length, soon).toBeGreaterThan(0);
    expect([first.rounds.length, most]).toEqual([ended, 1]);
    // However soon a round is over, the next one leaves others their turn.
    await expect.poll(() => second.rounds.length, soon).toBeGreaterThan(1);
    expect(second.rounds[1]! - second.rounds[0]!).toBeGreaterThan(950);
  });

  it('rests as it says, and longer after each error, of which the first is told', async () => {
    const a = await node('a', new Air(), async (round) => {
      if (round > 1) throw new Error('nobody answers');
      return { restMs: 1_500 };
    });
    await a.host.install('watcher', ['work.background']);
    await a.host.activate('watcher');
    await expect.poll(() => a.rounds.length, soon).toBe(4);
    const [first, second, third, fourth] = a.rounds as [number, number, number, number];
    expect([second - first, third - second, fourth - third].map((ms, i) => ms >= [1_450, 950, 1_950][i]!)).toEqual([true, true, true]);
    expect(a.errors.map(String)).toEqual(['Error: the loop watch of the plugin watcher failed']);
    await a.host.deactivate('watcher');
    const rounds = a.rounds.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(a.rounds).toHaveLength(rounds);
  });
});
