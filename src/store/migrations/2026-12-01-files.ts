import { sql, type Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { finish, mysql } = await engineWords(db);
  await finish(
    db.schema
      .createTable('files')
      .addColumn('id', 'char(32)', (c) => c.notNull().primaryKey())
      .addColumn('owner', 'varchar(64)', (c) => c.notNull())
      .addColumn('conversation', 'char(26)')
      .addColumn('name', 'varchar(120)', (c) => c.notNull())
      .addColumn('type', 'varchar(101)', (c) => c.notNull())
      .addColumn('size', 'bigint', (c) => c.notNull())
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('duration_ms', 'integer')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
  ).execute();
  // What was never posted, by age and by owner.
  await db.schema.createIndex('files_unsent').on('files').columns(['conversation', 'created_at']).execute();
  await db.schema.createIndex('files_owner').on('files').columns(['owner', 'conversation']).execute();
  await db.schema.alterTable('conversations').addColumn('preview_kind', 'varchar(16)', (c) => c.notNull().defaultTo('text')).execute();
  // SQLite has one writer for everything: there, a folder keeps the bytes.
  if (!mysql) return;
  await finish(
    db.schema
      .createTable('file_chunks')
      .addColumn('file_id', 'char(32)', (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addColumn('bytes', sql`mediumblob`, (c) => c.notNull())
      .addPrimaryKeyConstraint('file_chunks_key', ['file_id', 'place']),
  ).execute();
}
