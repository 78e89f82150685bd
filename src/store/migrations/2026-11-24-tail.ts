import { sql, type Kysely } from 'kysely';
import { engineWords } from './engine.ts';

/**
 * SQLite only: the log becomes a table in the order of commits, to which a commit only appends, and `places` says where
 * in it an event is. `events` stays what queries read. InnoDB clusters by the primary key and buffers its changes.
 * Frozen: a later change of the schema is a later migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { mysql, key, long } = await engineWords(db);
  if (mysql) return;
  await db.schema
    .createTable('log')
    .addColumn('id', key, (c) => c.notNull().primaryKey())
    .addColumn('conversation_id', 'bigint', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('public_seq', 'integer')
    .addColumn('client_id', 'varchar(64)')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('head', long, (c) => c.notNull())
    .addColumn('body', long)
    // The head of the conversation with this row, on the last row of a decision: what a crash must not take.
    .addColumn('message_count', 'integer')
    .addColumn('updated_at', 'bigint')
    .addColumn('dispatched_seq', 'integer')
    .addCheckConstraint('log_head', sql`(message_count is null) = (updated_at is null)`)
    .execute();
  await db.schema
    .createTable('places')
    .addColumn('conversation_id', 'bigint', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('log_id', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('places_position', ['conversation_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await sql`insert into log (conversation_id, seq, public_seq, client_id, at, head, body)
    select conversation_id, seq, public_seq, client_id, at, head, body from events order by rowid`.execute(db);
  await sql`insert into places (conversation_id, seq, log_id) select conversation_id, seq, id from log order by conversation_id, seq`.execute(db);
  await sql`insert into sequences (name, value) select 'log.settled', coalesce(max(id), 0) from log`.execute(db);
  await db.schema.dropTable('events').execute();
  // A cross join keeps the order: places by their key, then the log by its own.
  await sql`create view events as
    select p.conversation_id, p.seq, l.public_seq, l.client_id, l.at, l.head, l.body
    from places as p cross join log as l on l.id = p.log_id`.execute(db);
}
