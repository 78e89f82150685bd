import { RefusalError } from '#domain/errors.ts';
import type { PluginRepository, PluginRow } from '#store/plugins.repository.ts';
import type { PluginState, PluginStep } from '#wire/api.ts';
import { isPluginState, stepsFrom } from './lifecycle.ts';
import { STEP_BUDGET_MS } from './running.ts';

/** A step that has not ended by then was cut off with its node, and may be begun again; ms. */
const STEP_MS = 3 * STEP_BUDGET_MS;

/** Life-cycle steps in the store: each is begun by compare and swap, so it runs once in the cluster. */
export class Steps {
  readonly #plugins: PluginRepository;
  readonly #now: () => number;

  constructor(plugins: PluginRepository, now: () => number) {
    this.#plugins = plugins;
    this.#now = now;
  }

  /** Throws `plugin.state` where it makes no sense now, `plugin.busy` while another step is under way. */
  async begin(id: string, step: PluginStep): Promise<PluginRow> {
    const row = await this.#plugins.find(id);
    const state = stateOf(row);
    if (row === undefined || !stepsFrom(state).includes(step)) throw new RefusalError('plugin.state', { state });
    return this.take(row, step);
  }

  async take(row: PluginRow, step: PluginStep): Promise<PluginRow> {
    const begun = this.isBusy(row) ? null : await this.#plugins.change(row, { step, stepUntil: this.#now() + STEP_MS, updatedAt: this.#now() });
    if (begun === null) throw new RefusalError('plugin.busy');
    return begun;
  }

  async beginInstall(id: string, { version, granted }: Pick<PluginRow, 'granted' | 'version'>): Promise<PluginRow> {
    const now = this.#now();
    const known = await this.#plugins.find(id);
    const begun = { version, state: 'installed', reason: null, granted, config: {}, step: 'install', stepUntil: now + STEP_MS, updatedAt: now };
    if (known === undefined) {
      const row = { ...begun, id, revision: 1 };
      if (await this.#plugins.create(row)) return row;
      throw new RefusalError('plugin.busy');
    }
    if (known.step !== 'install') throw new RefusalError('plugin.state', { state: stateOf(known) });
    const taken = this.isBusy(known) ? null : await this.#plugins.change(known, begun);
    if (taken === null) throw new RefusalError('plugin.busy');
    return taken;
  }

  /** A part of it is done, and the time for the rest begins anew. Null where somebody has taken the step over since. */
  goOn(row: PluginRow, next: Partial<PluginRow>): Promise<PluginRow | null> {
    return this.#plugins.change(row, { ...next, stepUntil: this.#now() + STEP_MS });
  }

  /** Null where somebody has taken the step over since. */
  end(row: PluginRow, next: Partial<PluginRow>): Promise<PluginRow | null> {
    return this.#plugins.change(row, { ...next, step: null, stepUntil: null, updatedAt: this.#now() });
  }

  /** Nothing has changed but that the step is not under way any more. */
  async giveUp(row: PluginRow): Promise<void> {
    await this.#plugins.change(row, { step: null, stepUntil: null });
  }

  isBusy({ step, stepUntil }: PluginRow): boolean {
    const left = (stepUntil ?? 0) - this.#now();
    // More than it may take: a clock has been set back since.
    return step !== null && left > 0 && left <= STEP_MS;
  }
}

/** A first step that never ended has installed nothing. */
export function stateOf(row: PluginRow | undefined): PluginState {
  if (row === undefined || row.step === 'install') return 'available';
  return isPluginState(row.state) ? row.state : 'failed';
}
