import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { packed } from '../plugin/support/tarball.ts';
import { sourcesOf } from '../plugin/support/sources.ts';
import { freePort } from '../support/ports.ts';
import { Crowd } from './support/crowd.ts';
import { House } from './support/house.ts';
import { logOf } from './support/log.ts';
import { engines, freshPlace, restart, startNode } from './support/node.ts';

/** The guarantee is tried with 50, on both engines; the suite has time for a few. */
const given = process.env['PARLOR_BOT_KILLS'];
const KILLS = Number(given ?? 2);
const env = { QUEUE_GRACE: '600' };

it.each(given === undefined ? engines.slice(0, 1) : engines)(`${KILLS} times kill -9 in the middle of dialogues: each goes on at exactly its step, no answer twice, on %s`, { timeout: 120_000 + KILLS * 10_000 }, async (engine) => {
  const place = await freshPlace(engine);
  let node = await startNode(place, { port: await freePort(), env });
  const { admin, support } = await House.open(node);
  const sources = sourcesOf('test/server/counting');
  const plugin = packed({ ...sources, 'index.js': (sources['index.js'] ?? '').replace('DEPARTMENT', JSON.stringify(support.id)) }, { name: 'counting' });
  await admin.call(node, 'POST', '/plugin-packages', plugin);
  await admin.call(node, 'POST', '/plugins/counting/install', { grant: ['bots.run'] });
  await admin.call(node, 'POST', '/plugins/counting/activate');
  const crowd = await Crowd.gather(() => node, support, { size: 20, everyMs: 300 });
  onTestFinished(() => crowd.leave());
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(300 + Math.random() * 700);
    await node.kill();
    node = await restart(place, node, env);
  }
  await sleep(500);
  await crowd.finish(60_000);
  for (const { client, said } of crowd.members) {
    const answered = async (): Promise<readonly string[]> => {
      const log = await logOf(place, client.snapshot.conversation!);
      return log.flatMap((event) => (event.type === 'message.posted' && event.by.startsWith('b_') ? [event.body.text] : []));
    };
    await expect.poll(async () => (await answered()).length, { timeout: 30_000 }).toBe(said.length * 2);
    expect(await answered()).toEqual(said.flatMap((words, index) => [`${index + 1}`, `to ${words}`]));
  }
});
