import { expect, it } from 'vitest';
import { freshCluster } from '../server/support/node.ts';
import { tempDir } from '../support/temp.ts';
import { run } from './run.ts';

it('delivers every event at least once and in order, whatever happens to the receiver and the nodes', async () => {
  const said: string[] = [];
  const outcome = await run({ place: await freshCluster(), dir: await tempDir(), events: 2_000, chats: 8, beat: 1_000, say: (words) => void said.push(words) });
  expect(outcome.wrong.slice(0, 10), said.join('\n')).toEqual([]);
  expect(outcome.due).toBeGreaterThanOrEqual(2_000);
  expect(outcome.late).toBe(0);
});
