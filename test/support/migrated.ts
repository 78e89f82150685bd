import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freshMysqlUrl } from './services.ts';

/** Names the folder of what {@link migrateOnce} left. Without it databases are empty, and whoever opens one migrates it. */
export const MIGRATED = 'PARLOR_TEST_MIGRATED';
export const MIGRATED_SQL = 'mysql.sql';

/** A MySQL database of the calling test's own, as the migrations leave it. */
export async function migratedMysqlUrl(): Promise<string> {
  const url = await freshMysqlUrl();
  const made = process.env[MIGRATED];
  if (made === undefined) return url;
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    await connection.query(await readFile(join(made, MIGRATED_SQL), 'utf8'));
  } finally {
    await connection.end();
  }
  return url;
}

/** Puts a SQLite file into the data folder of a server or store, as the migrations leave it. Answers its URL. */
export async function migratedSqliteUrl(dataDir: string): Promise<string> {
  const file = join(dataDir, 'parlor.db');
  const made = process.env[MIGRATED];
  if (made !== undefined) await copyFile(join(made, 'parlor.db'), file);
  return `sqlite:${file}`;
}
