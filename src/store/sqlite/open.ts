import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EngineParts } from '../engine.ts';
import { StoreError } from '../store-error.ts';
import type { Durability } from '../store.ts';
import { SqliteBatchWriter } from './batch-writer.ts';
import { openReader } from './connection.ts';
import { SqliteDialect } from './dialect.ts';
import { toFailure } from './failure.ts';
import { SqliteWriter, WriterFailure } from './writer.ts';

const LEVELS = ['off', 'normal', 'full', 'extra'];

export async function openSqlite(path: string, durability: 'full' | 'relaxed'): Promise<EngineParts> {
  makeFolder(dirname(path));
  const synchronous = durability === 'full' ? 'full' : 'normal';
  const writer = new SqliteWriter({ path, synchronous });
  await openWriter(writer, path);
  const reader = await openReaderBeside(writer, path);
  return {
    engine: 'sqlite',
    dialect: new SqliteDialect(reader, writer),
    background: new SqliteDialect(reader, writer.background),
    writer: new SqliteBatchWriter(writer),
    failed: writer.failed,
    durability: () => readDurability(writer),
    unhurried: (work) => work(),
    close: async () => {
      reader.close();
      await writer.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StoreError('store.disk', `the folder ${resolve(folder)} cannot be made: ${toFailure(error).message}`, error);
  }
}

/** SQLite's own words do not say which file it cannot open. */
async function openWriter(writer: SqliteWriter, path: string): Promise<void> {
  try {
    await writer.open();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    await writer.close();
    throw new StoreError(error.code, `the database ${resolve(path)} cannot be opened for writing: ${error.message.replace(`${error.code}: `, '')}`, error);
  }
}

/** The writer made the file and its log; a reader alone could not. */
async function openReaderBeside(writer: SqliteWriter, path: string): Promise<DatabaseSync> {
  try {
    return openReader(path);
  } catch (error) {
    await writer.close();
    throw new WriterFailure(toFailure(error));
  }
}

async function readDurability(writer: SqliteWriter): Promise<Durability> {
  const lease = await writer.lease();
  try {
    const pragma = async (name: string): Promise<unknown> => {
      const { rows } = await lease.execute({ sql: `pragma ${name}`, parameters: [] });
      return rows[0]?.[name];
    };
    const synchronous = LEVELS[Number(await pragma('synchronous'))] ?? 'unknown';
    const journalMode = String(await pragma('journal_mode'));
    return { full: journalMode === 'wal' && (synchronous === 'full' || synchronous === 'extra'), settings: { synchronous, journalMode } };
  } finally {
    await lease.release();
  }
}
