import type { Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { long, finish } = await engineWords(db);
  await finish(
    db.schema
      .createTable('plugin_packages')
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('version', 'varchar(40)', (c) => c.notNull())
      .addColumn('name', 'varchar(220)', (c) => c.notNull())
      .addColumn('sha256', 'varchar(64)', (c) => c.notNull())
      .addColumn('archive', long, (c) => c.notNull())
      .addColumn('description', long, (c) => c.notNull())
      .addColumn('uploaded_by', 'varchar(64)', (c) => c.notNull())
      .addColumn('uploaded_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('plugin_packages_key', ['plugin', 'version']),
  ).execute();
}
