import { sql, type Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrations } from '#store/migrations/index.ts';
import { engines } from './support/engines.ts';
import { breaking, statementsOf } from './support/expand.ts';
import { LATER, ofLaterRelease } from './support/later-release.ts';

/** From before there was a release that a later one could run beside. */
const LAST_EXEMPT = '2026-11-24-tail';

/**
 * Removals that are due: what each migration takes away, word for word, and why nothing of the release before needs it.
 * For example `{ '2027-03-01-notes': { reason: 'since 1.4 nothing reads it', statements: ['alter table `chats` drop column `note`'] } }`.
 */
const contracts: Readonly<Record<string, { readonly reason: string; readonly statements: readonly string[] }>> = {};

const held = Object.keys(migrations).filter((name) => name > LAST_EXEMPT);

test('there is something to hold against it, and no contract for what does not exist', () => {
  expect(held).toContain('2026-11-28-plugins');
  expect(Object.keys(contracts).filter((name) => !held.includes(name))).toEqual([]);
});

describe.each(engines)('migrations on %s', (engine) => {
  test.each(held)('%s only adds what the release before can ignore', async (name) => {
    const allowed = contracts[name]?.statements ?? [];
    expect(breaking(await statementsOf(migrations[name]!, engine)).filter((statement) => !allowed.includes(statement))).toEqual([]);
  });

  test('what may be added is let through', async () => {
    const statements = await statementsOf(ofLaterRelease()[LATER]!, engine);
    expect(statements).toContainEqual(expect.stringContaining('later_things'));
    expect(breaking(statements)).toEqual([]);
    const more = async (db: Kysely<unknown>): Promise<void> => {
      await db.schema.alterTable('agents').addColumn('motto', 'varchar(40)').addColumn('stars', 'integer', (c) => c.notNull().defaultTo(0)).execute();
      await db.schema.createTable('mottos').addColumn('id', 'integer', (c) => c.notNull().primaryKey()).execute();
      await db.schema.createIndex('mottos_id').unique().on('mottos').column('id').execute();
      await db.schema.alterTable('mottos').dropColumn('id').execute();
      await sql`update agents set motto = 'x'`.execute(db);
    };
    expect(breaking(await statementsOf({ up: more }, engine))).toEqual([]);
  });

  test.each<[string, (db: Kysely<unknown>) => Promise<unknown>]>([
    ['a table is dropped', (db) => db.schema.dropTable('agents').execute()],
    ['a view is dropped', (db) => db.schema.dropView('events').execute()],
    ['an index is dropped', (db) => db.schema.dropIndex('agents_login').on('agents').execute()],
    ['a table is renamed', (db) => db.schema.alterTable('agents').renameTo('people').execute()],
    ['a column is dropped', (db) => db.schema.alterTable('agents').dropColumn('theme').execute()],
    ['a column is renamed', (db) => db.schema.alterTable('agents').renameColumn('theme', 'look').execute()],
    ['a column is altered', (db) => db.schema.alterTable('agents').alterColumn('theme', (c) => c.setNotNull()).execute()],
    ['a column is modified', (db) => db.schema.alterTable('agents').modifyColumn('theme', 'varchar(8)').execute()],
    ['a column must be given', (db) => db.schema.alterTable('agents').addColumn('motto', 'varchar(40)', (c) => c.notNull()).execute()],
    ['the second column must be given', (db) => db.schema.alterTable('agents').addColumn('a', 'integer', (c) => c.notNull().defaultTo(1)).addColumn('b', 'integer', (c) => c.notNull()).execute()],
    ['a column must be unique', (db) => db.schema.alterTable('agents').addColumn('motto', 'varchar(40)', (c) => c.unique()).execute()],
    ['a constraint is added', (db) => db.schema.alterTable('agents').addUniqueConstraint('agents_name', ['name']).execute()],
    ['a unique index is added', (db) => db.schema.createIndex('agents_name').unique().on('agents').column('name').execute()],
    ['rows are deleted', (db) => sql`delete from agents`.execute(db)],
    ['it is said in raw words', (db) => sql`ALTER TABLE agents\n DROP COLUMN theme`.execute(db)],
  ])('objects where %s', async (_what, up) => {
    const statements = await statementsOf({ up: async (db) => void (await up(db)) }, engine);
    expect(statements).toHaveLength(1);
    expect(breaking(statements)).toEqual(statements);
  });
});
