import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { migrations } from '#store/migrations/index.ts';

export const LATER = '2099-01-01-later';

/** All that expand allows: a table, and on every table there is a nullable column, one with a default, and an index. */
async function up(db: Kysely<unknown>): Promise<void> {
  const tables = await db.introspection.getTables();
  await db.schema.createTable('later_things').addColumn('id', 'integer', (c) => c.notNull().primaryKey()).execute();
  for (const { name } of tables.filter(({ isView }) => !isView)) {
    await db.schema.alterTable(name).addColumn('later_note', 'varchar(40)').execute();
    await db.schema.alterTable(name).addColumn('later_count', 'integer', (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.createIndex(`${name}_later`).on(name).column('later_note').execute();
  }
}

/** The migrations of a release after this one. */
export const ofLaterRelease = (also: () => Promise<void> = () => Promise.resolve()): Record<string, Migration> => ({
  ...migrations,
  [LATER]: {
    up: async (db: Kysely<unknown>) => {
      await up(db);
      await also();
    },
  },
});
