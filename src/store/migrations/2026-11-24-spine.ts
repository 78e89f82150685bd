import { sql, type Kysely } from 'kysely';
import { engineWords, type EngineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const words = await engineWords(db);
  await createActors(db, words);
  await createConversations(db, words);
  await createHeads(db, words);
  await createLog(db, words);
  await createTimers(db, words);
  await createPeople(db, words);
  await createChannels(db, words);
}

async function createActors(db: Kysely<unknown>, { key, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('actors')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('kind', 'varchar(16)', (c) => c.notNull())
      .addColumn('key', 'varchar(64)', (c) => c.notNull())
      .addColumn('owner_epoch', 'integer', (c) => c.notNull())
      .addColumn('owner_node', 'varchar(80)')
      .addColumn('updated_at', 'bigint', (c) => c.notNull()),
  ).execute();
  await db.schema.createIndex('actors_key').unique().on('actors').column('key').execute();
  await db.schema.createIndex('actors_owner').on('actors').columns(['owner_node', 'key']).execute();
  await finish(
    db.schema
      .createTable('sequences')
      .addColumn('name', 'varchar(32)', (c) => c.notNull().primaryKey())
      .addColumn('value', 'bigint', (c) => c.notNull()),
  ).execute();
  await sql`insert into sequences (name, value) values ('actors', 1)`.execute(db);
}

async function createConversations(db: Kysely<unknown>, { key, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('conversations')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('public_id', 'char(26)', (c) => c.notNull())
      .addColumn('status', 'varchar(16)', (c) => c.notNull())
      .addColumn('department_id', 'char(26)', (c) => c.notNull())
      .addColumn('queue_ticket', 'bigint')
      .addColumn('assignee_id', 'varchar(64)')
      .addColumn('transfer_agent_id', 'varchar(64)')
      .addColumn('transfer_department_id', 'char(26)')
      .addColumn('contact_id', 'char(26)', (c) => c.notNull())
      .addColumn('channel_account_id', 'char(26)', (c) => c.notNull())
      .addColumn('open_key', 'varchar(120)')
      .addColumn('preview', 'varchar(160)', (c) => c.notNull())
      .addColumn('preview_by', 'varchar(16)', (c) => c.notNull())
      .addColumn('locale', 'varchar(35)', (c) => c.notNull())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('queued_at', 'bigint')
      .addColumn('ended_at', 'bigint'),
  ).execute();
  const index = (name: string) => db.schema.createIndex(`conversations_${name}`).on('conversations');
  await index('public_id').unique().column('public_id').execute();
  await index('open_key').unique().column('open_key').execute();
  await index('queue').columns(['status', 'department_id', 'queue_ticket']).execute();
  await index('assignee').columns(['assignee_id', 'status']).execute();
  await index('contact').columns(['contact_id', 'started_at']).execute();
  await index('ended').columns(['ended_at']).execute();
}

/** What every message moves. */
async function createHeads(db: Kysely<unknown>, { mysql, key, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('heads')
      .addColumn('conversation_id', key, (c) => c.notNull().primaryKey())
      .addColumn('last_seq', 'integer', (c) => c.notNull())
      .addColumn('last_public_seq', 'integer', (c) => c.notNull())
      .addColumn('message_count', 'integer', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('dispatched_seq', 'integer', (c) => c.notNull())
      .addColumn('undispatched', 'integer', (c) =>
        c.generatedAlwaysAs(sql`(case when dispatched_seq < last_seq then 1 end)`),
      ),
  ).execute();
  // SQLite keeps only the rows in question in the index; InnoDB cannot, but finds them as quickly.
  const undispatched = db.schema.createIndex('heads_undispatched').on('heads').column('undispatched');
  await (mysql ? undispatched : undispatched.where(sql.ref('undispatched'), '=', sql.lit(1))).execute();
}

async function createLog(db: Kysely<unknown>, { mysql, key, long, finish }: EngineWords): Promise<void> {
  const events = db.schema
    .createTable('events')
    .addColumn('conversation_id', 'bigint', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('public_seq', 'integer')
    .addColumn('client_id', 'varchar(64)')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('head', long, (c) => c.notNull())
    .addColumn('body', long);
  // InnoDB clusters by the primary key; on SQLite a rowid table with this index writes fewer pages.
  if (mysql) await finish(events.addPrimaryKeyConstraint('events_position', ['conversation_id', 'seq'])).execute();
  else {
    await events.execute();
    await db.schema.createIndex('events_position').unique().on('events').columns(['conversation_id', 'seq']).execute();
  }

  await finish(
    db.schema
      .createTable('snapshots')
      .addColumn('conversation_id', key, (c) => c.notNull().primaryKey())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', long, (c) => c.notNull()),
  ).execute();
  await finish(
    db.schema
      .createTable('receipts')
      .addColumn('conversation_id', 'bigint', (c) => c.notNull())
      .addColumn('participant', 'varchar(64)', (c) => c.notNull())
      .addColumn('delivered_seq', 'integer', (c) => c.notNull())
      .addColumn('read_seq', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('receipts_participant', ['conversation_id', 'participant']),
  ).execute();
  await finish(
    db.schema
      .createTable('tickets')
      .addColumn('id', key, (c) => c.notNull().primaryKey().autoIncrement())
      .addColumn('conversation_id', 'bigint', (c) => c.notNull()),
  ).execute();
  await db.schema.createIndex('tickets_conversation').on('tickets').column('conversation_id').execute();
}

async function createTimers(db: Kysely<unknown>, { key, long, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('timers')
      .addColumn('id', key, (c) => c.notNull().primaryKey().autoIncrement())
      .addColumn('actor_key', 'varchar(64)', (c) => c.notNull())
      .addColumn('name', 'varchar(64)', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('payload', long, (c) => c.notNull()),
  ).execute();
  await db.schema.createIndex('timers_name').unique().on('timers').columns(['actor_key', 'name']).execute();
  await db.schema.createIndex('timers_due').on('timers').column('due_at').execute();
  await finish(
    db.schema
      .createTable('settings')
      .addColumn('name', 'varchar(64)', (c) => c.notNull().primaryKey())
      .addColumn('value', long, (c) => c.notNull()),
  ).execute();
}

async function createPeople(db: Kysely<unknown>, { long, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('departments')
      .addColumn('id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('name', 'varchar(120)', (c) => c.notNull())
      .addColumn('assignment', 'varchar(16)', (c) => c.notNull())
      .addColumn('settings', long, (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('archived_at', 'bigint'),
  ).execute();
  await finish(
    db.schema
      .createTable('agents')
      .addColumn('id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('login', 'varchar(120)', (c) => c.notNull())
      .addColumn('name', 'varchar(120)', (c) => c.notNull())
      .addColumn('password_hash', 'varchar(255)', (c) => c.notNull())
      .addColumn('role', 'varchar(16)', (c) => c.notNull())
      .addColumn('capacity', 'integer', (c) => c.notNull())
      .addColumn('locale', 'varchar(35)')
      .addColumn('theme', 'varchar(16)')
      .addColumn('token_version', 'integer', (c) => c.notNull())
      .addColumn('must_change_password', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('disabled_at', 'bigint'),
  ).execute();
  await db.schema.createIndex('agents_login').unique().on('agents').column('login').execute();
  await finish(
    db.schema
      .createTable('department_members')
      .addColumn('department_id', 'char(26)', (c) => c.notNull())
      .addColumn('agent_id', 'char(26)', (c) => c.notNull())
      .addPrimaryKeyConstraint('department_members_pair', ['department_id', 'agent_id']),
  ).execute();
  await db.schema.createIndex('department_members_agent').on('department_members').column('agent_id').execute();
}

async function createChannels(db: Kysely<unknown>, { long, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('contacts')
      .addColumn('id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('name', 'varchar(120)')
      .addColumn('email', 'varchar(254)')
      .addColumn('attributes', long, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull()),
  ).execute();
  await finish(
    db.schema
      .createTable('identities')
      .addColumn('channel_account_id', 'char(26)', (c) => c.notNull())
      .addColumn('external_id', 'varchar(160)', (c) => c.notNull())
      .addColumn('contact_id', 'char(26)', (c) => c.notNull())
      .addPrimaryKeyConstraint('identities_external', ['channel_account_id', 'external_id']),
  ).execute();
  await db.schema.createIndex('identities_contact').on('identities').column('contact_id').execute();
  await finish(
    db.schema
      .createTable('channel_accounts')
      .addColumn('id', 'char(26)', (c) => c.notNull().primaryKey())
      .addColumn('kind', 'varchar(32)', (c) => c.notNull())
      .addColumn('department_id', 'char(26)', (c) => c.notNull())
      .addColumn('name', 'varchar(120)', (c) => c.notNull())
      .addColumn('token', 'varchar(64)', (c) => c.notNull())
      .addColumn('allowed_origins', long, (c) => c.notNull())
      .addColumn('settings', long, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('disabled_at', 'bigint'),
  ).execute();
  await db.schema.createIndex('channel_accounts_token').unique().on('channel_accounts').column('token').execute();
}
