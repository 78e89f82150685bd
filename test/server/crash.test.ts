import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { Crowd } from './support/crowd.ts';
import { House } from './support/house.ts';
import { Console } from './support/people.ts';
import { engines, freshPlace, restart, startNode } from './support/node.ts';

const patience = { QUEUE_GRACE: '600' };

atOnce();

it.concurrent.for(engines)('loses nothing and doubles nothing over three kill -9 under load, on %s', { timeout: 180_000 }, async (engine, { expect, onTestFinished }) => {
  const place = await freshPlace(engine);
  let node = await startNode(place, { port: await freePort(), env: patience });
  const { support } = await House.open(node);
  const crowd = await Crowd.gather(() => node, support, { size: 20, everyMs: 200 });
  onTestFinished(() => crowd.leave());
  for (let kill = 0; kill < 3; kill++) {
    await sleep(1_500);
    await node.kill();
    node = await restart(place, node, patience);
  }
  await sleep(1_500);
  await crowd.finish(60_000);
  await crowd.check(place);
  expect(Math.min(...crowd.members.map(({ said }) => said.length))).toBeGreaterThan(15);
});

it.concurrent.for(engines)('hands over on SIGTERM under load: exit code 0 within seconds, nothing lost, on %s', { timeout: 120_000 }, async (engine, { expect, onTestFinished }) => {
  const place = await freshPlace(engine);
  let node = await startNode(place, { port: await freePort(), env: patience });
  const house = await House.open(node);
  const crowd = await Crowd.gather(() => node, house.support, { size: 12, everyMs: 100 });
  onTestFinished(() => crowd.leave());
  // An agent who looks at chats: as their socket closes, their desk takes leave of them.
  const desk = await Console.open(node, await house.hire());
  for (const { client } of crowd.members.slice(0, 5)) await desk.open(client.snapshot.conversation!);
  await sleep(1_000);
  const asked = performance.now();
  expect(await node.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(node.log.filter(({ level }) => level >= 50)).toEqual([]);
  node = await restart(place, node, patience);
  await crowd.finish(60_000);
  await crowd.check(place);
});
