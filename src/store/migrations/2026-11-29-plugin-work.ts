import type { Kysely } from 'kysely';
import { engineWords, type EngineWords } from './engine.ts';

/** Frozen: a later change of the schema is a later migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const words = await engineWords(db);
  await createWork(db, words);
  await createJobs(db, words);
  await createAudit(db, words);
}

async function createWork(db: Kysely<unknown>, { key, long, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('plugin_work')
      .addColumn('id', key, (c) => c.notNull().primaryKey().autoIncrement())
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('worker', 'varchar(64)', (c) => c.notNull())
      .addColumn('lane', 'varchar(128)', (c) => c.notNull())
      .addColumn('work_key', 'varchar(128)', (c) => c.notNull())
      .addColumn('payload', long, (c) => c.notNull())
      // 1: given up. Part of the index, so that what was given up holds up nothing.
      .addColumn('dead', 'integer', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('error', 'varchar(500)')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
  ).execute();
  await db.schema.createIndex('plugin_work_key').unique().on('plugin_work').columns(['plugin', 'worker', 'work_key']).execute();
  await db.schema.createIndex('plugin_work_dead').on('plugin_work').columns(['plugin', 'dead', 'id']).execute();
  await db.schema.createIndex('plugin_work_lane').on('plugin_work').columns(['plugin', 'worker', 'dead', 'lane', 'id']).execute();
  await finish(
    db.schema
      .createTable('plugin_lanes')
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('worker', 'varchar(64)', (c) => c.notNull())
      .addColumn('lane', 'varchar(128)', (c) => c.notNull())
      // Goes up with every addition: a lane that was found empty is removed only if nothing has come since.
      .addColumn('additions', 'integer', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('error', 'varchar(500)')
      .addPrimaryKeyConstraint('plugin_lanes_key', ['plugin', 'worker', 'lane']),
  ).execute();
  await db.schema.createIndex('plugin_lanes_due').on('plugin_lanes').columns(['plugin', 'worker', 'due_at']).execute();
}

async function createJobs(db: Kysely<unknown>, { key, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('plugin_jobs')
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('job', 'varchar(64)', (c) => c.notNull())
      .addColumn('schedule', 'varchar(200)', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      // The run that is under way, or was when its node died.
      .addColumn('run_id', 'bigint')
      .addPrimaryKeyConstraint('plugin_jobs_key', ['plugin', 'job']),
  ).execute();
  await finish(
    db.schema
      .createTable('plugin_runs')
      .addColumn('id', key, (c) => c.notNull().primaryKey().autoIncrement())
      .addColumn('plugin', 'varchar(64)', (c) => c.notNull())
      .addColumn('job', 'varchar(64)', (c) => c.notNull())
      .addColumn('node', 'varchar(64)', (c) => c.notNull())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('error', 'varchar(500)'),
  ).execute();
  await db.schema.createIndex('plugin_runs_job').on('plugin_runs').columns(['plugin', 'job', 'id']).execute();
}

async function createAudit(db: Kysely<unknown>, { key, long, finish }: EngineWords): Promise<void> {
  await finish(
    db.schema
      .createTable('audit')
      .addColumn('id', key, (c) => c.notNull().primaryKey().autoIncrement())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'varchar(128)', (c) => c.notNull())
      .addColumn('action', 'varchar(64)', (c) => c.notNull())
      .addColumn('subject', 'varchar(128)', (c) => c.notNull())
      .addColumn('details', long, (c) => c.notNull()),
  ).execute();
  await db.schema.createIndex('audit_subject').on('audit').columns(['subject', 'id']).execute();
}
