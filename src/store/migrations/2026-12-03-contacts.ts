import type { Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { finish, long } = await engineWords(db);
  await finish(
    db.schema
      .createTable('contact_profiles')
      .addColumn('contact_id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('phone', 'varchar(40)')
      .addColumn('notes', long)
      .addColumn('named_at', 'bigint')
      .addColumn('verified_email', 'varchar(254)')
      .addColumn('verified_phone', 'varchar(40)')
      .addColumn('merged_into', 'char(26)'),
  ).execute();
  for (const column of ['merged_into', 'verified_email', 'verified_phone']) {
    await db.schema.createIndex(`contact_profiles_${column}`).on('contact_profiles').column(column).execute();
  }
  await finish(
    db.schema
      .createTable('contact_merges')
      .addColumn('id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('winner_id', 'char(26)', (c) => c.notNull())
      .addColumn('loser_id', 'char(26)', (c) => c.notNull())
      .addColumn('moved', long, (c) => c.notNull())
      .addColumn('actor', 'varchar(64)', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('undone_at', 'bigint'),
  ).execute();
  await db.schema.createIndex('contact_merges_winner').on('contact_merges').column('winner_id').execute();
}
