import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, it } from 'vitest';
import { definePlugin, z, type PluginWorker, type WorkOutcome, type WorkPiece } from '#plugin/define.ts';
import { engines, useFreshStore } from '../store/support/engines.ts';
import { beside } from '../support/at-once.ts';
import { Air, startNode } from './support/nodes.ts';
import { about } from './support/plugins.ts';

const GRANT = ['events.read', 'work.background'];
/** Time that goes on by itself. */
const clock = { get at() { return Date.now(); } };
const soon = { timeout: 8_000, interval: 10 };

type Does = (piece: WorkPiece) => WorkOutcome | void | Promise<WorkOutcome | void>;

/** Hands each message on as a piece of work, in the lane of its chat. */
const courier = (does: Does, more: Partial<PluginWorker<unknown>> = {}) => definePlugin({
  ...about, id: 'courier', version: '1.0.0', permissions: ['events.read', 'work.background'], config: z.object({}),
  on: { 'message.posted': (ctx, event, conversation) => ctx.queue.add('deliver', { key: `${conversation}:${event.seq}`, lane: conversation, payload: event.body.text }) },
  workers: { deliver: { title: about.title, firstRetryMs: 20, ...more, run: (_ctx, piece) => does(piece) } },
});

for (const engine of engines) beside(`background work on ${engine}`, () => {
  const fresh = useFreshStore(engine);
  let done: string[];
  const stops: (() => Promise<void>)[] = [];
  beforeEach(() => {
    done = [];
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function node(does: Does, { air = new Air(), ...more }: Partial<PluginWorker<unknown>> & { air?: Air } = {}) {
    const started = await startNode(fresh.store, [courier(does, more)], air, clock);
    stops.push(() => started.stop());
    return started;
  }

  async function active(does: Does, more: Parameters<typeof node>[1] = {}) {
    const started = await node(does, more);
    await started.host.install('courier', GRANT);
    await started.host.activate('courier');
    return started;
  }
  const note = ({ lane, payload }: WorkPiece): void => void done.push(`${lane} ${payload as string}`);
  const ofLane = (lane: string): string[] => done.filter((line) => line.startsWith(`${lane} `));

  it('does each piece once, those of a lane in order, also of more lanes than it works on at once, and leaves nothing behind', async ({ expect }) => {
    const working = { now: 0, most: 0 };
    const { committed, backlog } = await active(async (piece) => {
      working.most = Math.max(working.most, ++working.now);
      // The first wait for as many as may be under way.
      do await sleep(Math.random() * 3);
      while (working.most < 5);
      working.now--;
      note(piece);
    }, { parallel: 5 });
    const chats = Array.from({ length: 12 }, (_, i) => `c${i}`);
    await Promise.all(chats.map(async (chat) => {
      for (let seq = 1; seq <= 30; seq++) await committed(`${seq}`, seq, chat);
    }));
    await expect.poll(() => done.length, soon).toBe(360);
    expect(working.most).toBe(5);
    for (const chat of chats) expect(ofLane(chat)).toEqual(Array.from({ length: 30 }, (_, i) => `${chat} ${i + 1}`));
    await expect.poll(() => fresh.store.pluginWork.due({ plugin: 'courier', worker: 'deliver' }, Number.MAX_SAFE_INTEGER, 9), soon).toEqual([]);
    expect((await backlog.of('courier')).workers).toMatchObject([{ name: 'deliver', waiting: 0, dead: 0, failing: 0 }]);
  });

  it('does several pieces of a lane at once where its worker gathers, and none of them twice', async ({ expect }) => {
    const gate = Promise.withResolvers<void>();
    const { committed } = await active(async ({ behind, lane, payload }) => {
      await gate.promise;
      const along = Math.min(2, behind.length);
      done.push(`${lane} ${[payload, ...behind.slice(0, along)].join('+')}`);
      return along === 0 ? undefined : { along };
    }, { gathers: true });
    for (let seq = 1; seq <= 8; seq++) await committed(`${seq}`, seq);
    gate.resolve();
    await expect.poll(() => done.flatMap((line) => line.slice(2).split('+')), soon).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    await expect.poll(() => fresh.store.pluginWork.due({ plugin: 'courier', worker: 'deliver' }, Number.MAX_SAFE_INTEGER, 9), soon).toEqual([]);
    expect(done.length).toBeLessThan(8);
  });

  it('adds what is waiting already no second time: an observer may be called again', async ({ expect }) => {
    const gate = Promise.withResolvers<void>();
    const { committed } = await active(async (piece) => {
      await gate.promise;
      note(piece);
    });
    for (const seq of [1, 2, 1, 2]) await committed(`${seq}`, seq);
    await Promise.all([3, 3, 3].map(async (seq) => committed(`${seq}`, seq)));
    gate.resolve();
    await expect.poll(() => done, soon).toEqual(['c 1', 'c 2', 'c 3']);
    await sleep(100);
    expect(done).toHaveLength(3);
  });

  it('tries again what fails, later and later, and holds up its lane only', async ({ expect }) => {
    const attempts: number[] = [];
    const { committed, backlog } = await active((piece) => {
      if (piece.lane !== 'bad') return note(piece);
      attempts.push(piece.attempt);
      if (piece.attempt === 3) throw new Error('thrown');
      return piece.attempt < 5 ? { error: 'not now' } : note(piece);
    });
    await committed('1', 1, 'bad');
    await committed('2', 2, 'bad');
    await committed('1', 1, 'good');
    await expect.poll(() => ofLane('good'), soon).toEqual(['good 1']);
    await expect.poll(async () => (await backlog.of('courier')).workers[0]?.lastError, soon).not.toBe(null);
    expect(ofLane('bad')).toEqual([]);
    await expect.poll(() => ofLane('bad').length, soon).toBeGreaterThan(0);
    expect(attempts.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('gives up what is hopeless or too old, shows it, and tries it again when told to', async ({ expect }) => {
    let hopeless = true;
    const { committed, backlog } = await active((piece) => (!hopeless || piece.payload === 'fine' ? note(piece) : piece.payload === 'no' ? { dead: 'nobody wants it' } : { error: 'away' }), { giveUpAfterMs: 60 });
    for (const [seq, text] of ['no', 'old', 'fine'].entries()) await committed(text, seq + 1);
    await expect.poll(() => done, soon).toEqual(['c fine']);
    const page = await backlog.dead('courier', 0);
    expect(page).toMatchObject({ next: null, items: [{ key: 'c:1', worker: 'deliver', error: 'nobody wants it', payload: '"no"', attempts: 1 }, { key: 'c:2', error: 'away' }] });
    hopeless = false;
    expect(await backlog.revive('courier', null)).toMatchObject({ workers: [{ dead: 0 }] });
    await expect.poll(() => done, soon).toEqual(['c fine', 'c no', 'c old']);
  });

  it('tells a worker before a piece is given up, and gives up none of which it could not be told', async ({ expect }) => {
    let deaf = true;
    const heard: string[] = [];
    const { committed, backlog } = await active(({ payload }) => (payload === 'no' ? { dead: 'nobody wants it' } : { error: 'away' }), {
      giveUpAfterMs: 200,
      gaveUp: (_ctx, { payload }, { dead, error }) => {
        if (deaf) throw new Error('not now');
        heard.push(`${payload as string} ${dead} ${error}`);
      },
    });
    await committed('no', 1, 'a');
    await committed('old', 1, 'b');
    await expect.poll(async () => (await backlog.of('courier')).workers[0], soon).toMatchObject({ dead: 0, failing: 2, lastError: expect.stringMatching(/not now|away/) });
    deaf = false;
    await expect.poll(async () => (await backlog.of('courier')).workers[0], soon).toMatchObject({ dead: 2, failing: 0 });
    expect(heard.sort()).toEqual(['no true nobody wants it', 'old false away']);
  });

  it('forgets what was given up when told to, and everything when it is uninstalled', async ({ expect }) => {
    const { committed, backlog, host } = await active(({ payload }) => (payload === 'later' ? { error: 'later', retryMs: 3_600_000 } : { dead: 'no' }));
    for (const seq of [1, 2]) await committed('x', seq, `${seq}`);
    await committed('later', 3, '3');
    await expect.poll(async () => (await backlog.of('courier')).workers[0], soon).toMatchObject({ dead: 2, failing: 1, waiting: 1 });
    const [first] = (await backlog.dead('courier', 0)).items;
    expect(await backlog.discard('courier', [Number(first!.id)])).toMatchObject({ workers: [{ dead: 1 }] });
    await host.deactivate('courier');
    await host.uninstall('courier');
    expect(await backlog.of('courier')).toMatchObject({ workers: [{ dead: 0, failing: 0, waiting: 0 }] });
  });

  it('works on one node at a time, and on another when that one is gone', async ({ expect }) => {
    const air = new Air();
    const by = new Set<string>();
    const worker = (name: string): Does => (piece) => {
      by.add(name);
      note(piece);
    };
    const a = await active(worker('a'), { air });
    const b = await node(worker('b'), { air });
    for (let seq = 1; seq <= 40; seq++) await (seq % 2 === 0 ? a : b).committed(`${seq}`, seq, `c${seq % 5}`);
    await expect.poll(() => done.length, soon).toBe(40);
    expect(by.size).toBe(1);
    await a.stop();
    await b.committed('after', 41);
    await expect.poll(() => ofLane('c'), soon).toEqual(['c after']);
  });

  it('stops when it is switched off: what waits is done when it is on again', async ({ expect }) => {
    const { committed, host } = await active(async (piece) => {
      await sleep(30);
      note(piece);
    });
    for (let seq = 1; seq <= 10; seq++) await committed(`${seq}`, seq);
    await expect.poll(() => done.length, soon).toBeGreaterThan(0);
    await host.deactivate('courier');
    const before = done.length;
    expect(before).toBeLessThan(10);
    await sleep(300);
    expect(done).toHaveLength(before);
    await host.activate('courier');
    await expect.poll(() => new Set(done).size, soon).toBe(10);
  });
});
