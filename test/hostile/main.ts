import { parseArgs } from 'node:util';
import { adminOf } from '../../bench/generator/admin.ts';
import type { LoadResult } from '../../bench/generator/plan.ts';
import { spread, spreadOf } from '../../bench/spread.ts';
import { digits } from '../../bench/table.ts';
import { Target, defaultDataRoot } from '../../bench/target.ts';
import { fateOf, install, unleash } from './set.ts';

const USAGE = `Chats with and without hostile plugins switched on, in turn: p99 of deliveries and acks, and their ratio.

  npm run hostile -- [--rooms 200] [--rate 1000] [--seconds 60] [--warmup 30] [--repeats 5] [--at-most 1.2]`;

/** The generator was late itself: the run says nothing. */
const MAX_LAG_MS = 5;

const option = (fallback: string): { readonly type: 'string'; readonly default: string } => ({ type: 'string', default: fallback });
const { values } = parseArgs({ options: { rooms: option('200'), rate: option('1000'), seconds: option('60'), warmup: option('30'), repeats: option('5'), 'at-most': option('1.2'), help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [rooms, rate, seconds, warmup, repeats, atMost] = [values.rooms, values.rate, values.seconds, values.warmup, values.repeats, values['at-most']].map(Number) as [number, number, number, number, number, number];

async function run(hostile: boolean, repeat: number): Promise<LoadResult> {
  const target = await Target.start({ kind: 'parlor', chats: rooms, chatsPerAgent: 25, store: 'sqlite:', dataRoot: defaultDataRoot, serverFlags: [] });
  try {
    const api = await adminOf(target.plan.nodes[0]?.port ?? 0);
    if (hostile) await install(api);
    await target.order({ do: 'open', target: target.plan });
    // Warm before they come, so that all that they do is in the window.
    await target.order({ do: 'load', rate, warmup: 0, seconds: warmup, seed: repeat, textBytes: 70 });
    const unleashed = hostile ? unleash(api) : undefined;
    const { result } = await target.order({ do: 'load', rate, warmup: 0, seconds, seed: repeat, textBytes: 70 });
    await unleashed;
    const { ack, acks, delivery, lag, notices, refusals } = result;
    console.log(`${repeat} ${hostile ? 'with   ' : 'without'}  delivery p50 ${digits(delivery.p50)} p99 ${digits(delivery.p99)} ms, ack p99 ${digits(ack.p99)} ms, ${delivery.count} messages${lag.p99 > MAX_LAG_MS ? ', the generator was late' : ''}`);
    const faults = { notices, acks, refusals };
    if (hostile) console.log([...(await fateOf(api)), ['faults', JSON.stringify(faults)]].map(([id, fate]) => `           ${id}: ${fate}`).join('\n'));
    return result;
  } finally {
    await target.stop();
  }
}

const ratios: { readonly delivery: number; readonly ack: number }[] = [];
for (let repeat = 1; repeat <= repeats; repeat++) {
  // Whoever comes first in a repeat comes second in the next: what changes on the machine meets both.
  const order = repeat % 2 === 1 ? [false, true] : [true, false];
  const runs = new Map<boolean, LoadResult>();
  for (const hostile of order) runs.set(hostile, await run(hostile, repeat));
  const [calm, hostile] = [runs.get(false), runs.get(true)];
  if (calm !== undefined && hostile !== undefined) ratios.push({ delivery: hostile.delivery.p99 / calm.delivery.p99, ack: hostile.ack.p99 / calm.ack.p99 });
}
const [delivery, ack] = [spreadOf(ratios.map((each) => each.delivery)), spreadOf(ratios.map((each) => each.ack))];
console.log(`\np99 with over without, ${repeats} repeats: delivery ${spread(delivery)}, ack ${spread(ack)}; at most ${atMost}`);
process.exitCode = delivery.median <= atMost && ack.median <= atMost ? 0 : 1;
