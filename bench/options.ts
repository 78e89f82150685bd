import { parseArgs } from 'node:util';
import type { TargetKind } from './generator/plan.ts';
import { defaultDataRoot } from './target.ts';

export class UsageError extends Error {}

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

const string = (fallback: string): { type: 'string'; default: string } => ({ type: 'string', default: fallback });

export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [scenario] = positionals;
  if (!isScenario(scenario)) throw new UsageError(scenario === undefined ? 'Say what to measure: chat, cluster, idle, join, overload, journal, bots, wechat or nlu' : `There is no bench named ${scenario}`);
  if (positionals.length > 1) throw new UsageError(`One bench at a time: what is ${positionals.slice(1).join(' ')}?`);
  const number = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (!(value >= least)) throw new UsageError(`--${name}: a number from ${least} on`);
    return value;
  };
  const against = values.against.split(',').filter((peer) => peer !== '' && peer !== 'none');
  if (!against.every((peer) => peer === 'socket.io' || peer === 'relay')) throw new UsageError('--against: socket.io, relay or none');
  if (scenario === 'cluster' && (values.redis !== undefined) !== values.store.startsWith('mysql://')) throw new UsageError('cluster: --store mysql://... and --redis redis://..., or neither');
  return {
    scenario, against,
    rooms: number('rooms', values.rooms ?? ROOMS[scenario], 1),
    rate: number('rate', values.rate ?? RATES[scenario], 1),
    seconds: number('seconds', values.seconds, 0.1),
    warmup: number('warmup', values.warmup, 0),
    repeats: number('repeats', values.repeats, 1),
    store: values.store, redis: values.redis ?? null, data: values.data,
    chatsPerAgent: number('chats-per-agent', values['chats-per-agent'], 1),
    // A message begins with its own number.
    text: number('text', values.text, 12),
    seed: number('seed', values.seed, 0),
    idle: number('idle', values.idle, 0),
    history: number('history', values.history, 1),
    concurrency: number('concurrency', values.concurrency, 1),
    factors: values.steps.split(',').map((factor) => number('steps', factor, 0.01)),
    resend: values.resend,
    flags: values.flags.split(' ').filter((flag) => flag !== ''),
    json: values.json ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        rooms: { type: 'string' }, rate: { type: 'string' }, seconds: string('10'), warmup: string('30'), repeats: string('5'),
        against: string('socket.io,relay'), store: string('sqlite:'), redis: { type: 'string' }, data: string(defaultDataRoot), 'chats-per-agent': string('25'),
        text: string('70'), seed: string('1'), idle: string('300'), history: string('50'), concurrency: string('32'), flags: string(''), steps: string('0.5,1,2,0.5'), resend: { type: 'boolean', default: false }, json: { type: 'string' },
      },
    });
  } catch (error) {
    // Node's advice after the first sentence is about names that begin with a dash.
    throw new UsageError((error instanceof Error ? error.message : String(error)).replace(/\. To specify.*/s, ''));
  }
}
