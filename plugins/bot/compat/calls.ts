import { z, type RouteRequest } from 'parlor/plugin';
import type { Brain, Brains, Change } from '../brain.ts';
import type { Counts } from '../counts.ts';
import type { FunctionPool } from '../engine/functions/pool.ts';
import type { IntentSession } from '../engine/session/session.ts';
import type { StoredBot } from '../library.ts';
import type { Gate } from '../outside/gate.ts';
import type { Own } from '../own.ts';
import type { Envelope, Page } from './envelope.ts';
import type { Lanes } from './lanes.ts';
import type { Branch } from './intent-bot.ts';
import type { Mind, Minds } from './mind.ts';

/** What the calls share with the rest of the plugin. */
export interface Around {
  readonly brains: Brains;
  readonly minds: Minds;
  readonly counts: Counts;
  readonly gate: Gate;
  readonly lanes: Lanes;
  readonly pool: FunctionPool;
  /** Bots were added or taken away. */
  readonly changed: (ctx: Own) => Promise<void>;
}

/** A call of somebody who has the bot's secret. */
export interface BotCall extends Around {
  readonly ctx: Own;
  readonly bot: StoredBot;
  readonly id: string;
  readonly request: RouteRequest;
  /** Ms since the epoch. */
  readonly now: number;
  /** The bot, ready to answer. */
  readonly brain: () => Promise<Brain>;
  readonly mind: (brain: Brain, session: IntentSession | null, branch?: Branch) => Promise<Mind>;
  /** What belongs to the bot has changed. */
  readonly settle: (change: Change | 'anew') => Promise<void>;
}

type Method = 'DELETE' | 'GET' | 'POST' | 'PUT';

/** `given`: names of the path, of the body, and of the query; where they share a name the path is believed first, then the body. */
export interface Call<On = BotCall> {
  readonly method: Method;
  readonly segments: readonly string[];
  /** What answers, or what is wrong with what was given. */
  readonly read: (given: object) => ((on: On) => Promise<Envelope>) | z.ZodError;
}

/** `line`: a method and a path behind the bot's id, `:name` for one segment of it. */
export function call<S extends z.ZodType>(line: `${Method} /${string}`, takes: S, answer: (on: BotCall, given: z.output<S>) => Promise<Envelope>): Call {
  return callOf(line, takes, answer);
}

export function callOf<S extends z.ZodType, On>(line: `${Method} /${string}`, takes: S, answer: (on: On, given: z.output<S>) => Promise<Envelope>): Call<On> {
  const [method, path = ''] = line.split(' ');
  const read: Call<On>['read'] = (given) => {
    const { data, error } = takes.safeParse(given);
    return error ?? ((on) => answer(on, data));
  };
  return { method: method as Method, segments: segmentsOf(path), read };
}

export const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** The names of a path; null where it is another. */
export function namesIn(pattern: readonly string[], given: readonly string[]): Readonly<Record<string, string>> | null {
  if (pattern.length !== given.length) return null;
  const names: [string, string][] = [];
  for (const [index, segment] of pattern.entries()) {
    const part = given[index] ?? '';
    if (segment.startsWith(':')) names.push([segment.slice(1), part]);
    else if (segment !== part) return null;
  }
  return Object.fromEntries(names);
}

/** As clients ask for pages: the tools of the SDK ask for 9999 at once. */
const MOST_ROWS = 10_000;
export const page = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(20),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
}) satisfies z.ZodType<Page>;

export const nothing = z.object({});
