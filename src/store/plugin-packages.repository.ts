import { sql, type Selectable } from 'kysely';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import type { PluginPackagesTable } from './plugin-packages.table.ts';

/** What can be told of a package without its content. */
export type PackageRow = Omit<Selectable<PluginPackagesTable>, 'archive' | 'description'>;

export class PluginPackageRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Without their content, which is large. */
  async list(): Promise<readonly PackageRow[]> {
    return this.#db.selectFrom('pluginPackages').select(['plugin', 'version', 'name', 'sha256', 'uploadedBy', 'uploadedAt']).orderBy('plugin').execute();
  }

  async find(plugin: string, version: string): Promise<Selectable<PluginPackagesTable> | undefined> {
    return this.#db.selectFrom('pluginPackages').selectAll().where('plugin', '=', plugin).where('version', '=', version).executeTakeFirst();
  }

  /** False where this version is there already. */
  add(row: Selectable<PluginPackagesTable>): Promise<boolean> {
    return inserted(() => this.#db.insertInto('pluginPackages').values(row).execute());
  }

  /** These versions, unless one is installed by now. */
  async drop(plugin: string, versions: readonly string[]): Promise<void> {
    if (versions.length === 0) return;
    await this.#db.deleteFrom('pluginPackages').where('plugin', '=', plugin).where('version', 'in', versions)
      .where(({ exists, not, selectFrom }) => not(exists(selectFrom('plugins').select(sql`1`.as('one')).whereRef('plugins.id', '=', 'pluginPackages.plugin').whereRef('plugins.version', '=', 'pluginPackages.version'))))
      .execute();
  }

  /** All of it, unless the plugin is installed; false then, and where there is none. */
  async remove(plugin: string): Promise<boolean> {
    const result = await this.#db.deleteFrom('pluginPackages').where('plugin', '=', plugin)
      .where(({ exists, not, selectFrom }) => not(exists(selectFrom('plugins').select(sql`1`.as('one')).where('id', '=', plugin)))).executeTakeFirst();
    return result.numDeletedRows > 0n;
  }
}
