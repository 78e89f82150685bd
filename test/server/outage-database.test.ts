import { expect, it } from 'vitest';
import { survive, type Outage } from './support/outage.ts';

/** After a long outage clients come back at their last back-off, 5 s apart. */
const outages: readonly [name: string, how: Outage, forMs: number, backMs: number][] = [
  ['the database is away for 10 s', 'cut', 10_000, 3_000],
  // A line that swallowed statements is given up only after a statement's patience.
  ['the database is cut off without a word for 10 s', 'swallow', 10_000, 8_000],
  ['the database is slow for 30 s', 'slow', 30_000, 8_000],
];

it.each(outages)('%s: nodes stay up, nothing is lost or doubled, and everybody goes on', { timeout: 180_000 }, async (_, how, forMs, backMs) => {
  expect(await survive('store', how, forMs)).toBeLessThan(backMs);
});
