import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { LEASE_MS, LeasedMembership, aloneAs } from '#cluster/membership.ts';
import type { LeaseKeeper } from '#cluster/membership.ts';
import { linkNode } from '#cluster/node.ts';
import { ClusterPresence } from '#cluster/presence.ts';
import { atOnce, whenFinished } from '../support/at-once.ts';
import { freshRedisUrl } from '../support/services.ts';

const soon = { timeout: 4_000, interval: 10 };

atOnce();

async function house() {
  const url = await freshRedisUrl();
  const presence = new ClusterPresence(url);
  whenFinished(() => presence.shutdown());
  const join = (node: string, boot: string, keeper: LeaseKeeper = presence) => joined(keeper, node, boot);
  const lease = (node: string): Promise<unknown> => presence.get(`parlor:node:${node}`);
  /** As another process would write it. */
  const write = (node: string, owner: string, ms: number): Promise<void> => presence.setFor(`parlor:node:${node}`, owner, ms);
  return { url, presence, join, lease, write };
}

async function joined(keeper: LeaseKeeper, node: string, boot: string) {
  const lines: string[] = [];
  const log = { warn: (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`), error: (_: object, message: string) => void lines.push(message) };
  const membership = await LeasedMembership.join(keeper, node, boot, log);
  whenFinished(() => membership.stop());
  const happened: string[] = [];
  membership.lapsed = () => void happened.push('lapsed');
  membership.regained = () => void happened.push('regained');
  return { membership, happened, lines };
}

it.concurrent('renews a lease without a gap', async ({ expect }) => {
  const { join, lease } = await house();
  const { membership, happened } = await join('a', '1');
  for (const until = performance.now() + 2 * LEASE_MS; performance.now() < until; await sleep(50)) expect(membership.valid).toBe(true);
  expect(await lease('a')).toBe('a:1');
  expect(happened).toEqual([]);
});

it.concurrent('lapses when the lease was gone: others saw a dead node', async ({ expect }) => {
  const { presence, join, lease } = await house();
  const { membership, happened } = await join('a', '1');
  await presence.deleteIf('parlor:node:a', 'a:1');
  await expect.poll(() => happened, soon).toEqual(['lapsed', 'regained']);
  expect(membership.valid).toBe(true);
  expect(await lease('a')).toBe('a:1');
});

it.concurrent('lapses when another has the lease, leaves it alone, and takes it when it is free', async ({ expect }) => {
  const { join, lease, write } = await house();
  const { membership, happened } = await join('a', '1');
  await write('a', 'a:2', 1_000);
  await expect.poll(() => happened, soon).toEqual(['lapsed']);
  expect(membership.valid).toBe(false);
  expect(await lease('a')).toBe('a:2');
  await expect.poll(() => happened, soon).toEqual(['lapsed', 'regained']);
  expect(membership.valid).toBe(true);
});

it.concurrent('lapses by itself, in time, when Redis does not answer', async ({ expect }) => {
  const { presence, join } = await house();
  let silent = false;
  const keeper: LeaseKeeper = {
    hold: async (key, value, ms) => (silent ? new Promise<never>(() => {}) : presence.hold(key, value, ms)),
    get: (key) => presence.get(key), mget: (keys) => presence.mget(keys),
    setFor: (key, value, ms) => presence.setFor(key, value, ms), deleteIf: (key, value) => presence.deleteIf(key, value),
  };
  const { membership, happened } = await join('a', '1', keeper);
  silent = true;
  const began = performance.now();
  await expect.poll(() => happened, soon).toEqual(['lapsed']);
  expect(performance.now() - began).toBeLessThan(LEASE_MS + 500);
  expect(membership.valid).toBe(false);
});

// Alone: of its lease there is a tenth left each time.
it('holds its lease over answers that come late, as long as others are under way', async ({ expect }) => {
  const { presence, join } = await house();
  let lateBy = 0;
  const keeper: LeaseKeeper = {
    hold: async (key, value, ms) => {
      const held = await presence.hold(key, value, ms);
      await sleep(lateBy);
      return held;
    },
    get: (key) => presence.get(key), mget: (keys) => presence.mget(keys),
    setFor: (key, value, ms) => presence.setFor(key, value, ms), deleteIf: (key, value) => presence.deleteIf(key, value),
  };
  const { membership, happened } = await join('a', '1', keeper);
  lateBy = 850;
  for (const until = performance.now() + 3 * LEASE_MS; performance.now() < until; await sleep(20)) expect(membership.valid).toBe(true);
  expect(happened).toEqual([]);
});

it.concurrent('lets those who wait for its lease go on when it is held again, and not for ever', async ({ expect }) => {
  const { join, lease, write } = await house();
  const { membership, happened } = await join('a', '1');
  await membership.held(0);
  await write('a', 'a:2', 1_200);
  await expect.poll(() => happened, soon).toEqual(['lapsed']);
  const began = performance.now();
  await membership.held(100);
  expect(membership.valid).toBe(false);
  expect(performance.now() - began).toBeLessThan(400);
  await membership.held(10_000);
  expect(membership.valid).toBe(true);
  expect(await lease('a')).toBe('a:1');
});

it.concurrent('leaves open who lives while Redis cannot be asked', async ({ expect }) => {
  const { presence, join } = await house();
  const keeper: LeaseKeeper = {
    hold: (key, value, ms) => presence.hold(key, value, ms), get: () => Promise.reject(new Error('away')), mget: (keys) => presence.mget(keys),
    setFor: (key, value, ms) => presence.setFor(key, value, ms), deleteIf: (key, value) => presence.deleteIf(key, value),
  };
  const { membership } = await join('a', '1', keeper);
  await expect(membership.isAlive('b:1')).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
});

it.concurrent('asks once for all who want to know of the same one at the same time', async ({ expect }) => {
  const { presence, join } = await house();
  const asked: string[] = [];
  const keeper: LeaseKeeper = {
    hold: (key, value, ms) => presence.hold(key, value, ms), mget: (keys) => presence.mget(keys), setFor: (key, value, ms) => presence.setFor(key, value, ms),
    deleteIf: (key, value) => presence.deleteIf(key, value),
    get: (key) => {
      asked.push(key);
      return presence.get(key);
    },
  };
  const [{ membership }] = [await join('a', '1', keeper), await join('b', '1')];
  expect(await Promise.all(['b:1', 'b:1', 'c:1', 'b:1'].map((boot) => membership.isAlive(boot)))).toEqual([true, true, false, true]);
  expect(asked).toEqual(['parlor:node:b', 'parlor:node:c']);
  expect(await membership.isAlive('b:1')).toBe(true);
  expect(asked).toHaveLength(3);
});

it.concurrent('refuses a name that a living process holds, without taking it away', async ({ expect }) => {
  const { join, lease } = await house();
  const { membership, happened } = await join('a', '1');
  await expect(join('a', '2')).rejects.toMatchObject({ message: expect.stringContaining('NODE_NAME'), refusal: { code: 'node.name-taken', meta: { node: 'a' } } });
  expect(await lease('a')).toBe('a:1');
  expect([membership.valid, happened]).toEqual([true, []]);
});

it.concurrent('waits for the lease of a boot that was killed, and says how long', async ({ expect }) => {
  const { join, lease, write } = await house();
  await write('a', 'a:1', LEASE_MS);
  const { membership, lines } = await join('a', '2');
  expect(membership.valid).toBe(true);
  expect(await lease('a')).toBe('a:2');
  expect(lines).toEqual([expect.stringMatching(/waiting for its lease .*"holder":"a:1","atMostMs":3000/)]);
});

it.concurrent('gives its own lease back, and no other', async ({ expect }) => {
  const { join, lease, write } = await house();
  const { membership } = await join('a', '1');
  await membership.stop();
  expect(await lease('a')).toBeNull();
  await write('a', 'a:2', 10_000);
  await membership.stop();
  expect(await lease('a')).toBe('a:2');
});

it.concurrent('is not ready while it holds no lease', async ({ expect, onTestFinished }) => {
  const { url, write } = await house();
  const { check, driver, membership, presence } = await linkNode(url, 'a', '1', { warn: () => {}, error: () => {} });
  onTestFinished(async () => {
    await membership.stop();
    await driver.shutdown();
    presence.shutdown();
  });
  await check();
  await write('a', 'a:2', 10_000);
  await expect.poll(() => membership.valid, soon).toBe(false);
  await expect(check()).rejects.toThrow('lease');
});

it.concurrent('never lapses alone', async ({ expect }) => {
  const alone = aloneAs('a', '1');
  let lapses = 0;
  alone.lapsed = () => void lapses++;
  await sleep(LEASE_MS + 200);
  expect([alone.valid, lapses]).toEqual([true, 0]);
});
