import { expect, it } from 'vitest';
import { survive, type Outage } from './support/outage.ts';

/** After a long outage clients come back at their last back-off, 5 s apart. */
const outages: readonly [name: string, how: Outage, forMs: number, backMs: number][] = [
  ['Redis is away for 10 s', 'cut', 10_000, 3_000],
  ['Redis is cut off without a word for 10 s', 'swallow', 10_000, 4_000],
  ['Redis answers too late for a lease for 30 s', 'slow', 30_000, 8_000],
];

it.each(outages)('%s: nodes stay up, nothing is lost or doubled, and everybody goes on', { timeout: 180_000 }, async (_, how, forMs, backMs) => {
  expect(await survive('redis', how, forMs)).toBeLessThan(backMs);
});
