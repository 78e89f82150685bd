import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, it } from 'vitest';
import { definePlugin, z } from '#plugin/define.ts';
import { engines, useFreshStore } from '../store/support/engines.ts';
import { ownExpect, beside } from '../support/at-once.ts';
import { Air, refusalOf, startNode } from './support/nodes.ts';
import { about } from './support/plugins.ts';

const clock = { get at() { return Date.now(); } };
const soon = { timeout: 8_000, interval: 10 };

const clerk = (run: () => void | Promise<void>, seconds = 3600) => definePlugin({
  ...about, id: 'clerk', version: '1.0.0', permissions: ['work.background'], config: z.object({}),
  jobs: { tidy: { title: about.title, schedule: { seconds }, run } },
});

for (const engine of engines) beside(`jobs on ${engine}`, () => {
  const fresh = useFreshStore(engine);
  let runs: string[];
  const stops: (() => Promise<void>)[] = [];
  beforeEach(() => {
    runs = [];
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function node(name: string, air: Air, does: () => void | Promise<void> = () => {}) {
    const started = await startNode(fresh.store, [clerk(async () => {
      runs.push(name);
      await does();
    })], air, clock);
    stops.push(() => started.stop());
    return started;
  }
  async function activated(does?: () => void | Promise<void>) {
    const air = new Air();
    const a = await node('a', air, does);
    await a.host.install('clerk', ['work.background']);
    await a.host.activate('clerk');
    await ownExpect().poll(async () => (await a.backlog.of('clerk')).jobs[0]?.dueAt, soon).toBeGreaterThan(Date.now());
    return { a, air };
  }

  it('is due by its schedule, and at once when somebody says so; every run is remembered with how it went', async ({ expect }) => {
    let fails = false;
    const { a } = await activated(() => {
      if (fails) throw new Error('the printer is out of paper');
    });
    expect(runs).toEqual([]);
    await a.backlog.run('clerk', 'tidy');
    await expect.poll(() => runs, soon).toEqual(['a']);
    fails = true;
    await a.backlog.run('clerk', 'tidy');
    await expect.poll(async () => (await a.backlog.of('clerk')).jobs[0], soon).toMatchObject({
      name: 'tidy', schedule: { seconds: 3600 }, running: false,
      runs: [{ node: 'node-1', error: 'the printer is out of paper' }, { node: 'node-1', error: null }],
    });
    expect((await a.backlog.of('clerk')).jobs[0]!.dueAt).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await refusalOf(a.backlog.run('clerk', 'other'))).toMatchObject({ code: 'not-found' });
    await a.host.deactivate('clerk');
    expect(await refusalOf(a.backlog.run('clerk', 'tidy'))).toMatchObject({ code: 'plugin.state' });
  });

  it('runs on one node of two, and never twice at once', async ({ expect }) => {
    let under = 0;
    let most = 0;
    const does = async (): Promise<void> => {
      most = Math.max(most, ++under);
      await sleep(300);
      under--;
    };
    const { a, air } = await activated(does);
    const b = await node('b', air, does);
    for (let i = 0; runs.length < 3; i++) {
      await (i % 2 === 0 ? a : b).backlog.run('clerk', 'tidy');
      await sleep(100);
    }
    await expect.poll(() => under, soon).toBe(0);
    expect([most, new Set(runs).size]).toEqual([1, 1]);
  });

  it('runs again on another node what was cut off with its own', async ({ expect }) => {
    const { a, air } = await activated();
    await a.stop();
    const [row] = await fresh.store.pluginJobs.list('clerk');
    expect(await fresh.store.pluginJobs.begin(row!, 'node-dead', 1, row!.dueAt)).not.toBe(null);
    const b = await node('b', air);
    await expect.poll(() => runs, soon).toEqual(['b']);
    await expect.poll(async () => (await b.backlog.of('clerk')).jobs[0], soon).toMatchObject({ running: false, runs: [{ node: 'node-2', error: null }, { node: 'node-dead', endedAt: null }] });
  });
});
