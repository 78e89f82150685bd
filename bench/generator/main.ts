import { usageOfAll, usedBetween } from '../proc.ts';
import type { OpenChat } from './chats.ts';
import { House } from './house.ts';
import { latencyOf } from './latencies.ts';
import type { Line } from './line.ts';
import { Load } from './load.ts';
import { openPeerChats } from './peers.ts';
import type { Answer, JoinResult, Order, TargetPlan } from './plan.ts';
import { evenly, poisson } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { Storm } from './storm.ts';
import { inParallel } from './tasks.ts';

/** A generator process: does what its parent orders, one thing after the other, and ends with it. */
let target: TargetPlan | undefined;
let chats: OpenChat[] = [];
let load: Load | Storm | undefined;
let loads = 0;

const closed = (): void => load?.closed();

async function obey(order: Order): Promise<Answer> {
  switch (order.do) {
    case 'open': {
      const since = performance.now();
      target = order.target;
      chats = target.kind === 'parlor' ? await new House(target.nodes, closed).openChats(target) : await openPeerChats(target, closed);
      return { done: 'open', ms: performance.now() - since };
    }
    case 'load': {
      const schedule = poisson(chats.length, order.rate, order.warmup + order.seconds, order.seed, order.warmup / 2);
      return { done: 'load', result: await run(schedule, order.warmup * 1000, order.textBytes) };
    }
    case 'fill':
      return { done: 'fill', result: await run(evenly(chats.length, order.rate, order.each), 0, order.textBytes) };
    case 'storm': {
      const storm = new Storm(chats, { ...order, sleeps: false, nodes: target?.nodes ?? [], stream: `storm-${++loads}` });
      load = storm;
      return { done: 'storm', result: await storm.run() };
    }
    case 'join':
      return { done: 'join', result: await join(order.target, order.concurrency) };
  }
}

function run(schedule: Schedule, warmup: number, textBytes: number): ReturnType<Load['run']> {
  loads += 1;
  const { kind, nodes, services } = target ?? { kind: 'parlor', nodes: [], services: [] };
  // Whoever keeps no log has no order that holds on two nodes.
  const positioned = kind === 'parlor' || nodes.length === 1;
  const clocked = new Load(chats, schedule, { pids: { nodes: nodes.map(({ pid }) => pid), services }, positioned, warmup, textBytes, stream: `bench-${loads}` });
  load = clocked;
  return clocked.run();
}

async function join({ nodes, chats: count }: TargetPlan, concurrency: number): Promise<JoinResult> {
  const house = new House(nodes, closed);
  const pids = nodes.map(({ pid }) => pid);
  const token = await house.openDepartment();
  const lines: Line[] = [];
  const took = new Float64Array(count);
  const before = usageOfAll(pids);
  const since = performance.now();
  await inParallel(count, concurrency, async (index) => {
    const start = performance.now();
    lines.push((await house.startChat(token, 0)).visitor);
    took[index] = performance.now() - start;
  });
  const ms = performance.now() - since;
  return { chats: lines.length, ms, start: latencyOf(took), server: usedBetween(before, usageOfAll(pids)) };
}

const answer = (text: Answer): void => void process.send?.(text);

process.on('message', (order: Order) => {
  obey(order).then(answer, (error: unknown) => answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
});
process.on('disconnect', () => process.exit(0));
