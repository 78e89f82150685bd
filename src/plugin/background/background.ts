import type { PluginWorkRepository, Whose } from '#store/plugin-work.repository.ts';
import type { OpenCtx } from '../ctx.ts';
import { workersOf } from '../channel/sender.ts';
import type { Plugin } from '../define.ts';
import type { CrewDeps } from './crew.ts';
import type { Leases } from './lease.ts';
import { Shift } from './shift.ts';
import type { TimetableDeps } from './timetable.ts';
import type { WorkQueue } from './work-queue.ts';

export interface BackgroundDeps extends CrewDeps, TimetableDeps {
  readonly leases: Leases;
  readonly queue: WorkQueue;
  /** For plugins from outside, whose writing must not be in the way of messages. */
  readonly aside: { readonly work: PluginWorkRepository; readonly queue: WorkQueue };
}

/** Jobs, loops and workers of the plugins that are active on this node. One node in the cluster does them, for each plugin. */
export class Background {
  readonly #deps: BackgroundDeps;
  readonly #shifts = new Map<string, Shift>();

  constructor(deps: BackgroundDeps) {
    this.#deps = deps;
    deps.queue.added = deps.aside.queue.added = ({ plugin, worker }: Whose) => this.#shifts.get(plugin)?.added(worker);
  }

  /** Only after the shift before it has ended. `open`: what the plugin is given, for as long as this node does its work. */
  begin(plugin: Plugin, open: () => OpenCtx): void {
    const { id, jobs = {}, loops = {} } = plugin.definition;
    const workers = workersOf(plugin.definition);
    if ([jobs, loops, workers].some((does) => Object.keys(does).length > 0)) this.#shifts.set(id, new Shift(plugin, open, this.#deps));
  }

  async end(id: string): Promise<void> {
    const shift = this.#shifts.get(id);
    this.#shifts.delete(id);
    await shift?.stop();
  }
}
