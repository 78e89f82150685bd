import type { PluginWorkRepository } from '#store/plugin-work.repository.ts';
import type { OpenCtx } from '../ctx.ts';
import { SENDER, workersOf } from '../channel/sender.ts';
import type { Plugin } from '../define.ts';
import { within } from '../within.ts';
import type { BackgroundDeps } from './background.ts';
import { Crew } from './crew.ts';
import { Lease } from './lease.ts';
import { Loop } from './loop.ts';
import { Timetable } from './timetable.ts';

/** What is under way is waited for, ms: what it asks of its ctx is refused by then. */
const STOP_MS = 5_000;

interface Turn {
  readonly crews: ReadonlyMap<string, Crew>;
  /** Ends it; resolves when nothing of it goes on, or has been waited for long enough. */
  stop(): Promise<void>;
}

/** One plugin's background work on this node: while this node holds the lease. Without it, what is under way is cut off. */
export class Shift {
  readonly #plugin: Plugin;
  readonly #open: () => OpenCtx;
  readonly #deps: BackgroundDeps;
  readonly #lease: Lease;
  #turn: Turn | undefined;
  /** The turn before must be over: the same piece is done by one at a time. */
  #ended: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(plugin: Plugin, open: () => OpenCtx, deps: BackgroundDeps) {
    this.#plugin = plugin;
    this.#open = open;
    this.#deps = deps;
    this.#lease = new Lease(deps.leases, plugin.definition.id, {
      taken: () => void this.#ended.then(() => this.#begin()),
      lost: () => this.#end(),
    });
  }

  added(worker: string): void {
    this.#turn?.crews.get(worker)?.look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end();
    await this.#ended;
    await this.#lease.leave();
  }

  #begin(): void {
    if (this.#stopped || this.#turn !== undefined || !this.#lease.held) return;
    const { definition, isolate } = this.#plugin;
    const { id, jobs = {}, loops = {} } = definition;
    const workers = workersOf(definition);
    const mayWork = (): boolean => this.#lease.held;
    const { close, ctx } = this.#open();
    const timetable = new Timetable(id, jobs, this.#open, mayWork, this.#deps);
    // An agent waits for what a channel sends, wherever it comes from.
    const work = (worker: string): PluginWorkRepository => (isolate === undefined || worker === SENDER ? this.#deps.work : this.#deps.aside.work);
    const crews = new Map(Object.entries(workers).map(([worker, does]) => [worker, new Crew({ plugin: id, worker }, does, ctx, mayWork, { ...this.#deps, work: work(worker) })]));
    const circling = Object.entries(loops).map(([name, loop]) =>
      new Loop(loop, this.#open, mayWork, (error) => this.#deps.onError(new Error(`the loop ${name} of the plugin ${id} failed`, { cause: error }))));
    this.#turn = {
      crews,
      stop: async () => {
        const ended = [timetable, ...circling, ...crews.values()].map((each) => each.stop());
        close();
        await within(Promise.all(ended).then(() => {}), STOP_MS).catch(this.#deps.onError);
      },
    };
    timetable.look();
    for (const crew of crews.values()) crew.look();
  }

  #end(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    if (turn !== undefined) this.#ended = turn.stop();
  }
}
