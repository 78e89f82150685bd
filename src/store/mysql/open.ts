import { CompiledQuery, MysqlDialect } from 'kysely';
import { createPool } from 'mysql2';
import type { EngineParts } from '../engine.ts';
import type { Durability } from '../store.ts';
import type { StoreTarget } from '../url.ts';
import { MysqlBatchWriter } from './batch-writer.ts';
import { MysqlSession } from './session.ts';
import { connectionOptions, SESSION } from './settings.ts';

/** Connections for everything beside the journal. */
const POOL = 8;

export async function openMysql(target: Extract<StoreTarget, { engine: 'mysql' }>): Promise<EngineParts> {
  const session = new MysqlSession(target);
  await session.connect();
  const pool = createPool({ ...connectionOptions(target), connectionLimit: POOL, maxIdle: POOL });
  const dialect = new MysqlDialect({
    pool,
    onCreateConnection: async (connection) => {
      for (const statement of SESSION) await connection.executeQuery(CompiledQuery.raw(statement));
    },
  });
  return {
    engine: 'mysql',
    dialect,
    writer: new MysqlBatchWriter(session),
    // A server that went away may come back: connections are made again.
    failed: new Promise(() => undefined),
    durability: () => readDurability(session),
    close: () => session.close(),
  };
}

/**
 * With a binary log, recovery undoes prepared transactions that the log does not know: then both syncs count.
 */
async function readDurability(session: MysqlSession): Promise<Durability> {
  await session.connect();
  const rows = await session.query(
    'select @@innodb_flush_log_at_trx_commit as flush, @@sync_binlog as sync_binlog, @@log_bin as log_bin',
  );
  const [row] = rows as readonly { flush: number; sync_binlog: number; log_bin: number }[];
  const settings = {
    innodb_flush_log_at_trx_commit: String(row?.flush),
    sync_binlog: String(row?.sync_binlog),
    log_bin: String(row?.log_bin),
  };
  return { full: row?.flush === 1 && (row.log_bin === 0 || row.sync_binlog === 1), settings };
}
