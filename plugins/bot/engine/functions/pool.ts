import { availableParallelism } from 'node:os';
import { LIMITS, type Limits } from './limits.ts';
import { FunctionThread } from './thread.ts';
import type { Failed, Plugin } from './messages.ts';
import { readResult, type FunctionAnswer } from './result.ts';

/** What `this` is in a function, besides maestro; plain JSON. */
export interface Scope {
  readonly user: { readonly id: string; readonly history: readonly unknown[] };
  readonly message: unknown;
  /** An intent that is open; null where there is none. */
  readonly intent: unknown;
}

/**
 * Does what a function asks for: `http` with `{method, url, headers, data, responseType, timeout}`, answered with `{status, statusText,
 * headers, data}`, and `maestro.get`, `maestro.set`, … as they were called. Answers plain JSON; what it rejects with, the function may catch.
 */
export type Host = (name: string, args: readonly unknown[]) => Promise<unknown>;

export interface Call {
  readonly plugin: Plugin;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly scope: Scope;
  readonly host: Host;
}

export type CallResult = (FunctionAnswer | Failed) & { readonly debug: readonly string[] };

export interface PoolOptions {
  /** Threads. Default: 2, 1 where there is only one core. */
  readonly threads?: number;
  readonly limits?: Partial<Limits>;
}

/** Calls that wait for a thread; who comes then is told that it is busy. */
const MOST_QUEUED = 256;

/** Runs the functions of bots in threads of its own, each in an interpreter that sees nothing of this process. */
export class FunctionPool {
  readonly #limits: Limits;
  readonly #threads: readonly FunctionThread[];

  constructor({ limits, threads = Math.min(2, availableParallelism()) }: PoolOptions = {}) {
    this.#limits = { ...LIMITS, ...limits };
    this.#threads = Array.from({ length: threads }, () => new FunctionThread());
  }

  /** Calls an exported function. Never rejects, and ends within the limits whatever the function does. */
  async call({ args, host, name, plugin, scope }: Call): Promise<CallResult> {
    const { debug, ...ended } = await this.#run(plugin, name, args, scope, host);
    return { ...('failure' in ended ? ended : readResult(ended.value)), debug };
  }

  /** The names of the functions that a plugin.js exports, sorted; or what is wrong with it. */
  async exports(plugin: Plugin): Promise<readonly string[] | Failed> {
    const ended = await this.#run(plugin, null, [], {}, () => Promise.reject(new Error('Nothing is asked for while a plugin is read')));
    return 'failure' in ended ? { failure: ended.failure, message: ended.message } : (JSON.parse(ended.value) as string[]).sort(); // of the prelude alone
  }

  /** Ends all threads; what still runs is stopped. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #run(plugin: Plugin, name: string | null, args: readonly unknown[], scope: unknown, host: Host) {
    // The thread that runs least; of equal ones always the same for a bot, where its functions are compiled already.
    const first = Array.from(plugin.key).reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0, 0) % this.#threads.length;
    const thread = this.#threads.map((_, index) => this.#threads[(first + index) % this.#threads.length]).reduce((least, each) => (each !== undefined && (least === undefined || each.load < least.load) ? each : least));
    if (thread === undefined || thread.load >= MOST_QUEUED) return { failure: 'busy', message: 'Too many functions run', debug: [] } as const;
    return thread.run({ plugin, name, args: JSON.stringify(args), scope: JSON.stringify(scope), limits: this.#limits }, host);
  }
}
