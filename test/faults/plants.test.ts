import { expect, it } from 'vitest';
import { plants } from './options.ts';
import { runPlant } from './plants.ts';

/** A checker that finds nothing proves nothing: each of these servers has a fault, and it has to say so. Beside other tests a fault may stay hidden: another try. */
it.each(plants)('finds that %s is off', { timeout: 120_000, retry: 2 }, async (plant) => {
  const said: string[] = [];
  const { caught } = await runPlant(plant, (words) => said.push(words));
  expect(caught, said.join('\n')).toBe(true);
});
