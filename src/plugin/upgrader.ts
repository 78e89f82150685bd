import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginRow } from '#store/plugins.repository.ts';
import type { Store } from '#store/store.ts';
import { isNewer } from './define.ts';
import { messageOf } from './error-text.ts';
import { failureOf, isOfStore, type Known } from './known.ts';
import { stateAfter, stepsFrom } from './lifecycle.ts';
import { grantsOf } from './permissions.ts';
import { perform, type Running } from './running.ts';
import { stateOf, type Steps } from './steps.ts';
import { isBehind } from './view.ts';

export interface UpgraderOptions {
  readonly plugins: Store['plugins'];
  readonly running: Pick<Running, 'ctx'>;
  readonly steps: Steps;
  readonly announce: () => void;
  readonly onError: (error: unknown) => void;
}

/** Brings what an older version of a plugin kept, and how it was set, to newer code. */
export class Upgrader {
  readonly #options: UpgraderOptions;

  constructor(options: UpgraderOptions) {
    this.#options = options;
  }

  /** With what the administrator approved: all that it declares. Refuses with `plugin.state`, `plugin.busy`, `plugin.failed`. */
  async approved(known: Known, row: PluginRow | undefined, grant: readonly string[]): Promise<void> {
    const behind = row !== undefined && isBehind(known.plugin, row);
    if (row === undefined || !behind || !stepsFrom(stateOf(row), behind).includes('upgrade')) throw new RefusalError('plugin.state', { state: stateOf(row) });
    await this.#upgrade(known, row, grant);
  }

  /** What asks for no more than it has goes on by itself; the rest waits for an administrator. Answers with what is stored then. */
  async byItself(known: Known, row: PluginRow): Promise<PluginRow | undefined> {
    const { granted } = row;
    if (!grantsOf(known.plugin.definition).every((grant) => granted.includes(grant)) || this.#options.steps.isBusy(row)) return row;
    try {
      return await this.#upgrade(known, row, granted);
    } catch (error) {
      // Another node does it, or it failed and says so in the store.
      if (!(error instanceof RefusalError)) throw error;
      return this.#options.plugins.find(row.id);
    }
  }

  /** One migration after the other, each written down: what was cut off with its node goes on behind the last that ended. */
  async #upgrade(known: Known, row: PluginRow, grant: readonly string[]): Promise<PluginRow> {
    const { announce, onError, steps } = this.#options;
    const { migrations = {}, version } = known.plugin.definition;
    const due = Object.keys(migrations).filter((to) => isNewer(to, row.version)).sort((a, b) => (isNewer(a, b) ? 1 : -1));
    let current = await steps.take(row, 'upgrade');
    try {
      for (const to of due) current = await this.#written(current, { version: to, ...(await this.#migrate(known, to, current, grant)) });
      const state = stateAfter(stateOf(row), 'upgrade', await known.settings.isComplete(current.config));
      const ended = await steps.end(current, { version, granted: grant, state, reason: state === 'failed' ? current.reason : null });
      if (ended === null) throw new RefusalError('plugin.busy');
      announce();
      return ended;
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'plugin.busy') throw error;
      onError(error);
      if (isOfStore(error)) await steps.giveUp(current);
      else await steps.end(current, { state: 'failed', reason: messageOf(error) });
      announce();
      throw failureOf(row.id, error);
    }
  }

  /** What there is to store besides its having been done. */
  async #migrate({ plugin, settings }: Known, to: string, { config }: PluginRow, grant: readonly string[]): Promise<{ readonly config?: JsonObject }> {
    const { close, ctx } = this.#options.running.ctx(plugin, grant, await settings.use(config));
    try {
      const values = await perform(plugin.definition.migrations?.[to], ctx);
      return values === undefined ? {} : { config: settings.close(await settings.read(values, {})) };
    } finally {
      close();
    }
  }

  async #written(row: PluginRow, next: Partial<PluginRow>): Promise<PluginRow> {
    const written = await this.#options.steps.goOn(row, next);
    if (written === null) throw new RefusalError('plugin.busy');
    return written;
  }
}
