import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { sourcesOf } from '../plugin/support/sources.ts';
import { packed } from '../plugin/support/tarball.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/ports.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { logOf } from './support/log.ts';
import { freshPlace, restart, startNode } from './support/node.ts';
import { VisitorAt } from './support/people.ts';

const WAKE_MS = 8_000;

const plugin = (department: string): string => `import { definePlugin, z } from 'parlor/plugin';
  const texts = { said: 'hi', silence: 'are you there?' };
  export default definePlugin({
    id: 'patient', version: '1.0.0', title: { en: 'Patient', 'zh-CN': '耐心' }, description: { en: 'Asks again.', 'zh-CN': '再次询问。' },
    permissions: ['bots.run'], config: z.object({}),
    activate: ({ bots }) => bots.posts([{ id: 'patient', name: 'Patient', department: '${department}', first: true, queued: false, assists: false }]),
    bots: { answer: async (_ctx, { cue }) => (texts[cue.kind] === undefined ? {} : { says: [{ kind: 'text', text: texts[cue.kind] }], ...(cue.kind === 'said' ? { wakeMs: ${WAKE_MS} } : {}) }) },
  });`;

atOnce();

it.concurrent.for([
  ['whose node dies', true, {}],
  ['that has left memory', false, { PASSIVATE_AFTER: '2', TRIM_AFTER: '1' }],
] as const)('a bot hears of the silence that it waits for in a chat %s, once, though nobody comes back', { timeout: 60_000 }, async ([, crash, more], { expect }) => {
  const env = { QUEUE_GRACE: '600', ...more };
  const place = await freshPlace('sqlite');
  let node = await startNode(place, { port: await freePort(), env });
  const house = await House.open(node);
  const department = await house.department('Patient');
  await house.admin.call(node, 'POST', '/plugin-packages', packed({ ...sourcesOf('test/server/counting'), 'index.js': plugin(department.id) }, { name: 'patient' }));
  await house.admin.call(node, 'POST', '/plugins/patient/install', { grant: ['bots.run'] });
  await house.admin.call(node, 'POST', '/plugins/patient/activate');
  const visitor = await VisitorAt.arrive(node, department);
  await visitor.say('hello');
  const words = async (): Promise<readonly string[]> => (await logOf(place, visitor.conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  await eventually(words).toEqual(['hello', 'hi']);
  visitor.line.close();
  // Until what observers have had is written: from then on nothing else brings the chat up.
  await sleep(4_000);
  expect(await words()).toEqual(['hello', 'hi']);
  if (crash) {
    await node.kill();
    node = await restart(place, node, env);
  }
  await expect.poll(words, { timeout: WAKE_MS + 20_000, interval: 500 }).toContain('are you there?');
  await sleep(1_000);
  expect(await words()).toEqual(['hello', 'hi', 'are you there?']);
});
