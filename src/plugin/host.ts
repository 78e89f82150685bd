import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginRow } from '#store/plugins.repository.ts';
import type { Store } from '#store/store.ts';
import type { Plugin as PluginView, PluginStep } from '#wire/api.ts';
import type { Plugin } from './define.ts';
import { isPluginState, stateAfter, stepsFrom } from './lifecycle.ts';
import { permissions } from './permissions.ts';
import { STEP_BUDGET_MS, messageOf, perform } from './running.ts';
import type { Running } from './running.ts';
import type { Seal } from './sealing.ts';
import { Settings } from './settings.ts';

/** A step that has not ended by then was cut off with its node, and may be begun again; ms. */
const STEP_MS = 3 * STEP_BUDGET_MS;

export interface HostOptions {
  readonly plugins: readonly Plugin[];
  readonly store: Pick<Store, 'pluginData' | 'plugins'>;
  readonly running: Running;
  readonly seal: Seal;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** Called after a change is in the store: the other nodes follow it. */
  readonly announce: () => void;
}

interface Known {
  readonly plugin: Plugin;
  readonly settings: Settings;
}

/**
 * The life cycle of plugins. The store holds each one's state; a step is begun by compare and swap, so it runs once
 * in the cluster, and every node then follows what is stored. Everything throws a RefusalError with a public code.
 */
export class PluginHost {
  readonly #options: HostOptions;
  readonly #known: ReadonlyMap<string, Known>;
  /** Starts and stops of each plugin on this node, one after the other: one that hangs holds up no other. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#known = new Map(options.plugins.map((plugin) => [plugin.definition.id, { plugin, settings: new Settings(plugin, options.seal) }]));
  }

  async list(): Promise<readonly PluginView[]> {
    const rows = new Map((await this.#options.store.plugins.list()).map((row) => [row.id, row]));
    return [...this.#known.values()].map((known) => this.#view(known, rows.get(known.plugin.definition.id)));
  }

  async get(id: string): Promise<PluginView> {
    return this.#view(this.#find(id), await this.#options.store.plugins.find(id));
  }

  /** `grant`: what the administrator approved; it must be what the plugin declares. */
  async install(id: string, grant: readonly string[]): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const { definition } = plugin;
    const { plugins } = this.#options.store;
    const missing = definition.permissions.filter((name) => !grant.includes(name));
    if (missing.length > 0 || grant.length !== definition.permissions.length) throw new RefusalError('input.invalid', { fields: { grant: 'incomplete' } });
    const row = await this.#beginInstall(id, { version: definition.version, granted: grant });
    try {
      await this.#perform(plugin, 'install', grant, settings.use({}));
    } catch (error) {
      if (await plugins.remove(row)) await this.#options.store.pluginData.clear(id);
      throw error;
    }
    return this.#end(row, { state: stateAfter('available', 'install', settings.ready) });
  }

  async configure(id: string, input: JsonObject): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#begin(id, 'configure');
    try {
      const values = settings.read(input, row.config);
      await this.#perform(plugin, 'configure', row.granted, values);
      return await this.#end(row, { state: stateAfter(stateOf(row), 'configure', true), config: settings.close(values) });
    } catch (error) {
      await this.#giveUp(row);
      throw error;
    }
  }

  async activate(id: string): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#begin(id, 'activate');
    try {
      await this.#inTurn(id, () => this.#options.running.start(plugin, row.granted, settings.use(row.config)));
    } catch (error) {
      const failure = this.#failed(id, error);
      await this.#end(row, { state: 'failed', reason: messageOf(error) });
      throw failure;
    }
    return this.#end(row, { state: 'active', reason: null });
  }

  /** It is off afterwards, whatever the plugin does about it. */
  async deactivate(id: string): Promise<PluginView> {
    this.#find(id);
    return this.#end(await this.#begin(id, 'deactivate'), { state: 'inactive', reason: null });
  }

  /** It is gone afterwards, with what it kept, whatever the plugin does about it. */
  async uninstall(id: string): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const { store } = this.#options;
    const row = await this.#begin(id, 'uninstall');
    // What it threw is reported already.
    await this.#perform(plugin, 'uninstall', row.granted, settings.use(row.config)).catch(() => {});
    if (await store.plugins.remove(row)) await store.pluginData.clear(id);
    await this.#changed(id);
    return this.get(id);
  }

  /** Switches it off in the whole cluster because it fails; whoever looks at it sees why. */
  async fail(id: string, reason: string): Promise<void> {
    for (;;) {
      const row = await this.#options.store.plugins.find(id);
      if (row === undefined || stateOf(row) !== 'active') return;
      // A step that somebody has begun meanwhile is theirs to end; it is told again at the next error.
      if (this.#isBusy(row)) return;
      if ((await this.#options.store.plugins.change(row, { state: 'failed', reason, updatedAt: this.#options.now() })) !== null) break;
    }
    await this.#changed(id);
  }

  /** Brings this node to what is stored. Never rejects. */
  async follow(): Promise<void> {
    await Promise.all([...this.#known.keys()].map((id) => this.#inTurn(id, () => this.#followOne(id)).catch(this.#options.onError)));
  }

  /** Everything is switched off on this node; the others go on. */
  async stop(): Promise<void> {
    await Promise.all([...this.#known.keys()].map((id) => this.#inTurn(id, () => this.#options.running.stop(id))));
  }

  /** What another node switched on. Where it does not start here it is off everywhere: half of a cluster would be worse. */
  async #followOne(id: string): Promise<void> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#options.store.plugins.find(id);
    // Whoever activates it, here or elsewhere, starts it first and says so then.
    if (row?.step === 'activate' && this.#isBusy(row)) return;
    if (row === undefined || stateOf(row) !== 'active') return this.#options.running.stop(id);
    try {
      await this.#options.running.start(plugin, row.granted, settings.use(row.config));
    } catch (error) {
      this.#options.onError(error);
      await this.#options.running.stop(id);
      await this.#options.store.plugins.change(row, { state: 'failed', reason: messageOf(error), updatedAt: this.#options.now() });
      this.#options.announce();
    }
  }

  async #beginInstall(id: string, { version, granted }: Pick<PluginRow, 'granted' | 'version'>): Promise<PluginRow> {
    const { now, store: { plugins } } = this.#options;
    const known = await plugins.find(id);
    const begun = { version, state: 'installed', reason: null, granted, config: {}, step: 'install', stepUntil: now() + STEP_MS, updatedAt: now() };
    if (known === undefined) {
      const row = { ...begun, id, revision: 1 };
      if (await plugins.create(row)) return row;
      throw new RefusalError('plugin.busy');
    }
    if (known.step !== 'install') throw new RefusalError('plugin.state', { state: stateOf(known) });
    const taken = this.#isBusy(known) ? null : await plugins.change(known, begun);
    if (taken === null) throw new RefusalError('plugin.busy');
    return taken;
  }

  async #begin(id: string, step: PluginStep): Promise<PluginRow> {
    const { now, store: { plugins } } = this.#options;
    const row = await plugins.find(id);
    const state = stateOf(row);
    if (row === undefined || !stepsFrom(state).includes(step)) throw new RefusalError('plugin.state', { state });
    const begun = this.#isBusy(row) ? null : await plugins.change(row, { step, stepUntil: now() + STEP_MS, updatedAt: now() });
    if (begun === null) throw new RefusalError('plugin.busy');
    return begun;
  }

  async #end(row: PluginRow, next: Partial<PluginRow>): Promise<PluginView> {
    const { now, store: { plugins } } = this.#options;
    const ended = await plugins.change(row, { ...next, step: null, stepUntil: null, updatedAt: now() });
    await this.#changed(row.id);
    if (ended === null) throw new RefusalError('plugin.busy');
    return this.get(row.id);
  }

  async #giveUp(row: PluginRow): Promise<void> {
    await this.#options.store.plugins.change(row, { step: null, stepUntil: null });
  }

  async #perform(plugin: Plugin, step: 'configure' | 'install' | 'uninstall', granted: readonly string[], values: JsonObject): Promise<void> {
    try {
      await perform(plugin.definition[step], this.#options.running.ctx(plugin, granted, values));
    } catch (error) {
      throw this.#failed(plugin.definition.id, error);
    }
  }

  async #changed(id: string): Promise<void> {
    this.#options.announce();
    await this.#inTurn(id, () => this.#followOne(id)).catch(this.#options.onError);
  }

  #inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    this.#turns.set(id, done.catch(() => {}));
    return done;
  }

  #isBusy({ step, stepUntil }: PluginRow): boolean {
    return step !== null && (stepUntil ?? 0) > this.#options.now();
  }

  #find(id: string): Known {
    const known = this.#known.get(id);
    if (known === undefined) throw new RefusalError('plugin.unknown');
    return known;
  }

  #failed(id: string, error: unknown): RefusalError {
    this.#options.onError(error);
    return new RefusalError('plugin.failed', { plugin: id, reason: messageOf(error) });
  }

  #view({ plugin: { definition, fields }, settings }: Known, row: PluginRow | undefined): PluginView {
    const { id, version, title, description } = definition;
    const state = stateOf(row);
    const { count, last } = this.#options.running.errors(id);
    const busy = row !== undefined && this.#isBusy(row);
    return {
      id, version, title, description, state, fields,
      reason: row?.reason ?? null,
      step: busy ? (row.step as PluginStep) : null,
      steps: busy ? [] : stepsFrom(state),
      permissions: definition.permissions.map((name) => ({ name, title: permissions[name] })),
      ...settings.show(row?.config ?? {}),
      errors: count, lastError: last,
    };
  }
}

/** A first step that never ended has installed nothing. */
function stateOf(row: PluginRow | undefined): PluginView['state'] {
  if (row === undefined || row.step === 'install') return 'available';
  return isPluginState(row.state) ? row.state : 'failed';
}
