import type { TargetKind } from './generator/plan.ts';
import { defaultDataRoot } from './target.ts';
import { UsageError, numberOf, option, parsed } from './usage.ts';

export const USAGE = `npm run bench -- chat   messages under an open load, beside peers
npm run bench -- cluster   two nodes that share a database and a Redis, beside a peer on two
npm run bench -- idle   what quiet chats cost
npm run bench -- join   what a chat's start costs
npm run bench -- overload   one node beyond what it can do, and after it
npm run bench -- journal [--url URL] [--batch 100] [--rooms 500] [--rows 60000]   the journal alone
npm run bench -- bots   chats between people beside 2,000 that bots serve; --help tells more
npm run bench -- wechat   2,000 people on WeChat who write at once; --help tells more
npm run bench -- nlu --data FOLDER   what bots understand, beside peers; --help tells more

  --rooms N          chats (500; cluster 200; idle 5000; join 5000; overload 500)
  --rate R           messages a second (5000; cluster 4000; idle 2000; overload: where the search for capacity begins, 3000)
  --seconds S        measured time, after a warm-up; of a step of overload (10)
  --warmup S         so that code is compiled before the clock starts; half of it the rate rises (30)
  --repeats K        (5)
  --against LIST     socket.io,relay or none (socket.io,relay)
  --store URL        sqlite: or mysql://user:password@host:port/database (sqlite:)
  --redis URL        of a cluster, with --store mysql://...; without both, they are started for it
  --data DIR         where data folders are made (the system's temporary folder)
  --chats-per-agent  (25)
  --text BYTES       length of a message (70)
  --seed N           of the arrival times (1)
  --idle S           quiet time before idle chats are weighed (300)
  --history N        messages of an idle chat (50)
  --concurrency N    starts under way at a time (32)
  --steps LIST       of overload, in capacities (0.5,1,2,0.5)
  --resend           overload: what is refused comes again after its retryAfter
  --flags "..."      of Node, for the server
  --json FILE        everything that was measured`;

export interface Options {
  readonly scenario: 'chat' | 'cluster' | 'idle' | 'join' | 'overload';
  readonly rooms: number;
  readonly rate: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly repeats: number;
  readonly against: readonly TargetKind[];
  readonly store: string;
  readonly redis: string | null;
  readonly data: string;
  readonly chatsPerAgent: number;
  readonly text: number;
  readonly seed: number;
  readonly idle: number;
  readonly history: number;
  readonly concurrency: number;
  readonly factors: readonly number[];
  readonly resend: boolean;
  readonly flags: readonly string[];
  readonly json: string | null;
}

const ROOMS: Readonly<Record<Options['scenario'], string>> = { chat: '500', cluster: '200', idle: '5000', join: '5000', overload: '500' };
const RATES: Readonly<Record<Options['scenario'], string>> = { chat: '5000', cluster: '4000', idle: '2000', join: '5000', overload: '3000' };

const isScenario = (name: string | undefined): name is Options['scenario'] => name !== undefined && Object.hasOwn(ROOMS, name);

export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [scenario] = positionals;
  if (!isScenario(scenario)) throw new UsageError(scenario === undefined ? 'Say what to measure: chat, cluster, idle, join, overload, journal, bots, wechat or nlu' : `There is no bench named ${scenario}`);
  if (positionals.length > 1) throw new UsageError(`One bench at a time: what is ${positionals.slice(1).join(' ')}?`);
  const against = values.against.split(',').filter((peer) => peer !== '' && peer !== 'none');
  if (!against.every((peer) => peer === 'socket.io' || peer === 'relay')) throw new UsageError('--against: socket.io, relay or none');
  if (scenario === 'cluster' && (values.redis !== undefined) !== values.store.startsWith('mysql://')) throw new UsageError('cluster: --store mysql://... and --redis redis://..., or neither');
  return {
    scenario, against,
    rooms: numberOf('rooms', values.rooms ?? ROOMS[scenario], 1),
    rate: numberOf('rate', values.rate ?? RATES[scenario], 1),
    seconds: numberOf('seconds', values.seconds, 0.1),
    warmup: numberOf('warmup', values.warmup, 0),
    repeats: numberOf('repeats', values.repeats, 1),
    store: values.store, redis: values.redis ?? null, data: values.data,
    chatsPerAgent: numberOf('chats-per-agent', values['chats-per-agent'], 1),
    // A message begins with its own number.
    text: numberOf('text', values.text, 12),
    seed: numberOf('seed', values.seed, 0),
    idle: numberOf('idle', values.idle, 0),
    history: numberOf('history', values.history, 1),
    concurrency: numberOf('concurrency', values.concurrency, 1),
    factors: values.steps.split(',').map((factor) => numberOf('steps', factor, 0.01)),
    resend: values.resend,
    flags: values.flags.split(' ').filter((flag) => flag !== ''),
    json: values.json ?? null,
  };
}

function parse(args: readonly string[]) {
  return parsed({
    args: [...args], allowPositionals: true,
    options: {
      rooms: { type: 'string' }, rate: { type: 'string' }, seconds: option('10'), warmup: option('30'), repeats: option('5'),
      against: option('socket.io,relay'), store: option('sqlite:'), redis: { type: 'string' }, data: option(defaultDataRoot), 'chats-per-agent': option('25'),
      text: option('70'), seed: option('1'), idle: option('300'), history: option('50'), concurrency: option('32'), flags: option(''), steps: option('0.5,1,2,0.5'), resend: { type: 'boolean', default: false }, json: { type: 'string' },
    },
  });
}
