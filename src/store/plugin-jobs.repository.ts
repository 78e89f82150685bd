import type { Selectable } from 'kysely';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import type { PluginJobsTable, PluginRunsTable } from './plugin-jobs.table.ts';

export type Job = Readonly<Selectable<PluginJobsTable>>;
export type Run = Readonly<Selectable<PluginRunsTable>>;

/** Runs that are remembered, of each job. */
const KEPT = 20;
const MAX_ERROR = 500;

export class PluginJobRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  list(plugin: string): Promise<readonly Job[]> {
    return this.#db.selectFrom('pluginJobs').selectAll().where('plugin', '=', plugin).orderBy('job').execute();
  }

  /** Writes down a job, or when it is due by its new schedule. */
  async plan(plugin: string, job: string, schedule: string, dueAt: number): Promise<void> {
    if (await inserted(() => this.#db.insertInto('pluginJobs').values({ plugin, job, schedule, dueAt, runId: null }).execute())) return;
    await this.#db.updateTable('pluginJobs').set({ schedule, dueAt }).where('plugin', '=', plugin).where('job', '=', job).execute();
  }

  async hasten(plugin: string, job: string): Promise<void> {
    await this.#db.updateTable('pluginJobs').set({ dueAt: 0 }).where('plugin', '=', plugin).where('job', '=', job).execute();
  }

  /** Begins a run, where nobody has since `known` was read; null where somebody has. The one before may have been cut off. */
  async begin(known: Job, node: string, now: number, nextAt: number): Promise<number | null> {
    const { plugin, job } = known;
    const { insertId } = await this.#db.insertInto('pluginRuns').values({ plugin, job, node, startedAt: now, endedAt: null, error: null }).executeTakeFirstOrThrow();
    const runId = Number(insertId);
    const taken = await this.#db.updateTable('pluginJobs').set({ runId, dueAt: nextAt })
      .where('plugin', '=', plugin).where('job', '=', job).where('dueAt', '=', known.dueAt)
      .where((eb) => (known.runId === null ? eb('runId', 'is', null) : eb('runId', '=', known.runId))).executeTakeFirst();
    if (taken.numUpdatedRows > 0n) return runId;
    await this.#db.deleteFrom('pluginRuns').where('id', '=', runId).execute();
    return null;
  }

  async end({ plugin, job }: Pick<Job, 'plugin' | 'job'>, runId: number, now: number, error: string | null): Promise<void> {
    await this.#db.updateTable('pluginRuns').set({ endedAt: now, error: error === null ? null : error.slice(0, MAX_ERROR).toWellFormed() }).where('id', '=', runId).execute();
    await this.#db.updateTable('pluginJobs').set({ runId: null }).where('plugin', '=', plugin).where('job', '=', job).where('runId', '=', runId).execute();
    const old = await this.#db.selectFrom('pluginRuns').select('id').where('plugin', '=', plugin).where('job', '=', job).orderBy('id', 'desc').offset(KEPT).limit(KEPT).execute();
    if (old.length > 0) await this.#db.deleteFrom('pluginRuns').where('id', 'in', old.map(({ id }) => id)).execute();
  }

  /** The newest first. */
  runs(plugin: string, job: string): Promise<readonly Run[]> {
    return this.#db.selectFrom('pluginRuns').selectAll().where('plugin', '=', plugin).where('job', '=', job).orderBy('id', 'desc').limit(KEPT).execute();
  }

  async clear(plugin: string): Promise<void> {
    await this.#db.deleteFrom('pluginJobs').where('plugin', '=', plugin).execute();
    await this.#db.deleteFrom('pluginRuns').where('plugin', '=', plugin).execute();
  }
}
