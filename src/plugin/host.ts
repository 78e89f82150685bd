import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginRow } from '#store/plugins.repository.ts';
import { StoreError } from '#store/store-error.ts';
import type { Store } from '#store/store.ts';
import type { Plugin as PluginView } from '#wire/api.ts';
import type { Catalogue, Shelved } from './catalogue.ts';
import type { OpenCtx } from './ctx.ts';
import { isNewer } from './define.ts';
import type { Plugin } from './define.ts';
import { messageOf } from './error-text.ts';
import { IsolatedError } from './isolated/connection.ts';
import { stateAfter, stepsFrom } from './lifecycle.ts';
import { grantsOf } from './permissions.ts';
import { perform } from './running.ts';
import type { Running } from './running.ts';
import type { Seal } from './sealing.ts';
import { Settings } from './settings.ts';
import { Steps, stateOf } from './steps.ts';
import { isBehind, viewOf } from './view.ts';

export interface HostOptions {
  readonly catalogue: Catalogue;
  readonly store: Pick<Store, 'pluginData' | 'pluginJobs' | 'plugins' | 'pluginWork'>;
  readonly running: Running;
  readonly seal: Seal;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** Called after a change is in the store: the other nodes follow it. */
  readonly announce: () => void;
}

interface Known extends Shelved {
  readonly settings: Settings;
}

/**
 * The life cycle of plugins. The store holds each one's state; a step is begun by compare and swap, so it runs once
 * in the cluster, and every node then follows what is stored. Everything throws a RefusalError with a public code.
 */
export class PluginHost {
  readonly #options: HostOptions;
  readonly #settings = new WeakMap<Plugin, Settings>();
  readonly #steps: Steps;
  /** Starts and stops of each plugin on this node, one after the other: one that hangs holds up no other. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#steps = new Steps(options.store.plugins, options.now);
  }

  async list(): Promise<readonly PluginView[]> {
    const rows = new Map((await this.#options.store.plugins.list()).map((row) => [row.id, row]));
    return this.#options.catalogue.ids.map((id) => this.#view(this.#find(id), rows.get(id)));
  }

  /** The newest code of it. Refuses with `plugin.unknown`. */
  plugin(id: string): Plugin {
    return this.#find(id).plugin;
  }

  async get(id: string): Promise<PluginView> {
    return this.#view(this.#find(id), await this.#options.store.plugins.find(id));
  }

  /** Puts an archive on the shelf of every node. `by`: the administrator. Refuses with `package.*`. */
  async upload(archive: Buffer, by: string): Promise<PluginView> {
    const { catalogue, now, store } = this.#options;
    const id = await catalogue.upload(archive, { by, now: now(), installed: async (plugin) => (await store.plugins.find(plugin))?.version });
    this.#options.announce();
    await this.follow();
    return this.get(id);
  }

  async removePackage(id: string): Promise<void> {
    await this.#options.catalogue.remove(id);
    this.#options.announce();
    await this.follow();
  }

  /** `grant`: what the administrator approved; it must be what the plugin declares. */
  async install(id: string, grant: readonly string[]): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    this.#checkGrant(plugin, grant);
    const row = await this.#steps.beginInstall(id, { version: plugin.definition.version, granted: grant });
    // What a node that had not heard of the end kept for the one before.
    await this.#clear(id);
    try {
      await this.#perform(plugin, 'install', grant, settings.use({}));
      return await this.#end(row, { state: stateAfter('available', 'install', await settings.isComplete({})) });
    } catch (error) {
      if (await this.#options.store.plugins.remove(row)) await this.#clear(id);
      throw error;
    }
  }

  /** To the version of the code, with what the administrator approved: all that it declares. */
  async upgrade(id: string, grant: readonly string[]): Promise<PluginView> {
    const { plugin } = this.#find(id);
    this.#checkGrant(plugin, grant);
    const row = await this.#options.store.plugins.find(id);
    const behind = row !== undefined && isBehind(plugin, row);
    if (row === undefined || !behind || !stepsFrom(stateOf(row), behind).includes('upgrade')) throw new RefusalError('plugin.state', { state: stateOf(row) });
    await this.#upgrade(row, grant);
    await this.#changed(id);
    return this.get(id);
  }

  async configure(id: string, input: JsonObject): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#begin(id, 'configure');
    try {
      const values = await settings.read(input, row.config);
      await this.#perform(plugin, 'configure', row.granted, values);
      return await this.#end(row, { state: stateAfter(stateOf(row), 'configure', true), config: settings.close(values) });
    } catch (error) {
      await this.#steps.giveUp(row);
      throw error;
    }
  }

  async activate(id: string): Promise<PluginView> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#begin(id, 'activate');
    try {
      await this.#inTurn(id, async () => this.#options.running.start(plugin, row.granted, await settings.use(row.config)));
    } catch (error) {
      const failure = this.#failed(id, error);
      if (isOfStore(error)) await this.#steps.giveUp(row);
      else await this.#end(row, { state: 'failed', reason: messageOf(error) });
      throw failure;
    }
    return this.#end(row, { state: 'active', reason: null });
  }

  /** It is off afterwards, whatever the plugin does about it. */
  async deactivate(id: string): Promise<PluginView> {
    this.#find(id);
    return this.#end(await this.#steps.begin(id, 'deactivate'), { state: 'inactive', reason: null });
  }

  /** It is gone afterwards, with what it kept, whatever the plugin does about it. */
  async uninstall(id: string): Promise<PluginView> {
    const newest = this.#find(id);
    const row = await this.#steps.begin(id, 'uninstall');
    // The code that kept it knows best how to take it away.
    const { plugin, settings } = this.#at(id, row.version) ?? newest;
    // What it threw is reported already.
    await this.#perform(plugin, 'uninstall', row.granted, settings.use(row.config)).catch(() => {});
    if (await this.#options.store.plugins.remove(row)) await this.#clear(id);
    await this.#changed(id);
    return this.get(id);
  }

  /** Switches it off in the whole cluster because it fails; whoever looks at it sees why. */
  async fail(id: string, reason: string): Promise<void> {
    for (;;) {
      const row = await this.#options.store.plugins.find(id);
      if (row === undefined || stateOf(row) !== 'active') return;
      // A step that somebody has begun meanwhile is theirs to end; it is told again at the next error.
      if (this.#steps.isBusy(row)) return;
      if ((await this.#options.store.plugins.change(row, { state: 'failed', reason, updatedAt: this.#options.now() })) !== null) break;
    }
    await this.#changed(id);
  }

  /** Brings this node to what is stored. Never rejects. */
  async follow(): Promise<void> {
    const { catalogue, onError } = this.#options;
    const endGone = await catalogue.refresh().catch((error: unknown) => {
      onError(error);
    });
    await Promise.all([...this.#all()].map((id) => this.#inTurn(id, () => this.#followOne(id)).catch(this.#options.onError)));
    endGone?.();
  }

  /** Everything is switched off on this node; the others go on. */
  async stop(): Promise<void> {
    await Promise.all([...this.#all()].map((id) => this.#inTurn(id, () => this.#options.running.stop(id))));
  }

  /** What another node switched on. Where it does not start here it is off everywhere: half of a cluster would be worse. */
  async #followOne(id: string): Promise<void> {
    const known = this.#options.catalogue.find(id);
    if (known === undefined) return this.#options.running.stop(id);
    const { origin, plugin } = known;
    const { plugins } = this.#options.store;
    let row = await plugins.find(id);
    // Whoever activates or upgrades it, here or elsewhere, says so then; what runs meanwhile goes on.
    if (row !== undefined && (row.step === 'activate' || row.step === 'upgrade') && this.#steps.isBusy(row)) return;
    if (row !== undefined && isBehind(plugin, row) && origin.from !== 'upload' && !['available', 'failed'].includes(stateOf(row))) row = await this.#catchUp(plugin, row);
    // What was uploaded is looked at and approved first; until then the code that is installed goes on.
    const current = row === undefined ? undefined : isBehind(plugin, row) ? this.#at(id, row.version) : this.#find(id);
    if (row === undefined || stateOf(row) !== 'active' || current === undefined) return this.#options.running.stop(id);
    try {
      await this.#options.running.start(current.plugin, row.granted, await current.settings.use(row.config));
    } catch (error) {
      this.#options.onError(error);
      await this.#options.running.stop(id);
      // Looked at again soon.
      if (isOfStore(error)) return;
      await plugins.change(row, { state: 'failed', reason: messageOf(error), updatedAt: this.#options.now() });
      this.#options.announce();
    }
  }

  /** The code is newer than the data. What asks for no more than it has goes on by itself; the rest waits for an administrator. */
  async #catchUp(plugin: Plugin, row: PluginRow): Promise<PluginRow | undefined> {
    const { granted } = row;
    if (!grantsOf(plugin.definition).every((grant) => granted.includes(grant)) || this.#steps.isBusy(row)) return row;
    try {
      return await this.#upgrade(row, granted);
    } catch (error) {
      // Another node does it, or it failed and says so in the store.
      if (!(error instanceof RefusalError)) throw error;
      return this.#options.store.plugins.find(row.id);
    }
  }

  /** One migration after the other, each written down: what was cut off with its node goes on behind the last that ended. */
  async #upgrade(row: PluginRow, grant: readonly string[]): Promise<PluginRow> {
    const { plugin, settings } = this.#find(row.id);
    const { migrations = {}, version } = plugin.definition;
    const due = Object.keys(migrations).filter((to) => isNewer(to, row.version)).sort((a, b) => (isNewer(a, b) ? 1 : -1));
    let current = await this.#steps.take(row, 'upgrade');
    let open: OpenCtx | undefined;
    try {
      open = this.#options.running.ctx(plugin, grant, await settings.use(row.config));
      for (const to of due) {
        await perform(migrations[to], open.ctx);
        current = await this.#written(current, { version: to });
      }
      const state = stateAfter(stateOf(row), 'upgrade', await settings.isComplete(row.config));
      const ended = await this.#steps.end(current, { version, granted: grant, state, reason: state === 'failed' ? current.reason : null });
      if (ended === null) throw new RefusalError('plugin.busy');
      this.#options.announce();
      return ended;
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'plugin.busy') throw error;
      const failure = this.#failed(row.id, error);
      if (isOfStore(error)) await this.#steps.giveUp(current);
      else await this.#steps.end(current, { state: 'failed', reason: messageOf(error) });
      this.#options.announce();
      throw failure;
    } finally {
      open?.close();
    }
  }

  async #written(row: PluginRow, next: Partial<PluginRow>): Promise<PluginRow> {
    const written = await this.#steps.goOn(row, next);
    if (written === null) throw new RefusalError('plugin.busy');
    return written;
  }

  /** Steps other than those that make an end wait for the upgrade. */
  async #begin(id: string, step: 'activate' | 'configure'): Promise<PluginRow> {
    const { plugin, settings } = this.#find(id);
    const row = await this.#steps.begin(id, step);
    // Older code would take values for what they are not, and so would newer code that has not migrated them.
    const fits = row.version === plugin.definition.version && (step === 'configure' || (await settings.isComplete(row.config).catch(async (error: unknown) => {
      await this.#steps.giveUp(row);
      throw this.#failed(id, error);
    })));
    if (fits) return row;
    await this.#steps.giveUp(row);
    throw new RefusalError('plugin.state', { state: stateOf(row) });
  }

  async #end(row: PluginRow, next: Partial<PluginRow>): Promise<PluginView> {
    const ended = await this.#steps.end(row, next);
    await this.#changed(row.id);
    if (ended === null) throw new RefusalError('plugin.busy');
    return this.get(row.id);
  }

  async #perform(plugin: Plugin, step: 'configure' | 'install' | 'uninstall', granted: readonly string[], values: JsonObject | Promise<JsonObject>): Promise<void> {
    try {
      const open = this.#options.running.ctx(plugin, granted, await values);
      await perform(plugin.definition[step], open.ctx).finally(open.close);
    } catch (error) {
      throw this.#failed(plugin.definition.id, error);
    }
  }

  async #clear(id: string): Promise<void> {
    const { pluginData, pluginJobs, pluginWork } = this.#options.store;
    await Promise.all([pluginData.clear(id), pluginJobs.clear(id), pluginWork.clear(id)]);
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

  #checkGrant({ definition }: Plugin, grant: readonly string[]): void {
    const wanted = grantsOf(definition);
    if (grant.length !== wanted.length || !wanted.every((name) => grant.includes(name))) throw new RefusalError('input.invalid', { fields: { grant: 'incomplete' } });
  }

  /** The newest of it. Refuses with `plugin.unknown`. */
  #find(id: string): Known {
    const known = this.#options.catalogue.find(id);
    if (known === undefined) throw new RefusalError('plugin.unknown');
    return this.#known(known);
  }

  #at(id: string, version: string): Known | undefined {
    const known = this.#options.catalogue.at(id, version);
    return known && this.#known(known);
  }

  #known(shelved: Shelved): Known {
    const settings = this.#settings.get(shelved.plugin) ?? new Settings(shelved.plugin, this.#options.seal);
    this.#settings.set(shelved.plugin, settings);
    return { ...shelved, settings };
  }

  /** Also what runs although its code has gone. */
  #all(): ReadonlySet<string> {
    return new Set([...this.#options.catalogue.ids, ...this.#options.running.ids]);
  }

  #failed(id: string, error: unknown): RefusalError {
    this.#options.onError(error);
    return new RefusalError('plugin.failed', { plugin: id, reason: messageOf(error) });
  }

  #view(known: Known, row: PluginRow | undefined): PluginView {
    return viewOf(known, known.settings, row, { busy: row !== undefined && this.#steps.isBusy(row), errors: this.#options.running.errors(known.plugin.definition.id) });
  }
}

/** The store was away for a moment, which says nothing of the plugin. */
const isOfStore = (error: unknown): boolean => error instanceof StoreError || (error instanceof IsolatedError && error.code?.startsWith('store.') === true);
