import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import { messageOf } from '../error-text.ts';
import { TimeoutError, within } from '../within.ts';
import { Connection, crashed } from './connection.ts';
import type { Held, Holder } from './holder.ts';
import { LIMITS, type Limits } from './limits.ts';
import { startProcess, whyUnlimited } from './process.ts';
import { watchOver, type Watch } from './watch.ts';

/** A plugin's code: files by path, and the one that exports it. */
export interface Code {
  readonly main: string;
  readonly sources: Readonly<Record<string, string>>;
}

export interface IsolateOptions {
  readonly limits?: Partial<Limits>;
  /** Whether it may run where the system cannot hold it to its limits. Default: no. */
  readonly unlimited?: boolean;
  /** What it said before that it is: it must say the same. */
  readonly description?: Description;
  /** A line for the node's log. */
  readonly log?: (text: string) => void;
}

/** What a plugin says that it is: as it comes out of its process, unchecked. */
export type Description = Awaited<ReturnType<Connection['load']>>;

/** The process was not there, or not in time, as on a busy node: it says nothing of the plugin. */
export class NotUpError extends TimeoutError {}

const notUp = (error: unknown): never => {
  throw new NotUpError(`its process is not up: ${messageOf(error)}`);
};

interface Life {
  readonly connection: Connection;
  readonly kill: (reason: string) => void;
  /** It said that it is what it was. */
  readonly description: Description;
}

const NOT_NEEDED = 'it is not needed any more';
/** A part of the time after which one that does not rest is ended. */
const BUSY = 5;
/** A call that takes longer is waited for by nobody, ms. */
const PATIENCE_MS = 60_000;

/** The process of one plugin on this node: there while somebody holds it or calls it, started again when it ends by itself. */
export class Isolate implements Held {
  readonly #code: Code;
  readonly limits: Limits;
  readonly #options: IsolateOptions;
  readonly #holders = new Set<Holder>();
  #deaths: number[] = [];
  #lastEnd: string | undefined;
  #watch: Watch | undefined;
  #kill: ((reason: string) => void) | undefined;
  #starting: Promise<Life> | undefined;
  /** Everything that was to be done before is done: messages may pass through it. */
  #ready: Connection | undefined;
  #description: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(code: Code, options: IsolateOptions = {}) {
    this.#code = code;
    this.#options = options;
    this.limits = { ...LIMITS, ...options.limits };
    if (options.description !== undefined) this.#description = JSON.stringify(options.description);
  }

  /** What the plugin says that it is. It has run its code for this, and has nothing yet. */
  async describe(): Promise<Description> {
    const { description } = await this.#life();
    this.#rest();
    return description;
  }

  async hold(holder: Holder): Promise<() => void> {
    const { connection } = await this.#life();
    clearTimeout(this.#idle);
    const release = (): void => {
      this.#holders.delete(holder);
      this.#rest();
    };
    try {
      await holder.begin();
      // It ended meanwhile, when nobody held it yet.
      if (connection.reason !== undefined) throw crashed(connection.reason);
    } catch (error) {
      this.#rest();
      throw error;
    }
    this.#holders.add(holder);
    this.#ready = connection;
    return release;
  }

  /** Throws `plugin.crashed` where it is not ready: nobody waits. */
  callNow(fn: number, args: readonly unknown[]): Promise<unknown> {
    if (this.#ready === undefined) throw crashed(this.#lastEnd === undefined ? 'it is being started' : `${this.#lastEnd}; it is being started again`);
    return this.#ready.call(fn, args);
  }

  /** For a message, which waits neither for one that is not there nor for one that is busy with itself: throws `plugin.crashed`. */
  callFilter(fn: number, args: readonly unknown[]): Promise<unknown> {
    if ((this.#watch?.restless ?? 0) > this.limits.restless / BUSY) throw crashed('it does not rest');
    return within(this.callNow(fn, args), this.limits.filter);
  }

  /** Before it is ready, or after: starts it where it is not there, which has its own limits; `ms` are for the answer. */
  async callAnyway(fn: number, args: readonly unknown[], ms?: number): Promise<unknown> {
    const { connection } = await this.#life();
    const answer = connection.call(fn, args).finally(() => this.#rest());
    return ms === undefined ? answer : within(answer, ms);
  }

  close(): void {
    this.#closed = true;
    this.#holders.clear();
    this.#kill?.(NOT_NEEDED);
  }

  #life(): Promise<Life> {
    clearTimeout(this.#idle);
    if (this.#starting !== undefined) return this.#starting;
    const starting = this.#start();
    this.#starting = starting;
    starting.catch(() => {
      if (this.#starting === starting) this.#starting = undefined;
    });
    return starting;
  }

  async #start(): Promise<Life> {
    const limits = this.limits;
    const why = whyUnlimited(limits);
    if (why !== null && this.#options.unlimited !== true) throw new RefusalError('plugin.unlimited', { reason: why });
    const recent = this.#recentDeaths();
    if (recent >= limits.deaths) throw crashed(`it ended ${recent} times within ${limits.within / 1000} s`);
    if (recent > 0) await sleep(limits.restart * 2 ** (recent - 1), undefined, { ref: false });
    const process = await startProcess(limits, why === null).catch(notUp);
    const { kill } = process;
    if (this.#closed) kill(NOT_NEEDED);
    this.#kill = kill;
    const connection = new Connection(process, this.#options.log ?? (() => {}));
    void process.ended.then((reason) => this.#ended(connection, reason));
    try {
      await within(connection.booted, limits.boot).catch(notUp);
      await process.limit();
      const watch = watchOver(process, connection, limits);
      this.#watch = watch;
      void process.ended.then(watch.stop);
      const description = await within(connection.load(this.#code.main, this.#code.sources), limits.boot).catch((error: unknown) => (error instanceof TimeoutError ? notUp(error) : Promise.reject(error)));
      // Its functions are called by their places: it must say the same each time.
      const text = JSON.stringify(description);
      if ((this.#description ??= text) !== text) throw new Error('it describes itself otherwise than before');
      return { connection, description, kill };
    } catch (error) {
      kill(messageOf(error));
      throw error;
    }
  }

  /** Nobody needs it: it ends in a while. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#holders.size > 0) return;
    this.#idle = setTimeout(() => {
      void this.#starting?.then(({ connection: { oldest }, kill }) => {
        if (this.#holders.size === 0 && (oldest === undefined || performance.now() - oldest > PATIENCE_MS)) kill(NOT_NEEDED);
        else this.#rest();
      }, () => {});
    }, this.limits.idle);
    this.#idle.unref();
  }

  #ended(connection: Connection, reason: string): void {
    this.#starting = this.#kill = undefined;
    if (this.#ready === connection || this.#holders.size === 0) this.#ready = undefined;
    if (this.#closed || reason === NOT_NEEDED) return;
    this.#lastEnd = reason;
    this.#deaths.push(performance.now());
    for (const { ended } of this.#holders) ended(reason);
    if (this.#holders.size > 0) void this.#restart(reason);
  }

  async #restart(reason: string): Promise<void> {
    if (this.#recentDeaths() >= this.limits.deaths) {
      for (const { exhausted } of this.#holders) exhausted(`its process ended ${this.limits.deaths} times within ${this.limits.within / 1000} s, at last: ${reason}`);
      return;
    }
    const life = await this.#life().catch(() => undefined);
    if (life === undefined) return;
    try {
      for (const { begin } of this.#holders) await begin();
      if (life.connection.reason === undefined) this.#ready = life.connection;
    } catch (error) {
      life.kill(messageOf(error));
    }
  }

  #recentDeaths(): number {
    const since = performance.now() - this.limits.within;
    this.#deaths = this.#deaths.filter((at) => at > since);
    return this.#deaths.length;
  }
}
