import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { shouldReconnect } from '#wire/close-codes.ts';
import { freePort } from '../support/ports.ts';
import { House } from './support/house.ts';
import { freshPlace, restart, startNode } from './support/node.ts';
import { VisitorAt } from './support/people.ts';
import { logOf } from './support/log.ts';

const NODE_OPTIONS = `--import ${resolve(import.meta.dirname, 'support/losable-store.ts')}`;

it('stops when its writing thread is gone: not ready, sockets are sent away, exit code 1 within seconds', async () => {
  const place = await freshPlace('sqlite');
  const node = await startNode(place, { port: await freePort(), env: { NODE_OPTIONS } });
  const { support } = await House.open(node);
  const visitor = await VisitorAt.arrive(node, support);
  await visitor.say('before');
  expect((await fetch(`${node.origin}/readyz`)).status).toBe(200);

  const lost = performance.now();
  node.signal('SIGUSR2');
  expect(shouldReconnect((await visitor.line.closed).code)).toBe(true);
  await expect.poll(() => fetch(`${node.origin}/readyz`).then(({ status }) => status, () => 'refused')).not.toBe(200);
  expect(await node.ended).toBe(1);
  expect(performance.now() - lost).toBeLessThan(8_000);
  expect(node.log).toContainEqual(expect.objectContaining({ level: 60, msg: expect.stringContaining('store failed') }));

  const again = await restart(place, node);
  const back = await VisitorAt.join(again, visitor.person);
  expect(await back.say('after')).toMatchObject({ seq: 4 });
  expect((await logOf(place, back.conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(['before', 'after']);
});
