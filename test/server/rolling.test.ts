import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { House } from './support/house.ts';
import { freshCluster, restart, startNode, type ServerNode } from './support/node.ts';
import type { Nodes } from './support/people.ts';
import { Talkers } from './support/talkers.ts';

const env = { QUEUE_GRACE: '600', DRAIN_NOTICE: '1.5' };

const readiness = (node: ServerNode): Promise<number> => fetch(`${node.origin}/readyz`).then(({ status }) => status, () => 0);

/** What a balancer does that asks every node twice a second whether it is ready. */
function balance(nodes: () => readonly ServerNode[]): () => ServerNode {
  let ready: readonly ServerNode[] = nodes();
  let turn = 0;
  const timer = setInterval(() => void Promise.all(nodes().map(async (node) => ((await readiness(node)) === 200 ? [node] : []))).then((found) => {
    ready = found.flat();
  }), 500);
  onTestFinished(() => clearInterval(timer));
  return () => ready[turn++ % ready.length] ?? nodes()[0]!;
}

it('restarts every node in turn while people talk: nobody waits for long, nothing is lost', { timeout: 180_000 }, async () => {
  const place = await freshCluster();
  const start = async (name: string) => startNode(place, { name: uniqueName(name), port: await freePort(), env });
  const running = [await start('a'), await start('b'), await start('c')];
  const house = await House.open(running[0]!);
  const entrance = balance(() => running);
  const nodes = (): Nodes => Object.fromEntries(running.map((node) => [node.name, node]));
  const talkers = await Talkers.gather(house, { entrance, nodes, chats: 9, everyMs: 100 });
  onTestFinished(() => talkers.leave());
  await sleep(1_000);
  const waits: number[] = [];
  for (const [index, node] of running.entries()) {
    const began = performance.now();
    const [code, seen] = await Promise.all([node.stop(), drainSeen(node)]);
    expect(code).toBe(0);
    expect(seen).toBe(503);
    running[index] = await restart(place, node, env);
    await sleep(2_000);
    waits.push(talkers.slowest(began));
  }
  await talkers.finish();
  await talkers.check(place);
  // Beside other tests. Where nothing else runs it is a second, and half of that is usual: npm run faults.
  expect(Math.max(...waits), waits.join(', ')).toBeLessThan(2_000);
});

/** What the node says of itself after SIGTERM, as long as it answers. */
async function drainSeen(node: ServerNode): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const status = await readiness(node);
    if (status === 503) return status;
    await sleep(20);
  }
  return 0;
}
