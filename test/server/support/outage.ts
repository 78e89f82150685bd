import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atOnce, ownExpect, whenFinished } from '../../support/at-once.ts';
import { freePort } from '../../support/ports.ts';
import { uniqueName } from '../../support/services.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { House } from './house.ts';
import { freshCluster, startNode, type ServerNode } from './node.ts';
import { Talkers } from './talkers.ts';

/** Slow enough for what is said in ten seconds to stay below a visitor's rate. */
const EVERY_MS = 500;

/** What stands before one node's Redis and database. */
export interface Ways {
  readonly redis: TcpProxy;
  readonly store: TcpProxy;
}

/** Two nodes, each with its own ways to Redis and to the database, and people who talk on both. */
export async function talkingHouse(env: Readonly<Record<string, string>> = {}) {
  const place = await freshCluster();
  const ways: Ways[] = [];
  const start = async (name: string): Promise<ServerNode> => {
    const redis = await TcpProxy.before(place.env['REDIS_URL']!);
    const store = await TcpProxy.before(place.databaseUrl);
    whenFinished(() => [redis, store].forEach(({ proxy }) => proxy.close()));
    ways.push({ redis: redis.proxy, store: store.proxy });
    return startNode(place, { name: uniqueName(name), port: await freePort(), env: { QUEUE_GRACE: '600', REDIS_URL: redis.url, DATABASE_URL: store.url, ...env } });
  };
  const nodes = await Promise.all([start('a'), start('b')]);
  const house = await House.open(nodes[0]);
  let turn = 0;
  const talkers = await Talkers.gather(house, {
    entrance: () => nodes[turn++ % 2]!, nodes: () => Object.fromEntries(nodes.map((node) => [node.name, node])), chats: 6, everyMs: EVERY_MS,
  });
  whenFinished(() => talkers.leave());
  await sleep(1_000);
  return { place, nodes, ways, talkers };
}

/** What the nodes say of themselves: 0 for one that does not answer in time. */
export const readinessOf = (nodes: readonly ServerNode[]): Promise<number[]> =>
  Promise.all(nodes.map(({ origin }) => fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(({ status }) => status, () => 0)));

/** How what a node needs can be away: the connections end, nothing comes through any more, or everything comes late. */
type Outage = 'cut' | 'swallow' | 'slow';

/** Longer than a lease; and a statement's time that a batch takes several of. ms */
const SLOW_MS = { redis: 900, store: 400 } as const;
/** By then every node has noticed. */
const NOTICED_MS = 2_500;

/**
 * Takes Redis or the database away from both nodes while people talk: the nodes stay up and say that they are not ready,
 * and once it is back nothing is lost or doubled. Resolves with how soon everybody had been heard again, ms.
 */
async function survive(which: keyof Ways, how: Outage, forMs: number): Promise<number> {
  const { place, nodes, ways, talkers } = await talkingHouse();
  const began = performance.now();
  for (const { [which]: way } of ways) {
    if (how === 'cut') way.cut();
    else if (how === 'swallow') way.swallow('up', 'down');
    else way.delay(SLOW_MS[which]);
  }
  await sleep(NOTICED_MS);
  // Slow statements still come through.
  if (how !== 'slow' || which === 'redis') expect(await readinessOf(nodes)).toEqual([503, 503]);
  await sleep(forMs - (performance.now() - began));
  for (const { [which]: way } of ways) way.mend();
  const back = await talkers.allHeard(performance.now());
  await ownExpect().poll(() => readinessOf(nodes), { timeout: 5_000 }).toEqual([200, 200]);
  await talkers.finish();
  await talkers.check(place);
  return back;
}

/** A test of each outage, all at the same time: how long it lasts and how soon after it everybody is heard, ms. A client's last back-off is 5 s. */
export function outagesOf(which: keyof Ways, outages: readonly (readonly [name: string, how: Outage, forMs: number, backMs: number])[]): void {
  atOnce();
  it.concurrent.for(outages)('%s: nodes stay up, nothing is lost or doubled, and everybody goes on', { timeout: 180_000 }, async ([, how, forMs, backMs]) => {
    expect(await survive(which, how, forMs)).toBeLessThan(backMs);
  });
}
