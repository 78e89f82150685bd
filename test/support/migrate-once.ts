import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { openStore } from '#store/open.ts';
import { MIGRATED_SQL } from './migrated.ts';
import { freshMysqlUrl } from './services.ts';

const logger = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * One database of each engine, migrated by this release, for tests to copy into `folder`: hundreds of them begin with one, and its 70 statements
 * cost them three times what the copy does. Tests of migrations have empty ones.
 */
export async function migrateOnce(folder: string): Promise<void> {
  await mkdir(folder);
  await migrate('sqlite:', folder);
  const url = await freshMysqlUrl();
  await migrate(url, folder);
  await writeFile(join(folder, MIGRATED_SQL), await copyOf(url));
}

async function migrate(url: string, dataDir: string): Promise<void> {
  const store = await openStore({ url, dataDir, logger });
  await store.close();
}

/** SQL that makes the same in another database of that server. */
async function copyOf(url: string): Promise<string> {
  const connection = await createConnection(url);
  const ask = async (sql: string): Promise<RowDataPacket[]> => (await connection.query<RowDataPacket[]>({ sql, rowsAsArray: true }))[0];
  try {
    const statements = ['set foreign_key_checks = 0'];
    for (const { 0: table } of await ask('show tables')) {
      const [created] = await ask(`show create table \`${table}\``);
      statements.push(String(created?.[1]));
      if ((await ask(`select 1 from \`${table}\` limit 1`)).length > 0) statements.push(`insert into \`${table}\` select * from \`${new URL(url).pathname.slice(1)}\`.\`${table}\``);
    }
    return statements.join(';\n');
  } finally {
    await connection.end();
  }
}
