import type { Selectable } from 'kysely';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { readObject, readStrings, type JsonObject } from './json.ts';
import type { PluginsTable } from './plugins.table.ts';

/** A plugin that was installed. */
export interface PluginRow {
  readonly id: string;
  readonly version: string;
  readonly state: string;
  /** At most 500 UTF-16 units. */
  readonly reason: string | null;
  readonly granted: readonly string[];
  readonly config: JsonObject;
  /** Goes up with every change. */
  readonly revision: number;
  /** A life-cycle step that somebody has begun, and until when it may take, ms since the epoch. */
  readonly step: string | null;
  readonly stepUntil: number | null;
  readonly updatedAt: number;
}

const MAX_REASON = 500;

export class PluginRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async list(): Promise<readonly PluginRow[]> {
    return (await this.#db.selectFrom('plugins').selectAll().orderBy('id').execute()).map(toPlugin);
  }

  async find(id: string): Promise<PluginRow | undefined> {
    const row = await this.#db.selectFrom('plugins').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toPlugin(row);
  }

  /** False when there is one already. */
  create(row: PluginRow): Promise<boolean> {
    return inserted(() => this.#db.insertInto('plugins').values(fromPlugin(row)).execute());
  }

  /** Writes `next`, with the next revision, where nobody has changed `known` since it was read; null where somebody has. */
  async change(known: PluginRow, next: Partial<Omit<PluginRow, 'id' | 'revision'>>): Promise<PluginRow | null> {
    const changed: PluginRow = { ...known, ...next, revision: known.revision + 1 };
    const result = await this.#db.updateTable('plugins').set(fromPlugin(changed)).where('id', '=', known.id).where('revision', '=', known.revision).executeTakeFirst();
    return result.numUpdatedRows > 0n ? changed : null;
  }

  /** False where somebody has changed it since it was read. */
  async remove({ id, revision }: PluginRow): Promise<boolean> {
    const result = await this.#db.deleteFrom('plugins').where('id', '=', id).where('revision', '=', revision).executeTakeFirst();
    return result.numDeletedRows > 0n;
  }
}

const toPlugin = ({ granted, config, ...row }: Selectable<PluginsTable>): PluginRow => ({ ...row, granted: readStrings(granted), config: readObject(config) });

const fromPlugin = ({ granted, config, reason, ...row }: PluginRow): Selectable<PluginsTable> => ({
  ...row, granted: JSON.stringify(granted), config: JSON.stringify(config), reason: reason === null ? null : reason.slice(0, MAX_REASON).toWellFormed(),
});
