import { expect, it, onTestFailed } from 'vitest';
import { run } from './run.ts';
import { kinds } from './schedule.ts';

/** Always the same schedule, so that what fails here fails again: every kind of fault once, some while another lasts. */
const SEED = 9;
const CHATS = 40;

it('loses, doubles and reorders nothing, whatever happens to the servers', async () => {
  const said: string[] = [];
  onTestFailed(() => console.log(said.join('\n')));
  const outcome = await run({ seed: SEED, minutes: 0.9, rate: 70, chats: CHATS, nodes: 3, only: kinds, pace: 0.5, plant: null, storm: false, keep: false }, (words) => said.push(words));
  expect(outcome.violations).toEqual([]);
  expect(outcome.troubles).toEqual([]);
  expect(outcome.kinds.map(({ kind }) => kind)).toEqual(kinds);
  expect(Math.min(...outcome.kinds.map(({ leastInFlight }) => leastInFlight))).toBeGreaterThanOrEqual(20);
  expect(outcome.compared).toBeGreaterThanOrEqual(CHATS);
  expect(outcome.acknowledged).toBeGreaterThan(1_500);
});
