import { setTimeout as sleep } from 'node:timers/promises';
import { initializeRoomCache } from '@colyseus/core';
import { expect, it, onTestFinished } from 'vitest';
import { ClusterDriver } from '#cluster/cluster-driver.ts';
import { ClusterPresence } from '#cluster/presence.ts';
import { SharedRoster } from '#cluster/sweeper-roster.ts';
import { freshRedisUrl } from '../support/services.ts';

async function cluster() {
  const presence = new ClusterPresence(await freshRedisUrl());
  onTestFinished(() => presence.shutdown());
  const alive = new Set<string>();
  const join = (self: string, process: string): SharedRoster => {
    alive.add(self);
    return new SharedRoster(presence, { self, isAlive: async (boot) => alive.has(boot) }, process);
  };
  return { presence, alive, join };
}

it('is led by one at a time, until that one leaves or is silent', async () => {
  const { join } = await cluster();
  const [a, b, c] = [join('a:1', 'pa'), join('b:1', 'pb'), join('c:1', 'pc')];
  expect([await a.lead(), await b.lead(), await a.lead()]).toEqual([true, false, true]);
  await a.leave();
  expect([await b.lead(), await a.lead(), await c.lead()]).toEqual([true, false, false]);
  await sleep(1_100);
  expect([await c.lead(), await b.lead()]).toEqual([true, false]);
});

it('knows who lives, who ended without leaving, and not who left', async () => {
  const { alive, join } = await cluster();
  const [a, b, c] = [join('a:1', 'pa'), join('b:1', 'pb'), join('c:1', 'pc')];
  for (const one of [a, b, c]) await one.lead();
  alive.delete('b:1');
  await c.leave();
  expect(await a.look()).toEqual({ living: ['a:1'], gone: [{ boot: 'b:1', process: 'pb' }] });
  await a.forget({ boot: 'b:1', process: 'pb' });
  expect(await a.look()).toEqual({ living: ['a:1'], gone: [] });
});

it('takes the listings of a dead process away, however many, and nobody else\'s', async () => {
  const { alive, presence, join } = await cluster();
  const driver = new ClusterDriver(presence);
  const list = (roomId: string, processId: string): Promise<boolean> => driver.insert(initializeRoomCache({ roomId, name: 'conversation', processId, maxClients: 10 }));
  for (let i = 0; i < 1_500; i++) await list(`c_${i}-1`, 'dead');
  // A successor's, of the same actor, and one whose name contains that of the dead process.
  await list('c_0-2', 'pa');
  await list('c_x-1', 'dead2');
  for (const process of ['dead', 'pa', 'dead2']) await presence.hset('roomcount', process, '1,1');
  const a = join('a:1', 'pa');
  await join('dead:1', 'dead').lead();
  alive.delete('dead:1');
  await a.lead();
  for (const gone of (await a.look()).gone) await a.forget(gone);
  expect((await driver.query({})).map(({ roomId }) => roomId).toSorted()).toEqual(['c_0-2', 'c_x-1']);
  expect(Object.keys(await presence.hgetall('roomcount')).toSorted()).toEqual(['dead2', 'pa']);
});
