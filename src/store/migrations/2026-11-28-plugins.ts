import type { Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { long, finish } = await engineWords(db);
  await finish(
    db.schema
      .createTable('plugins')
      .addColumn('id', 'varchar(64)', (c) => c.notNull().primaryKey())
      .addColumn('version', 'varchar(32)', (c) => c.notNull())
      .addColumn('state', 'varchar(16)', (c) => c.notNull())
      .addColumn('reason', 'varchar(500)')
      .addColumn('granted', long, (c) => c.notNull())
      .addColumn('config', long, (c) => c.notNull())
      // Of whoever changes it: compared and swapped, so that two administrators cannot both.
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('step', 'varchar(16)')
      .addColumn('step_until', 'bigint')
      .addColumn('updated_at', 'bigint', (c) => c.notNull()),
  ).execute();
  await finish(
    db.schema
      .createTable('plugin_data')
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('key', 'varchar(128)', (c) => c.notNull())
      .addColumn('value', long, (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('plugin_data_key', ['plugin', 'key']),
  ).execute();
}
