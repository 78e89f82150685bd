import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { StoreError } from '../store-error.ts';
import * as spine from './2026-11-24-spine.ts';
import * as tail from './2026-11-24-tail.ts';

/** By date; the names are written to the database and never change. */
const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-24-spine': spine,
  '2026-11-24-tail': tail,
};

/**
 * Applies what is missing, in order, under the engine's lock (MySQL: GET_LOCK; SQLite: the write lock of the
 * transaction that holds all of it). Returns the names of what it applied. Throws `store.migration`.
 */
export async function migrateToLatest<T>(db: Kysely<T>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new StoreError('store.migration', 'the schema could not be brought up to date', error);
  return (results ?? []).map((result) => result.migrationName);
}
