import type { Job, PluginJobRepository } from '#store/plugin-jobs.repository.ts';
import type { Ctx, OpenCtx } from '../ctx.ts';
import { messageOf } from '../error-text.ts';
import { within } from '../within.ts';
import { nextAfter, textOf } from './schedule.ts';
import type { PluginJob, Schedule } from './work.ts';

const LOOK_MS = 1_000;
const RUN_BUDGET_MS = 600_000;
/** Nodes' clocks differ, ms. */
const SLACK_MS = 60_000;
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
  readonly #open: () => OpenCtx;
  readonly #mayWork: () => boolean;
  readonly #deps: TimetableDeps;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Map<string, { readonly done: Promise<void>; close(): void }>();
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(plugin: string, jobs: Readonly<Record<string, PluginJob<Ctx>>>, open: () => OpenCtx, mayWork: () => boolean, deps: TimetableDeps) {
    this.#plugin = plugin;
    this.#jobs = jobs;
    this.#open = open;
    this.#mayWork = mayWork;
    this.#deps = deps;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  look(): void {
    if (this.#stopped || Object.keys(this.#jobs).length === 0 || !this.#mayWork()) return;
    this.#looking ??= this.#begin().catch(this.#deps.onError).finally(() => (this.#looking = undefined));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const { close } of this.#running.values()) close();
    await this.#looking;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #begin(): Promise<void> {
    const { jobs, now } = this.#deps;
    const rows = new Map((await jobs.list(this.#plugin)).map((row) => [row.job, row]));
    for (const [name, job] of Object.entries(this.#jobs)) {
      const row = rows.get(name);
      const next = nextAt(job.schedule, now());
      // Later than it can be: its schedule is another now, or a clock has been set back since.
      if (row?.schedule !== textOf(job.schedule) || row.dueAt > next + SLACK_MS) await jobs.plan(this.#plugin, name, textOf(job.schedule), next);
      else if (!this.#running.has(name) && (row.runId !== null || row.dueAt <= now())) this.#start(row, job);
      if (this.#stopped || !this.#mayWork()) return;
    }
  }

  #start(row: Job, job: PluginJob<Ctx>): void {
    const open = this.#open();
    const done = this.#run(row, job, open.ctx).catch(this.#deps.onError).finally(() => {
      open.close();
      this.#running.delete(row.job);
    });
    this.#running.set(row.job, { done, close: open.close });
  }

  async #run(row: Job, { budgetMs = RUN_BUDGET_MS, run, schedule }: PluginJob<Ctx>, ctx: Ctx): Promise<void> {
    const { jobs, node, now } = this.#deps;
    const runId = await jobs.begin(row, node, now(), nextAt(schedule, now()));
    if (runId === null) return;
    let failure: string | null = null;
    try {
      await within(Promise.resolve(run(ctx)), budgetMs);
    } catch (error) {
      failure = messageOf(error);
    }
    // Cut off with its shift: whoever has the next one runs it again.
    if (failure !== null && this.#stopped) return;
    await jobs.end(row, runId, now(), failure);
  }
}

const nextAt = (schedule: Schedule, now: number): number => Math.min(NEVER, nextAfter(schedule, now));
