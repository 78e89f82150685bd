import { RefusalError } from '#domain/errors.ts';
import type { PackageRow, PluginPackageRepository } from '#store/plugin-packages.repository.ts';
import { isNewer } from './define.ts';
import type { Plugin } from './define.ts';
import { messageOf } from './error-text.ts';
import { crashed } from './isolated/connection.ts';
import { Isolate, NotUpError, type Description } from './isolated/isolate.ts';
import type { Limits } from './isolated/limits.ts';
import { pluginOf } from './isolated/manifest.ts';
import { checksumOf, readArchive, type PluginPackage } from './packages/package.ts';
import { invalid } from './packages/tar.ts';

/** Where code comes from: the house itself, npm beside it, or an administrator's upload. */
export type Origin =
  | { readonly from: 'house' }
  | { readonly from: 'npm'; readonly name: string }
  | { readonly from: 'upload'; readonly name: string; readonly sha256: string; readonly uploadedAt: number };

export interface Shelved {
  readonly plugin: Plugin;
  readonly origin: Origin;
}

interface Uploaded extends Shelved {
  readonly row: PackageRow;
}

export interface CatalogueOptions {
  /** Those that are there as long as this node is. */
  readonly fixed: readonly Shelved[];
  readonly packages: PluginPackageRepository;
  /** Whether code from outside may run where the system cannot hold it to its limits. */
  readonly unlimited: boolean;
  readonly limits?: Partial<Limits>;
  readonly log: (plugin: string, text: string) => void;
  readonly onError: (error: unknown) => void;
}

/** The plugins that this node has code for. Uploaded ones come and go, as the store has them. */
export class Catalogue {
  readonly #options: CatalogueOptions;
  readonly #fixed: ReadonlyMap<string, Shelved>;
  /** By id, the newest first. */
  #uploaded: ReadonlyMap<string, readonly Uploaded[]> = new Map();
  /** A package that cannot be used is said once. */
  readonly #bad = new Set<string>();
  #refreshing: Promise<unknown> = Promise.resolve();

  constructor(options: CatalogueOptions) {
    this.#options = options;
    const fixed = new Map<string, Shelved>();
    // Whoever comes later must not get what was granted, and told, to who was there first.
    for (const shelved of options.fixed) {
      const { id } = shelved.plugin.definition;
      if (fixed.has(id)) options.onError(new Error(`a plugin with the id ${id} is there already: ${nameOf(shelved.origin)} is left out`));
      else fixed.set(id, shelved);
    }
    this.#fixed = fixed;
  }

  get ids(): readonly string[] {
    return [...this.#fixed.keys(), ...this.#uploaded.keys()];
  }

  /** The newest of it. */
  find(id: string): Shelved | undefined {
    return this.#fixed.get(id) ?? this.#uploaded.get(id)?.[0];
  }

  /** Exactly this version of it. */
  at(id: string, version: string): Shelved | undefined {
    const fixed = this.#fixed.get(id);
    if (fixed !== undefined) return fixed.plugin.definition.version === version ? fixed : undefined;
    return this.#uploaded.get(id)?.find(({ row }) => row.version === version);
  }

  /** As the store has it now. Answers with how to end what is there no more, for when nothing of it runs. */
  refresh(): Promise<() => void> {
    const refreshed = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = refreshed.catch(() => {});
    return refreshed;
  }

  /** Every process of code from outside. */
  close(): void {
    for (const { plugin } of [...this.#fixed.values(), ...this.#uploaded.values()].flat()) plugin.isolate?.close();
  }

  async #refresh(): Promise<() => void> {
    const rows = (await this.#options.packages.list()).filter(({ plugin }) => !this.#fixed.has(plugin));
    const before = [...this.#uploaded.values()].flat();
    const loaded = await Promise.all(rows.map(async (row) => before.find((known) => isSame(known.row, row)) ?? this.#load(row)));
    const now = loaded.filter((each) => each !== undefined);
    this.#uploaded = Map.groupBy(now.toSorted((a, b) => (isNewer(a.row.version, b.row.version) ? -1 : 1)), ({ row }) => row.plugin);
    const gone = before.filter((each) => !now.includes(each));
    return () => {
      for (const { plugin } of gone) plugin.isolate?.close();
    };
  }

  /** Its code says what it is, with nothing in its hands; it is not installed by this. Refuses with `package.*`. */
  async upload(archive: Buffer, { by, installed, now }: { readonly by: string; readonly installed: (id: string) => Promise<string | undefined>; readonly now: number }): Promise<string> {
    const { code, name, version } = await readArchive(archive);
    const { description, id } = await this.#describe({ code, name, version });
    if (this.#fixed.has(id)) throw new RefusalError('package.taken', { plugin: id });
    const { packages } = this.#options;
    const known = (await packages.list()).filter(({ plugin }) => plugin === id).map((row) => row.version);
    const newest = known.find((each) => !isNewer(version, each));
    if (newest !== undefined) throw new RefusalError('package.older', { version: newest });
    const row = { plugin: id, version, name, sha256: checksumOf(archive), archive: archive.toString('base64'), description: JSON.stringify(description), uploadedBy: by, uploadedAt: now };
    if (!(await packages.add(row))) throw new RefusalError('package.older', { version });
    const current = await installed(id);
    await packages.drop(id, known.filter((each) => each !== current));
    return id;
  }

  /** Refuses with `package.in-use`. */
  async remove(id: string): Promise<void> {
    if (!this.#uploaded.has(id)) throw new RefusalError('plugin.unknown');
    if (!(await this.#options.packages.remove(id))) throw new RefusalError('package.in-use', { plugin: id });
  }

  /** In a process of its own, which is there for this only. */
  async #describe({ code, version }: PluginPackage): Promise<{ readonly id: string; readonly description: Description }> {
    const isolate = new Isolate(code, { unlimited: this.#options.unlimited, limits: this.#options.limits ?? {} });
    try {
      const description = await isolate.describe();
      const { definition } = pluginOf(description, isolate);
      if (definition.version !== version) throw new TypeError(`its package.json says version ${version}, and the plugin ${definition.version}`);
      return { id: definition.id, description };
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'plugin.unlimited') throw error;
      if (error instanceof NotUpError) throw crashed(error.message);
      throw invalid(messageOf(error));
    } finally {
      isolate.close();
    }
  }

  async #load(row: PackageRow): Promise<Uploaded | undefined> {
    const { name, plugin: id, sha256, uploadedAt, version } = row;
    try {
      const found = await this.#options.packages.find(id, version);
      if (found === undefined) return undefined;
      const archive = Buffer.from(found.archive, 'base64');
      if (checksumOf(archive) !== sha256) throw new Error('its checksum is another');
      const { code } = await readArchive(archive);
      const description = JSON.parse(found.description) as Description;
      const { limits = {}, log, unlimited } = this.#options;
      const plugin = pluginOf(description, new Isolate(code, { unlimited, limits, description, log: (text) => log(id, text) }));
      if (plugin.definition.id !== id || plugin.definition.version !== version) throw new Error('it is another plugin');
      return { row, plugin, origin: { from: 'upload', name, sha256, uploadedAt } };
    } catch (error) {
      if (!this.#bad.has(sha256)) this.#options.onError(new Error(`the package ${name} ${version} cannot be used`, { cause: error }));
      this.#bad.add(sha256);
      return undefined;
    }
  }
}

const nameOf = (origin: Origin): string => ('name' in origin ? `the package ${origin.name}` : 'the second');
const isSame = (a: PackageRow, b: PackageRow): boolean => a.plugin === b.plugin && a.version === b.version && a.sha256 === b.sha256;
