import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readinessOf, talkingHouse } from './support/outage.ts';

const JUMPS = `--import=${join(import.meta.dirname, 'support/jumping-clock.ts')}`;

it('an hour back, and two ahead: leases, timers and the order of a chat do not notice', { timeout: 120_000 }, async () => {
  const { place, nodes, talkers } = await talkingHouse({ NODE_OPTIONS: JUMPS });
  for (const node of [nodes[0], nodes[0], nodes[1]]) {
    const began = performance.now();
    node.signal('SIGUSR2');
    await sleep(2_500);
    expect(await readinessOf(nodes)).toEqual([200, 200]);
    expect(talkers.slowest(began)).toBeLessThan(2_000);
  }
  await talkers.finish();
  await talkers.check(place);
  for (const { log } of nodes) expect(log.filter(({ msg }) => msg.includes('lost its lease'))).toEqual([]);
});
