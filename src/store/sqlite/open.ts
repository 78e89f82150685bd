import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EngineParts } from '../engine.ts';
import type { Durability } from '../store.ts';
import { SqliteBatchWriter } from './batch-writer.ts';
import { openReader } from './connection.ts';
import { SqliteDialect } from './dialect.ts';
import { SqliteWriter } from './writer.ts';

const CHECKPOINT_PAGES = 8000;
const LEVELS = ['off', 'normal', 'full', 'extra'];

export async function openSqlite(path: string, durability: 'full' | 'relaxed'): Promise<EngineParts> {
  mkdirSync(dirname(path), { recursive: true });
  const synchronous = durability === 'full' ? 'full' : 'normal';
  const writer = new SqliteWriter({ path, synchronous, checkpointPages: CHECKPOINT_PAGES });
  await writer.open();
  const reader = openReader(path);
  return {
    engine: 'sqlite',
    dialect: new SqliteDialect(reader, writer),
    writer: new SqliteBatchWriter(writer),
    failed: writer.failed,
    durability: () => readDurability(writer),
    close: async () => {
      reader.close();
      await writer.close();
    },
  };
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
