import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { conversationOf, departmentOf, deskOf, keyOf, type Identity } from '#cluster/identity.ts';
import { Sweeper } from '#cluster/sweeper.ts';
import type { Attendance, Gone } from '#cluster/sweeper-roster.ts';
import { refuse } from '#domain/errors.ts';
import type { Projection } from '#store/journal-entry.ts';
import type { Store } from '#store/store.ts';
import { eventually } from '../server/support/eventually.ts';
import { append, creation, newUlid, projection, row } from '../store/support/entries.ts';
import { engines, freshPlace, openAt, type EngineName } from '../store/support/engines.ts';

const NOW = 1_800_000_000_000;

async function openStore(engine: EngineName): Promise<Store> {
  const place = await freshPlace(engine);
  const store = await openAt(place);
  onTestFinished(async () => {
    await store.close();
    await place.remove();
  });
  return store;
}

/** A chat whose actor is this boot's. `dispatched`: observers have had all of it. */
async function chat(store: Store, node: string, more: Partial<Projection>, dispatched = true): Promise<Identity> {
  const [id, publicId] = [store.ids.next(), newUlid()];
  const identity = conversationOf(publicId);
  await append(store.journal, {
    conversation: id, epoch: 1, rows: [row(1)], projection: projection(1, more), issueTicket: more.status === 'queued',
    creation: { ...creation(publicId), key: keyOf(identity), node }, ...(dispatched ? { dispatchedSeq: 1 } : {}),
  });
  return identity;
}

async function actor(store: Store, node: string, identity: Identity): Promise<Identity> {
  await store.actors.claim(keyOf(identity), identity.kind, node, undefined);
  return identity;
}

/** A sweeper on node `self:1` among living and dead ones; actors come up where it says. */
function sweeperOn(store: Store, { living = ['self:1'], gone = [] as readonly Gone[], leads = true, up = async (_key: string, _node: string): Promise<unknown> => undefined } = {}) {
  const woken: { key: string; node: string }[] = [];
  const forgotten: string[] = [];
  const local = new Set<string>();
  const errors: unknown[] = [];
  const attendance: Attendance = { living, gone };
  let left = false;
  const sweeper = new Sweeper({
    cluster: {
      owner: 'self:1', ready: true,
      local: (identity) => (local.has(keyOf(identity)) ? ({} as never) : undefined),
      askAt: async (node: string, to: Identity) => {
        const key = keyOf(to);
        woken.push({ key, node });
        const answer = await up(key, node);
        if (answer !== undefined) return answer as never;
        const { ownerEpoch } = (await store.actors.find(key)) ?? {};
        await store.actors.claim(key, to.kind, node, ownerEpoch);
        if (node === 'self:1') local.add(key);
        return undefined as never;
      },
    },
    membership: { isAlive: async (boot) => living.includes(boot) },
    roster: {
      shared: true, lead: async () => leads, look: async () => attendance, leave: async () => void (left = true),
      forget: async ({ boot }) => void forgotten.push(boot),
    },
    store, now: () => NOW, onError: (error) => errors.push(error), log: { info: () => {} },
  });
  onTestFinished(() => sweeper.stop());
  return { sweeper, woken, forgotten, local, errors, get left() { return left; } };
}

const keys = (woken: readonly { key: string }[]) => woken.map(({ key }) => key);

describe.each(engines)('on %s', (engine) => {
  it('brings up what has work waiting on a dead node, the most urgent first, and leaves the rest down and free', async () => {
    const store = await openStore(engine);
    const department = newUlid();
    const desk = await actor(store, 'dead:1', deskOf(newUlid()));
    const timed = await actor(store, 'dead:1', deskOf(newUlid()));
    await store.timers.set({ actorKey: keyOf(timed), name: 'due', dueAt: NOW - 1, payload: '{}' });
    await store.timers.set({ actorKey: keyOf(desk), name: 'later', dueAt: NOW + 1, payload: '{}' });
    const behind = await chat(store, 'dead:1', { status: 'closed' }, false);
    const offered = await chat(store, 'dead:1', { status: 'transferring', assigneeId: 'mei', departmentId: department });
    const queued = await chat(store, 'dead:1', { status: 'queued', departmentId: department });
    const idle = await chat(store, 'dead:1', { status: 'active', assigneeId: 'mei' });
    const others = await chat(store, 'alive:1', { status: 'queued', departmentId: department }, false);
    const { sweeper, woken, forgotten, errors } = sweeperOn(store, { living: ['self:1', 'alive:1'], gone: [{ boot: 'dead:1', process: 'p1' }] });
    sweeper.start();
    await eventually(() => forgotten).toEqual(['dead:1']);
    // Twice is harmless, and happens to one that is still coming up.
    expect([...new Set(keys(woken))]).toEqual([departmentOf(department), offered, queued, behind, timed, desk].map(keyOf));
    expect(await store.actors.find(keyOf(idle))).toMatchObject({ ownerNode: null, ownerEpoch: 2 });
    expect(await store.actors.find(keyOf(others))).toMatchObject({ ownerNode: 'alive:1', ownerEpoch: 1 });
    expect(await store.actors.owners()).not.toContain('dead:1');
    expect(errors).toEqual([]);
  });

  it('finds a node that only the store remembers, and work that nobody has', async () => {
    const store = await openStore(engine);
    const forgotten = await chat(store, 'dead:1', { status: 'queued' });
    const released = await chat(store, 'dead:2', { status: 'transferring' });
    const row = (await store.actors.find(keyOf(released)))!;
    await store.actors.release(row.id, row.ownerEpoch);
    const { sweeper, woken } = sweeperOn(store);
    sweeper.start();
    await eventually(() => keys(woken).filter((key) => key.startsWith('c_')).toSorted()).toEqual([forgotten, released].map(keyOf).toSorted());
  });

  it('lets a node that does not lead bring up only what is its own and down', async () => {
    const store = await openStore(engine);
    const [here, down] = [await chat(store, 'self:1', { status: 'queued' }), await chat(store, 'self:1', { status: 'queued' })];
    await chat(store, 'dead:1', { status: 'queued' });
    const one = sweeperOn(store, { leads: false });
    one.local.add(keyOf(here));
    one.sweeper.start();
    await eventually(() => keys(one.woken)).toEqual([keyOf(down)]);
  });

  it('spreads over the nodes, a few at a time on each', async () => {
    const store = await openStore(engine);
    for (let i = 0; i < 80; i++) await chat(store, 'dead:1', { status: 'transferring' });
    let running = 0;
    let most = 0;
    const up = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    };
    const { sweeper, woken } = sweeperOn(store, { living: ['self:1', 'b:1'], up });
    sweeper.start();
    await eventually(() => woken.length).toBe(80);
    expect(woken.filter(({ node }) => node === 'b:1')).toHaveLength(40);
    expect(most).toBe(32);
  });

  it('takes over itself what another node could not, and tries again what nobody could', async () => {
    const store = await openStore(engine);
    const [elsewhere, broken] = [await chat(store, 'dead:1', { status: 'transferring' }), await chat(store, 'dead:1', { status: 'transferring' })];
    let failures = 1;
    const up = async (key: string, node: string): Promise<unknown> => {
      if (node === 'b:1') return refuse('actor.unreachable');
      return key === keyOf(broken) && failures-- > 0 ? refuse('internal') : undefined;
    };
    const { sweeper } = sweeperOn(store, { living: ['b:1', 'self:1'], up });
    sweeper.start();
    const owners = async () => [...(await store.actors.ownersOf([elsewhere, broken].map(keyOf))).values()];
    await eventually(owners).toEqual(['self:1', 'self:1']);
  });

  it('leaves a node that came back what it has taken since', async () => {
    const store = await openStore(engine);
    const idle = await chat(store, 'slow:1', { status: 'active', assigneeId: 'mei' });
    const living = ['self:1'];
    const up = async (): Promise<void> => {
      living.push('slow:1');
      await store.actors.claim(keyOf(idle), 'conversation', 'slow:1', 1);
    };
    await chat(store, 'slow:1', { status: 'transferring' });
    const { sweeper, forgotten } = sweeperOn(store, { living, gone: [{ boot: 'slow:1', process: 'p1' }], up });
    sweeper.start();
    await eventually(() => forgotten.length).toBeGreaterThan(0);
    expect(await store.actors.find(keyOf(idle))).toMatchObject({ ownerNode: 'slow:1', ownerEpoch: 2 });
  });
});

it('leaves the cluster before its node drains', async () => {
  const store = await openStore('sqlite');
  const one = sweeperOn(store);
  one.sweeper.start();
  await one.sweeper.stop();
  expect(one.left).toBe(true);
});
