import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { packed } from '../plugin/support/tarball.ts';
import { sourcesOf } from '../plugin/support/sources.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { logOf, query } from './support/log.ts';
import { freshPlace, restart, startNode } from './support/node.ts';
import { VisitorAt } from './support/people.ts';

atOnce();

it.concurrent.for([
  ['left before its node died', { left: true, crash: true, env: { QUEUE_GRACE: '10' } }],
  ['was there when its node died', { left: false, crash: true, env: { QUEUE_GRACE: '10' } }],
  ['left, where chats leave memory sooner than that', { left: true, crash: false, env: { QUEUE_GRACE: '10', PASSIVATE_AFTER: '2', TRIM_AFTER: '1' } }],
] as const)('a chat that a bot serves ends though nobody touches it, when its visitor %s', { timeout: 90_000 }, async ([, { crash, env, left }], { expect }) => {
  const place = await freshPlace('sqlite');
  let node = await startNode(place, { port: await freePort(), env });
  const { admin, support } = await House.open(node);
  const sources = sourcesOf('test/server/counting');
  await admin.call(node, 'POST', '/plugin-packages', packed({ ...sources, 'index.js': (sources['index.js'] ?? '').replace('DEPARTMENT', JSON.stringify(support.id)) }, { name: 'counting' }));
  await admin.call(node, 'POST', '/plugins/counting/install', { grant: ['bots.run'] });
  await admin.call(node, 'POST', '/plugins/counting/activate');
  const visitor = await VisitorAt.arrive(node, support);
  await visitor.say('hello');
  const types = async (): Promise<readonly string[]> => (await logOf(place, visitor.conversation)).map(({ type }) => type);
  await eventually(async () => (await types()).filter((type) => type === 'message.posted').length).toBe(3);
  if (left) visitor.line.close();
  // Until what observers have had is written: from then on nothing else brings the chat up.
  await sleep(4_000);
  await expect.poll(() => query(place, 'select conversation_id from heads where undispatched = 1'), { timeout: 6_000 }).toEqual([]);
  expect(await types()).not.toContain('conversation.closed');
  if (crash) {
    await node.kill();
    node = await restart(place, node, env);
  }
  await expect.poll(types, { timeout: 45_000, interval: 500 }).toContain('conversation.closed');
  expect((await logOf(place, visitor.conversation)).at(-1)).toMatchObject({ type: 'conversation.closed', reason: 'abandoned' });
  await expect.poll(() => query(place, 'select * from timers')).toEqual([]);
});
