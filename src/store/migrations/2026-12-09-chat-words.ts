import type { Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { finish, key, long } = await engineWords(db);
  await finish(
    db.schema
      .createTable('chat_words')
      .addColumn('conversation_id', key, (c) => c.notNull().primaryKey())
      .addColumn('ended_at', 'bigint', (c) => c.notNull())
      .addColumn('words', long, (c) => c.notNull())
      .addColumn('seqs', long, (c) => c.notNull()),
  ).execute();
}
