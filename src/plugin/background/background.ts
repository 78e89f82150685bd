import type { Whose } from '#store/plugin-work.repository.ts';
import type { Ctx } from '../ctx.ts';
import type { Plugin } from '../define.ts';
import { within } from '../within.ts';
import { Crew, type CrewDeps } from './crew.ts';
import { Lease, type Leases } from './lease.ts';
import { Timetable, type TimetableDeps } from './timetable.ts';
import type { WorkQueue } from './work-queue.ts';

/** What is under way when a plugin is switched off is waited for, ms: its calls to the outside end at once. */
const STOP_MS = 5_000;

export interface BackgroundDeps extends CrewDeps, TimetableDeps {
  readonly leases: Leases;
  readonly queue: WorkQueue;
}

interface Shift {
  readonly crews: ReadonlyMap<string, Crew>;
  stop(): Promise<void>;
}

/** Jobs and workers of the plugins that are active on this node. One node in the cluster does them, for each plugin. */
export class Background {
  readonly #deps: BackgroundDeps;
  readonly #shifts = new Map<string, Shift>();

  constructor(deps: BackgroundDeps) {
    this.#deps = deps;
    deps.queue.added = ({ plugin, worker }: Whose) => this.#shifts.get(plugin)?.crews.get(worker)?.look();
  }

  /** Only after the shift before it has ended. */
  begin({ definition: { id, jobs = {}, workers = {} } }: Plugin, ctx: Ctx): void {
    if (Object.keys(jobs).length + Object.keys(workers).length === 0) return;
    const lease: Lease = new Lease(this.#deps.leases, id, () => begun());
    const mayWork = (): boolean => lease.held;
    const timetable = new Timetable(id, jobs, ctx, mayWork, this.#deps);
    const crews = new Map(Object.entries(workers).map(([worker, does]) => [worker, new Crew({ plugin: id, worker }, does, ctx, mayWork, this.#deps)]));
    const begun = (): void => {
      timetable.look();
      for (const crew of crews.values()) crew.look();
    };
    this.#shifts.set(id, {
      crews,
      stop: async () => {
        const ended = Promise.all([timetable.stop(), ...[...crews.values()].map((crew) => crew.stop())]).then(() => {});
        await within(ended, STOP_MS).catch(this.#deps.onError);
        await lease.leave();
      },
    });
  }

  async end(id: string): Promise<void> {
    const shift = this.#shifts.get(id);
    this.#shifts.delete(id);
    await shift?.stop();
  }
}
