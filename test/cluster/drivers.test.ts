import { LocalDriver, initializeRoomCache, type IRoomCache, type MatchMakerDriver } from '@colyseus/core';
import { RedisPresence } from '@colyseus/redis-presence';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClusterDriver } from '#cluster/cluster-driver.ts';
import { MapDriver } from '#cluster/map-driver.ts';
import { ClusterPresence } from '#cluster/presence.ts';
import { freshRedisUrl } from '../support/services.ts';

const listing = (roomId: string, more: Partial<IRoomCache> = {}): IRoomCache => initializeRoomCache({ roomId, name: 'conversation', processId: 'p1', maxClients: 10, ...more });

/** Colyseus' own, and what stands in for it, must look alike to Colyseus. */
const drivers: Record<string, () => Promise<MatchMakerDriver>> = {
  LocalDriver: async () => new LocalDriver(),
  MapDriver: async () => new MapDriver(),
  ClusterDriver: async () => {
    const url = await freshRedisUrl();
    const presence = new ClusterPresence(url);
    const driver = new ClusterDriver(presence);
    onTestFinished(async () => {
      await driver.shutdown();
      presence.shutdown();
    });
    return driver;
  },
};

describe.each(Object.keys(drivers))('%s', (name) => {
  const open = () => drivers[name]!();
  const persist = async (driver: MatchMakerDriver, ...rooms: IRoomCache[]) => {
    for (const room of rooms) await driver.persist(room, true);
  };

  it('finds a listing by its id, and says none where there is none', async () => {
    const driver = await open();
    await persist(driver, listing('a'), listing('b'));
    expect((await driver.findOne({ roomId: 'b' }))?.roomId).toBe('b');
    expect((await driver.findOne({ roomId: 'c' }))?.roomId).toBeUndefined();
    expect([await driver.has('a'), await driver.has('c')]).toEqual([true, false]);
  });

  it('finds by other fields, all of them together', async () => {
    const driver = await open();
    await persist(driver, listing('a'), listing('b', { name: 'desk' }), listing('c', { processId: 'p2' }));
    const found = await driver.query({ name: 'conversation', processId: 'p1' });
    expect(found.map(({ roomId }) => roomId)).toEqual(['a']);
    expect((await driver.findOne({ name: 'desk' }))?.roomId).toBe('b');
  });

  it('counts clients and sets fields', async () => {
    const driver = await open();
    const room = listing('a');
    await persist(driver, room);
    await driver.update(room, { $inc: { clients: 1 } });
    await driver.update(room, { $inc: { clients: 1 }, $set: { locked: true } });
    expect(await driver.findOne({ roomId: 'a' })).toMatchObject({ clients: 2, locked: true });
  });

  it('removes one, and all of a process', async () => {
    const driver = await open();
    await persist(driver, listing('a'), listing('b', { processId: 'p2' }), listing('c', { processId: 'p2' }));
    await driver.remove('a');
    expect(await driver.has('a')).toBe(false);
    await driver.cleanup!('p2');
    expect(await driver.query({})).toEqual([]);
  });
});

describe.each(['MapDriver', 'ClusterDriver'])('%s', (name) => {
  it('lets one of two create a listing', async () => {
    const driver = (await drivers[name]!()) as MapDriver | ClusterDriver;
    const wins = await Promise.all(['p1', 'p2', 'p3'].map((processId) => driver.insert(listing('a', { processId }))));
    expect(wins.filter(Boolean)).toHaveLength(1);
    expect(await driver.findOne({ roomId: 'a' })).toMatchObject({ processId: `p${wins.indexOf(true) + 1}` });
  });
});

it('finds several by their ids at once', async () => {
  const driver = new MapDriver();
  for (const room of [listing('a'), listing('b'), listing('c')]) driver.persist(room, true);
  expect([...(await driver.findByIds(['a', 'c', 'x'])).keys()]).toEqual(['a', 'c']);
});

it('shares one subscription among the channels of all rooms, and tells them apart', async () => {
  const url = await freshRedisUrl();
  const [one, two] = [new ClusterPresence(url), new ClusterPresence(url)];
  const plain = new RedisPresence(url);
  onTestFinished(() => [one, two, plain].forEach((presence) => presence.shutdown()));
  const unique = `${process.pid}-${Date.now()}`;
  const heard: unknown[] = [];
  for (let i = 0; i < 20; i++) await one.subscribe(`$room-${unique}-${i}`, (data) => heard.push([i, data]));
  await two.publish(`$room-${unique}-7`, ['hello']);
  await expect.poll(() => heard).toEqual([[7, ['hello']]]);
  await one.unsubscribe(`$room-${unique}-7`);
  await two.publish(`$room-${unique}-7`, ['nobody listens']);
  await two.publish(`$room-${unique}-8`, ['bye']);
  await expect.poll(() => heard).toEqual([[7, ['hello']], [8, ['bye']]]);
});
