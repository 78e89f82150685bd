import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { OpenChat } from '../../bench/generator/chats.ts';
import { House as Crowd } from '../../bench/generator/house.ts';
import type { StormResult } from '../../bench/generator/plan.ts';
import { Storm } from '../../bench/generator/storm.ts';
import { House } from './support/house.ts';
import { ADMIN_PASSWORD, freshPlace, startNode, type ServerNode } from './support/node.ts';
import { VisitorAt } from './support/people.ts';

/** What each message costs the server's thread, ms: one that a test can bring more than it does without being busy itself. */
const LABOUR = 2;
/** Messages a second: about what it can do, and well over twice of it. */
const ONE = 400;
const TWO = 1_000;
/** With the moment in which the load rises, on a machine that others use as well. Without refusals it is what the step takes, and more. */
const P99_MS = 2_500;
const MB = 2 ** 20;

const nodes = ({ name, port, pid }: ServerNode) => [{ name, port, pid }];

async function crowdAt(node: ServerNode): Promise<OpenChat[]> {
  const plan = { kind: 'parlor', nodes: nodes(node), services: [], placement: 'local', seed: 1, chats: 20, chatsPerAgent: 20 } as const;
  return new Crowd(plan.nodes, () => {}, ADMIN_PASSWORD).openChats(plan);
}

const LABORIOUS = resolve(import.meta.dirname, 'support/laborious.ts');

it.each(['filter', 'observer'])('a node whose thread is the bottleneck (%s) refuses, does what it takes in time, and is well at once', async (at) => {
  const { UNGUARDED } = process.env;
  const env = { LABOUR: String(LABOUR), LABOUR_AT: at, VISITOR_RATE: '100000', ...(UNGUARDED === undefined ? {} : { UNGUARDED }) };
  const node = await startNode(await freshPlace('sqlite'), { env, altered: LABORIOUS });
  const leaving = await VisitorAt.arrive(node, (await House.open(node)).support);
  const chats = await crowdAt(node);
  const steps = [{ rate: ONE, seconds: 4 }, { rate: TWO, seconds: 6 }, { rate: ONE / 2, seconds: 3 }];
  const storm = new Storm(chats, { nodes: nodes(node), steps, resend: false, seed: 1, textBytes: 70, stream: 'test-storm', sleeps: true }).run();
  await sleep(7_000);
  const closing = leaving.command({ type: 'conversation.close' }).catch((error: unknown) => String(error));
  const result = await storm;
  const [one, two, after] = result.steps;
  if (one === undefined || two === undefined || after === undefined) throw new Error('a storm without its steps');
  if (process.env['PARLOR_TEST_LOG']) console.log(at, JSON.stringify(result, null, 1));

  expect.soft(two.ack.p99, 'what is accepted is done in time').toBeLessThan(P99_MS);
  expect.soft(two.goodput, 'refusing leaves time for work').toBeGreaterThan(one.goodput * 0.7);
  expect.soft(Object.keys(two.refusals)).toEqual(['busy']);
  expect.soft(result, 'everything is answered, and every refusal says when to come back').toMatchObject({ unanswered: 0, hintless: 0, closed: 0 } satisfies Partial<StormResult>);
  const { middle, end } = two.memory;
  expect.soft((end.rssBytes - middle.rssBytes) / MB, 'nothing piles up').toBeLessThan(25);
  expect.soft((end.heapBytes - middle.heapBytes) / MB, 'nothing piles up').toBeLessThan(25);
  expect.soft(result.recoveredMs[2] ?? Infinity, 'well again').toBeLessThanOrEqual(1_000);
  expect.soft(await closing, 'what ends work is never refused').toMatchObject({ seq: expect.any(Number) });
});
