import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { PluginRow } from '#store/plugins.repository.ts';
import type { Store } from '#store/store.ts';
import type { Plugin as PluginView } from '#wire/api.ts';
import { refuseCallees } from './callees.ts';
import type { Catalogue } from './catalogue.ts';
import type { Plugin } from './define.ts';
import { messageOf } from './error-text.ts';
import { Follower } from './follower.ts';
import { KnownPlugins, failureOf, isOfStore, type Known } from './known.ts';
import { stateAfter } from './lifecycle.ts';
import { grantsOf } from './permissions.ts';
import { perform } from './running.ts';
import type { Running } from './running.ts';
import type { Seal } from './sealing.ts';
import { Steps, stateOf } from './steps.ts';
import { Upgrader } from './upgrader.ts';
import { viewOf } from './view.ts';

export interface HostOptions {
  readonly catalogue: Catalogue;
  readonly store: Pick<Store, 'pluginData' | 'pluginJobs' | 'plugins' | 'pluginWork'>;
  readonly running: Running;
  readonly seal: Seal;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** A plugin is taken away: called before it is gone from the store, and after. Never rejects. */
  readonly leaves: (plugin: Plugin) => Promise<void>;
  /** Called after a change is in the store: the other nodes follow it. */
  readonly announce: () => void;
}

/**
 * The life cycle of plugins. The store holds each one's state; a step is begun by compare and swap, so it runs once
 * in the cluster, and every node then follows what is stored. Everything throws a RefusalError with a public code.
 */
export class PluginHost {
  readonly #options: HostOptions;
  readonly #known: KnownPlugins;
  readonly #steps: Steps;
  readonly #upgrader: Upgrader;
  readonly #follower: Follower;

  constructor(options: HostOptions) {
    this.#options = options;
    const { announce, catalogue, now, onError, running, seal, store: { plugins } } = options;
    const steps = new Steps(plugins, now);
    const known = new KnownPlugins(catalogue, seal);
    const upgrader = new Upgrader({ plugins, running, steps, announce, onError });
    this.#known = known;
    this.#steps = steps;
    this.#upgrader = upgrader;
    this.#follower = new Follower({ catalogue, known, plugins, running, steps, upgrader, now, announce, onError });
  }

  async list(): Promise<readonly PluginView[]> {
    const rows = new Map((await this.#options.store.plugins.list()).map((row) => [row.id, row]));
    return this.#known.ids.map((id) => this.#view(this.#known.get(id), rows.get(id)));
  }

  /** The newest code of it. Refuses with `plugin.unknown`. */
  plugin(id: string): Plugin {
    return this.#known.get(id).plugin;
  }

  async get(id: string): Promise<PluginView> {
    return this.#view(this.#known.get(id), await this.#options.store.plugins.find(id));
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
    const { plugin, settings } = this.#known.get(id);
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
    const known = this.#known.get(id);
    this.#checkGrant(known.plugin, grant);
    await this.#upgrader.approved(known, await this.#options.store.plugins.find(id), grant);
    await this.#changed(id);
    return this.get(id);
  }

  async configure(id: string, input: JsonObject): Promise<PluginView> {
    const { plugin, settings } = this.#known.get(id);
    const row = await this.#begin(id, 'configure');
    try {
      const values = await settings.read(input, row.config);
      await this.#checkCallees(plugin, row.granted, values);
      await this.#perform(plugin, 'configure', row.granted, values);
      return await this.#end(row, { state: stateAfter(stateOf(row), 'configure', true), config: settings.close(values) });
    } catch (error) {
      await this.#steps.giveUp(row);
      throw error;
    }
  }

  async activate(id: string): Promise<PluginView> {
    const { plugin, settings } = this.#known.get(id);
    const row = await this.#begin(id, 'activate');
    try {
      await this.#follower.inTurn(id, async () => this.#options.running.start(plugin, row.granted, await settings.use(row.config)));
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
    this.#known.get(id);
    return this.#end(await this.#steps.begin(id, 'deactivate'), { state: 'inactive', reason: null });
  }

  /** It is gone afterwards, with what it kept, whatever the plugin does about it. */
  async uninstall(id: string): Promise<PluginView> {
    const newest = this.#known.get(id);
    const row = await this.#steps.begin(id, 'uninstall');
    // The code that kept it knows best how to take it away.
    const { plugin, settings } = this.#known.at(id, row.version) ?? newest;
    // What it threw is reported already.
    await this.#perform(plugin, 'uninstall', row.granted, settings.use(row.config)).catch(() => {});
    const { leaves, store: { plugins } } = this.#options;
    await leaves(plugin);
    if (await plugins.remove(row)) {
      await leaves(plugin);
      await this.#clear(id);
    }
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
  follow(): Promise<void> {
    return this.#follower.all();
  }

  /** Everything is switched off on this node; the others go on. */
  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** Steps other than those that make an end wait for the upgrade. */
  async #begin(id: string, step: 'activate' | 'configure'): Promise<PluginRow> {
    const { plugin, settings } = this.#known.get(id);
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
    await this.#follower.one(id);
  }

  #checkGrant({ definition }: Plugin, grant: readonly string[]): void {
    const wanted = grantsOf(definition);
    if (grant.length !== wanted.length || !wanted.every((name) => grant.includes(name))) throw new RefusalError('input.invalid', { fields: { grant: 'incomplete' } });
  }

  async #checkCallees(plugin: Plugin, granted: readonly string[], values: JsonObject): Promise<void> {
    const open = this.#options.running.ctx(plugin, granted, values);
    await refuseCallees(open.ctx.http, plugin.fields, values).finally(open.close);
  }

  #failed(id: string, error: unknown): RefusalError {
    this.#options.onError(error);
    return failureOf(id, error);
  }

  #view(known: Known, row: PluginRow | undefined): PluginView {
    return viewOf(known, known.settings, row, { busy: row !== undefined && this.#steps.isBusy(row), errors: this.#options.running.errors(known.plugin.definition.id) });
  }
}
