import type { Job, PluginJobRepository } from '#store/plugin-jobs.repository.ts';
import type { Ctx } from '../ctx.ts';
import { messageOf } from '../error-text.ts';
import { within } from '../within.ts';
import { nextAfter, textOf } from './schedule.ts';
import type { PluginJob, Schedule } from './work.ts';

const LOOK_MS = 1_000;
const RUN_BUDGET_MS = 600_000;
/** Never, as far as an integer column can say. */
const NEVER = 8_640_000_000_000_000;

export interface TimetableDeps {
  readonly jobs: PluginJobRepository;
  /** NODE_NAME. */
  readonly node: string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Runs a plugin's jobs when they are due. What was cut off with its node is run again by whoever leads next. */
export class Timetable {
  readonly #plugin: string;
  readonly #jobs: Readonly<Record<string, PluginJob<Ctx>>>;
  readonly #ctx: Ctx;
  readonly #mayWork: () => boolean;
  readonly #deps: TimetableDeps;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #planned = false;
  #stopped = false;

  constructor(plugin: string, jobs: Readonly<Record<string, PluginJob<Ctx>>>, ctx: Ctx, mayWork: () => boolean, deps: TimetableDeps) {
    this.#plugin = plugin;
    this.#jobs = jobs;
    this.#ctx = ctx;
    this.#mayWork = mayWork;
    this.#deps = deps;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  look(): void {
    if (this.#stopped || !this.#mayWork()) return;
    this.#looking ??= this.#begin().catch(this.#deps.onError).finally(() => (this.#looking = undefined));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#running.values());
  }

  async #begin(): Promise<void> {
    const { jobs, now } = this.#deps;
    if (!this.#planned) {
      for (const [name, { schedule }] of Object.entries(this.#jobs)) await jobs.plan(this.#plugin, name, textOf(schedule), nextAt(schedule, now()));
      this.#planned = true;
    }
    for (const row of await jobs.list(this.#plugin)) {
      const job = this.#jobs[row.job];
      const cutOff = row.runId !== null;
      if (job === undefined || this.#running.has(row.job) || !(cutOff || row.dueAt <= now())) continue;
      if (this.#stopped || !this.#mayWork()) return;
      const done = this.#run(row, job).catch(this.#deps.onError).finally(() => this.#running.delete(row.job));
      this.#running.set(row.job, done);
    }
  }

  async #run(row: Job, { budgetMs = RUN_BUDGET_MS, run, schedule }: PluginJob<Ctx>): Promise<void> {
    const { jobs, node, now } = this.#deps;
    const runId = await jobs.begin(row, node, now(), nextAt(schedule, now()));
    if (runId === null) return;
    let failure: string | null = null;
    try {
      await within(Promise.resolve(run(this.#ctx)), budgetMs);
    } catch (error) {
      failure = messageOf(error);
    }
    await jobs.end(row, runId, now(), failure);
  }
}

const nextAt = (schedule: Schedule, now: number): number => Math.min(NEVER, nextAfter(schedule, now));
