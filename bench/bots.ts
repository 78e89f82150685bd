import type { Channel, Department } from '#wire/api.ts';
import { BotCrowd, teachBot, type CrowdResult } from './bot-crowd.ts';
import { adminOf } from './generator/admin.ts';
import type { LoadResult } from './generator/plan.ts';
import { spread, spreadOf } from './spread.ts';
import { digits } from './table.ts';
import { Target, defaultDataRoot } from './target.ts';
import { asked, numberOf, option, parsed } from './usage.ts';

const USAGE = `Chats between people beside chats that bots serve, and without them, in turn: p99 of the people's, and CPU of an answer.

  npm run bench -- bots [--chats 2000] [--questions 100] [--rooms 200] [--rate 1000] [--seconds 20] [--warmup 20] [--repeats 5] [--at-most 1.2]`;

/** The generator was late itself: the run says nothing. */
const MAX_LAG_MS = 5;

const { chats, questions, rooms, rate, seconds, warmup, repeats, atMost } = asked(USAGE, (args) => {
  const { values } = parsed({ args, options: { chats: option('2000'), questions: option('100'), rooms: option('200'), rate: option('1000'), seconds: option('20'), warmup: option('20'), repeats: option('5'), 'at-most': option('1.2') } });
  return {
    chats: numberOf('chats', values.chats, 1), questions: numberOf('questions', values.questions, 1), rooms: numberOf('rooms', values.rooms, 1), rate: numberOf('rate', values.rate, 1),
    seconds: numberOf('seconds', values.seconds, 0.1), warmup: numberOf('warmup', values.warmup, 0), repeats: numberOf('repeats', values.repeats, 1), atMost: numberOf('at-most', values['at-most'], 0),
  };
});

interface Run {
  readonly load: LoadResult;
  readonly crowd: CrowdResult | undefined;
}

async function run(withBots: boolean, repeat: number): Promise<Run> {
  const target = await Target.start({ kind: 'parlor', chats: rooms, chatsPerAgent: 25, store: 'sqlite:', dataRoot: defaultDataRoot, serverFlags: [] });
  try {
    await target.order({ do: 'open', target: target.plan });
    const crowd = withBots ? await gather(target) : undefined;
    const talk = async (during: number) => {
      const asking = crowd?.ask(questions, during);
      const { result } = await target.order({ do: 'load', rate, warmup: 0, seconds: during, seed: repeat, textBytes: 70 });
      return { asked: await asking, result };
    };
    // The bots' code has to be compiled as well.
    await talk(warmup);
    const { asked, result } = await talk(seconds);
    const { delivery, lag, server } = result;
    console.log(`${repeat} ${withBots ? 'with   ' : 'without'}  delivery p50 ${digits(delivery.p50)} p99 ${digits(delivery.p99)} ms, server ${digits(server.cpuUs / 1_000 / seconds / 10)}% of a core, ${digits(server.rssBytes / 2 ** 20)} MB${asked === undefined ? '' : `, ${asked.answered} of ${asked.asked} questions answered, p50 ${digits(asked.answer.p50)} p99 ${digits(asked.answer.p99)} ms`}${lag.p99 > MAX_LAG_MS ? ', the generator was late' : ''}`);
    return { load: result, crowd: asked };
  } finally {
    await target.stop();
  }
}

async function gather(target: Target): Promise<BotCrowd> {
  const call = await adminOf(target.plan.nodes[0]?.port ?? 0);
  const { id } = await call<Department>('POST', '/departments', { name: 'Bots', members: [] });
  const channels = await call<readonly Channel[]>('GET', '/channels');
  await teachBot(call, id);
  return BotCrowd.gather(target.plan.nodes, channels.find(({ department }) => department === id)?.token ?? '', chats);
}

const ratios: number[] = [];
const costs: number[] = [];
/** The least share of the questions of a run. */
let answered = 1;
for (let repeat = 1; repeat <= repeats; repeat++) {
  const runs = new Map<boolean, Run>();
  // Whoever comes first in a repeat comes second in the next: what changes on the machine meets both.
  for (const withBots of repeat % 2 === 1 ? [false, true] : [true, false]) runs.set(withBots, await run(withBots, repeat));
  const [plain, bots] = [runs.get(false), runs.get(true)];
  if (plain === undefined || bots?.crowd === undefined) continue;
  ratios.push(bots.load.delivery.p99 / plain.load.delivery.p99);
  answered = Math.min(answered, bots.crowd.answered / bots.crowd.asked);
  costs.push((bots.load.server.cpuUs - plain.load.server.cpuUs) / bots.crowd.answered);
}
const ratio = spreadOf(ratios);
console.log(`\np99 of chats without bots, with over without ${chats} chats of bots, ${repeats} repeats: ${spread(ratio)}, at most ${atMost}; CPU of a question and its answer ${spread(spreadOf(costs))} µs`);
// Bots that answer nothing disturb nobody.
process.exitCode = ratio.median <= atMost && answered >= 0.99 ? 0 : 1;
