import type { Migration } from 'kysely/migration';
import type { Db } from '../database.ts';

/** Kysely's own: an interface would have no index, which it asks for. */
type MigratorTables = { readonly kysely_migration: { readonly name: string } };

/**
 * Migrations of a later release that the database has already: names after all of `ours`. They are left alone, so that
 * a node of the release before starts beside later ones and after a roll-back. An unknown name among ours stays an error.
 */
export async function laterThan(ours: readonly string[], db: Db): Promise<readonly string[]> {
  // A query of Kysely's, not raw text: on SQLite the writer is taken by the migrator's transaction, and readers read this.
  const applied = await db.$extendTables<MigratorTables>().selectFrom('kysely_migration').select('name').execute();
  const last = ours.toSorted().at(-1) ?? '';
  return applied.map(({ name }) => name).filter((name) => name > last).toSorted();
}

/** What the migrator wants to know of them; they are in the database, so it never runs one. */
export const notOurs = (names: readonly string[]): Record<string, Migration> =>
  Object.fromEntries(names.map((name) => [name, { up: () => Promise.reject(new Error(`${name} is of a later release`)) }]));
