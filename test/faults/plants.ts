import { secondsSince } from '../support/stopwatch.ts';
import type { Wrong } from './checker.ts';
import { plants, type Options, type Plant } from './options.ts';
import { run, type Outcome } from './run.ts';
import type { Fault } from './schedule.ts';

const fault = (kind: Fault['kind'], at: number, lasts: number, more: Partial<Fault> = {}): Fault => ({ kind, at, lasts, node: 0, link: 'clients', variant: 'hard', ...more });

interface Revealing {
  /** What brings it to light, as soon and as surely as can be. */
  readonly faults: readonly Fault[];
  /** One of these is to be found: others may come of the short patience. */
  readonly wrongs: readonly Wrong[];
}

const REVEALING: Readonly<Record<Plant, Revealing>> = {
  fence: { faults: [fault('zombie', 800, 3_000)], wrongs: ['zombie'] },
  dedup: { faults: [fault('resend', 500, 2_500)], wrongs: ['doubled'] },
  commit: { faults: [fault('database-restart', 800, 700), fault('kill', 3_000, 500)], wrongs: ['lost', 'false-sight'] },
  resume: { faults: [fault('reload', 800, 0), fault('cut', 1_500, 600)], wrongs: ['view'] },
};

/** Only what it takes: the crowd is small, and nobody waits for a quiet end that a planted fault may not have. */
const SHORT: Omit<Options, 'plant' | 'faults' | 'only' | 'minutes'> = { seed: 1, rate: 150, chats: 24, nodes: 2, pace: 1, storm: false, keep: false, quietWithinMs: 6_000 };
/** After the last fault is over, ms. */
const AFTERWARDS_MS = 2_000;

/** What the checker says of this plant; `wrongs` that give it away. */
export async function runPlant(plant: Plant, say: (words: string) => void): Promise<{ readonly caught: boolean; readonly outcome: Outcome }> {
  const { faults, wrongs } = REVEALING[plant];
  const lasts = Math.max(...faults.map((each) => each.at + each.lasts)) + AFTERWARDS_MS;
  const outcome = await run({ ...SHORT, plant, faults, only: faults.map(({ kind }) => kind), minutes: lasts / 60_000 }, say);
  return { caught: outcome.violations.some(({ wrong }) => wrongs.includes(wrong)), outcome };
}

/** All of them, one after the other; resolves to those that were not found. */
export async function runPlants(say: (words: string) => void): Promise<readonly Plant[]> {
  const missed: Plant[] = [];
  for (const plant of plants) {
    const began = performance.now();
    const { caught, outcome } = await runPlant(plant, say);
    const counts = Map.groupBy(outcome.violations, ({ wrong }) => wrong);
    say(`${plant}: ${caught ? 'found' : 'NOT FOUND'} in ${secondsSince(began)}: ${[...counts].map(([wrong, list]) => `${wrong} ${list.length}`).join(', ') || 'no violations'}`);
    if (!caught) missed.push(plant);
  }
  return missed;
}
