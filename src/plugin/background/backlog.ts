import { RefusalError } from '#domain/errors.ts';
import type { Store } from '#store/store.ts';
import type { PluginBackground, PluginDeadPage } from '#wire/api.ts';
import { workersOf } from '../channel/sender.ts';
import type { Plugin } from '../define.ts';
import type { Ctx } from '../ctx.ts';
import { DEFAULT_ZONE } from './schedule.ts';
import type { PluginJob } from './work.ts';

const PAGE = 50;
/** Pieces that are looked after at a time, where all of them are meant. */
const STEP = 500;

/** What plugins do by themselves, as administrators see it, and what they can do about it. Throws a RefusalError. */
export class Backlog {
  readonly #find: (id: string) => Plugin;
  readonly #store: Pick<Store, 'pluginJobs' | 'plugins' | 'pluginWork'>;
  readonly #now: () => number;

  /** `find` refuses with `plugin.unknown`. */
  constructor(find: (id: string) => Plugin, store: Pick<Store, 'pluginJobs' | 'plugins' | 'pluginWork'>, now: () => number) {
    this.#find = find;
    this.#store = store;
    this.#now = now;
  }

  async of(id: string): Promise<PluginBackground> {
    const { definition } = this.#find(id);
    const { jobs = {} } = definition;
    const [row, planned, { failing, work }] = await Promise.all([this.#store.plugins.find(id), this.#store.pluginJobs.list(id), this.#store.pluginWork.counts(id)]);
    const active = row?.state === 'active';
    return {
      jobs: await Promise.all(Object.entries(jobs).map(async ([name, job]) => {
        const plan = planned.find((each) => each.job === name);
        const runs = await this.#store.pluginJobs.runs(id, name);
        return {
          name, title: job.title, schedule: scheduleOf(job), dueAt: active && plan !== undefined ? plan.dueAt : null, running: (plan?.runId ?? null) !== null,
          runs: runs.map(({ startedAt, endedAt, node, error }) => ({ startedAt, endedAt, node, error })),
        };
      })),
      workers: Object.entries(workersOf(definition)).map(([name, { title }]) => {
        const stuck = failing.find(({ worker }) => worker === name);
        const { waiting = 0, dead = 0 } = work.find(({ worker }) => worker === name) ?? {};
        return { name, title, waiting, dead, failing: stuck?.lanes ?? 0, lastError: stuck?.error ?? null };
      }),
    };
  }

  /** It is due at once; whichever node leads looks every second. */
  async run(id: string, job: string): Promise<PluginBackground> {
    const { definition: { jobs = {} } } = this.#find(id);
    if (!Object.hasOwn(jobs, job)) throw new RefusalError('not-found');
    const row = await this.#store.plugins.find(id);
    if (row?.state !== 'active') throw new RefusalError('plugin.state', { state: row?.state ?? 'available' });
    await this.#store.pluginJobs.hasten(id, job);
    return this.of(id);
  }

  async dead(id: string, after: number): Promise<PluginDeadPage> {
    this.#find(id);
    const rows = await this.#store.pluginWork.dead(id, after, PAGE + 1);
    const items = rows.slice(0, PAGE);
    return {
      items: items.map(({ attempts, createdAt, error, id: piece, payload, worker, workKey }) => ({
        id: String(piece), worker, key: workKey, createdAt, attempts, error: error ?? '', payload: payload.toWellFormed(),
      })),
      next: rows.length > PAGE ? String(items.at(-1)?.id) : null,
    };
  }

  /** `ids`: null for all of them. */
  async revive(id: string, ids: readonly number[] | null): Promise<PluginBackground> {
    return this.#each(id, ids, (chosen) => this.#store.pluginWork.revive(id, chosen, this.#now()));
  }

  async discard(id: string, ids: readonly number[] | null): Promise<PluginBackground> {
    return this.#each(id, ids, (chosen) => this.#store.pluginWork.discard(id, chosen));
  }

  async #each(id: string, ids: readonly number[] | null, does: (ids: readonly number[]) => Promise<void>): Promise<PluginBackground> {
    this.#find(id);
    if (ids !== null) await does(ids);
    // Whoever says all means what is there now: what is given up meanwhile comes behind it.
    else for (let after = 0, end = (await this.#store.pluginWork.lastDead(id)) ?? 0; after < end;) {
      const chosen = (await this.#store.pluginWork.deadIds(id, after, STEP)).filter((piece) => piece <= end);
      if (chosen.length === 0) break;
      await does(chosen);
      after = Math.max(...chosen);
    }
    return this.of(id);
  }
}

const scheduleOf = ({ schedule }: PluginJob<Ctx>): PluginBackground['jobs'][number]['schedule'] =>
  'seconds' in schedule ? schedule : { cron: schedule.cron, timeZone: schedule.timeZone ?? DEFAULT_ZONE };
