import type { ConnectionOptions } from 'mysql2';
import type { StoreTarget } from '../url.ts';

type MysqlTarget = Extract<StoreTarget, { engine: 'mysql' }>;

const CONNECT_MS = 3_000;
/** An idle line asks so soon whether it is alive, ms: firewalls forget those that are silent. */
const KEEP_ALIVE_MS = 10_000;

export const connectionOptions = ({ host, port, user, password, database }: MysqlTarget): ConnectionOptions => ({
  host, port, user, password, database,
  charset: 'utf8mb4',
  connectTimeout: CONNECT_MS,
  enableKeepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_MS,
  // Ids stay below 2^53. An object among the parameters becomes text, never SQL.
  supportBigNumbers: true,
  stringifyObjects: true,
});

/**
 * Sent on every connection before its first use. READ COMMITTED: fewer locks, and each statement sees what its
 * locks protect. Strict: text that does not fit is an error and not cut; and no NO_BACKSLASH_ESCAPES, under which
 * the driver's escaping would be wrong. Waiting for a row lock ends after 3 s instead of 50. MariaDB ends a transaction
 * that nobody goes on with after 10 s: a node that is cut off must not keep its locks from others.
 */
export const SESSION = [
  'set session transaction isolation level read committed',
  `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 3 /*M!100300 , idle_transaction_timeout = 10 */`,
] as const;
