import type { StepResult, StormResult } from './generator/plan.ts';
import type { Options } from './options.ts';
import { digits, table } from './table.ts';
import { Target } from './target.ts';

/** Of one try while capacity is looked for, s; long enough for a queue to show. */
const TRY_SECONDS = 3;
/** From one try to the next. */
const RAISE = 1.25;
/** A neighbour on the machine spoils one try, not several. */
const TRIES = 3;
/** Below this share of what was offered, or above this p99, a rate is beyond capacity. */
const KEPT_UP = 0.95;
const PROMPT_MS = 200;
/** Above this the generator was late itself, and the step says less about the server. */
const MAX_LAG_MS = 20;

export interface OverloadResult {
  /** Messages a second that the node does in time. */
  readonly capacity: number;
  readonly factors: readonly number[];
  readonly storm: StormResult;
}

/** One node beyond what it can do: what it still does, how fast, what it holds, and how soon it is well again. */
export async function runOverload(options: Options, tell: (line: string) => void): Promise<OverloadResult> {
  const { rooms, chatsPerAgent, store, data, flags, seconds, factors, resend, seed, text: textBytes } = options;
  const target = await Target.start({ kind: 'parlor', chats: rooms, chatsPerAgent, store, dataRoot: data, serverFlags: flags });
  try {
    await target.order({ do: 'open', target: target.plan });
    const capacity = await findCapacity(target, options, tell);
    tell(`capacity: ${digits(capacity)} messages/s`);
    const steps = factors.map((factor) => ({ rate: capacity * factor, seconds }));
    const { result } = await target.order({ do: 'storm', steps, resend, seed, textBytes });
    return { capacity, factors, storm: result };
  } finally {
    await target.stop();
  }
}

async function findCapacity(target: Target, { rate, warmup, seed, text: textBytes }: Options, tell: (line: string) => void): Promise<number> {
  const attempt = async (rate: number, seconds: number): Promise<StepResult | undefined> =>
    (await target.order({ do: 'storm', steps: [{ rate, seconds }], resend: false, seed, textBytes })).result.steps[0];
  await attempt(rate, warmup);
  let best = 0;
  let failed = 0;
  for (let offered = rate; failed < TRIES; offered *= failed === 0 ? RAISE : 1) {
    const step = await attempt(offered, TRY_SECONDS);
    if (step === undefined) break;
    const { goodput, ack } = step;
    tell(`  ${digits(offered)}/s: ${digits(goodput)}/s, p99 ${digits(ack.p99)} ms, ${refusedOf(step)} refused`);
    failed = goodput < offered * KEPT_UP || ack.p99 > PROMPT_MS ? failed + 1 : 0;
    best = Math.max(best, goodput);
  }
  return best;
}

const refusedOf = ({ refusals }: StepResult): number => Object.values(refusals).reduce((a, b) => a + b, 0);

const MB = 2 ** 20;

export function printOverload({ factors, storm: { steps, recoveredMs, unanswered, hintless, closed } }: OverloadResult): string {
  const rows = steps.map((step, index): string[] => {
    const { rate, offered, goodput, ack, lag, memory: { start, middle, end } } = step;
    const way = (of: 'rssBytes' | 'heapBytes'): string => [start, middle, end].map((use) => Math.round(use[of] / MB)).join(' ');
    return [
      `${digits(factors[index] ?? 0)}x`, digits(rate), String(offered), digits(goodput), String(refusedOf(step)), digits(ack.p50), digits(ack.p99), digits(ack.max),
      way('rssBytes'), way('heapBytes'), digits(lag.p99), recoveredMs[index] === null ? '-' : String(recoveredMs[index]),
    ];
  });
  const parts = [
    table(['step', 'rate/s', 'offered', 'goodput/s', 'refused', 'p50 ms', 'p99 ms', 'max ms', 'RSS MB', 'heap MB', 'lag p99', 'calm after ms'], rows),
    `p50 and p99 are of accepted messages; RSS and heap at the start, middle and end of a step. Unanswered ${unanswered}, busy without a hint ${hintless}, closed ${closed}.`,
  ];
  if (steps.some(({ lag }) => lag.p99 > MAX_LAG_MS)) parts.push('The generator was late itself in a step: part of that latency is its own.');
  return parts.join('\n\n');
}
