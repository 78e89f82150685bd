import type { DatabaseIntrospector, DatabaseMetadataOptions, SchemaMetadata, TableMetadata } from 'kysely';
import { DEFAULT_MIGRATION_LOCK_TABLE, DEFAULT_MIGRATION_TABLE } from 'kysely/migration';

const OF_THE_MIGRATOR: readonly string[] = [DEFAULT_MIGRATION_TABLE, DEFAULT_MIGRATION_LOCK_TABLE];

/**
 * Which tables there are, without their columns: it is all that the migrator asks, twice at each start. Kysely's own
 * introspectors read every column, and on MariaDB open every table of every database of the server for it.
 */
export class TableNames implements DatabaseIntrospector {
  readonly #read: () => Promise<readonly { readonly name: string }[]>;

  constructor(read: () => Promise<readonly { readonly name: string }[]>) {
    this.#read = read;
  }

  /** The store is in one, and names none. */
  async getSchemas(): Promise<SchemaMetadata[]> {
    return [];
  }

  async getTables({ withInternalKyselyTables }: DatabaseMetadataOptions = { withInternalKyselyTables: false }): Promise<TableMetadata[]> {
    const tables = await this.#read();
    return tables
      .filter(({ name }) => withInternalKyselyTables || !OF_THE_MIGRATOR.includes(name))
      .map(({ name }) => ({ name, isView: false, isForeign: false, columns: [] }));
  }
}
