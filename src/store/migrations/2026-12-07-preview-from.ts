import type { Kysely } from 'kysely';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('conversations').addColumn('preview_from', 'varchar(64)').execute();
}
