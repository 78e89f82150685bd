import { RefusalError } from '#domain/errors.ts';
import { StoreError } from '#store/store-error.ts';
import type { Catalogue, Shelved } from './catalogue.ts';
import type { Plugin } from './define.ts';
import { messageOf } from './error-text.ts';
import { IsolatedError } from './isolated/connection.ts';
import type { Seal } from './sealing.ts';
import { Settings } from './settings.ts';

export interface Known extends Shelved {
  readonly settings: Settings;
}

/** The catalogue's plugins, each with the values of its form. */
export class KnownPlugins {
  readonly #catalogue: Pick<Catalogue, 'at' | 'find' | 'ids'>;
  readonly #seal: Seal;
  readonly #settings = new WeakMap<Plugin, Settings>();

  constructor(catalogue: Pick<Catalogue, 'at' | 'find' | 'ids'>, seal: Seal) {
    this.#catalogue = catalogue;
    this.#seal = seal;
  }

  get ids(): readonly string[] {
    return this.#catalogue.ids;
  }

  /** The newest of it. Refuses with `plugin.unknown`. */
  get(id: string): Known {
    const known = this.find(id);
    if (known === undefined) throw new RefusalError('plugin.unknown');
    return known;
  }

  find(id: string): Known | undefined {
    return this.#withSettings(this.#catalogue.find(id));
  }

  /** Exactly this version of it. */
  at(id: string, version: string): Known | undefined {
    return this.#withSettings(this.#catalogue.at(id, version));
  }

  #withSettings(shelved: Shelved | undefined): Known | undefined {
    if (shelved === undefined) return undefined;
    const settings = this.#settings.get(shelved.plugin) ?? new Settings(shelved.plugin, this.#seal);
    this.#settings.set(shelved.plugin, settings);
    return { ...shelved, settings };
  }
}

/** What an administrator is told of what a plugin threw. */
export const failureOf = (id: string, error: unknown): RefusalError => new RefusalError('plugin.failed', { plugin: id, reason: messageOf(error) });

/** The store was away for a moment, which says nothing of the plugin. */
export const isOfStore = (error: unknown): boolean => error instanceof StoreError || (error instanceof IsolatedError && error.code?.startsWith('store.') === true);
