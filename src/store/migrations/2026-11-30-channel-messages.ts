import type { Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { finish } = await engineWords(db);
  await finish(
    db.schema
      .createTable('channel_messages')
      .addColumn('channel_account_id', 'char(26)', (c) => c.notNull())
      .addColumn('message_id', 'varchar(160)', (c) => c.notNull())
      // Of what was said: the same id with other words is a mistake of the sender.
      .addColumn('digest', 'char(43)', (c) => c.notNull())
      .addColumn('conversation', 'char(26)', (c) => c.notNull())
      .addColumn('posted', 'integer', (c) => c.notNull())
      .addColumn('received_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('channel_messages_key', ['channel_account_id', 'message_id']),
  ).execute();
  await db.schema.createIndex('channel_messages_received').on('channel_messages').column('received_at').execute();
}
