import { StoreError, type StoreErrorCode } from '../store-error.ts';

/** A server's error, by its number; 0 for errors of the connection. */
export const errorNumber = (error: unknown): number =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' && 'sqlState' in error ? error.errno : 0;

export const DUPLICATE = 1062;

const CODES: Readonly<Record<number, StoreErrorCode>> = {
  0: 'store.unavailable',
  1021: 'store.disk', // disk full
  1040: 'store.unavailable', // too many connections
  1053: 'store.unavailable', // shutting down
  [DUPLICATE]: 'store.conflict',
  1114: 'store.disk', // table full
  1205: 'store.unavailable', // lock wait
  1213: 'store.unavailable', // deadlock
  1927: 'store.unavailable', // connection killed
};

/** The driver's errors carry the statement, and with it what people wrote; that belongs into no log. */
export const withoutSql = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && !(error instanceof StoreError)
    ? new Error(`${String(error.code)} (${errorNumber(error)})`)
    : error;

/** Whether the server, or the line to it, is away: also when the server says so itself. */
export const isGone = (error: unknown): boolean =>
  error instanceof StoreError ? error.code === 'store.unavailable' : AWAY.has(errorNumber(error));

/** No answer, too many connections, shutting down, killed. */
const AWAY = new Set([0, 1040, 1053, 1927]);

export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = CODES[errorNumber(error)] ?? 'store.query';
  return new StoreError(code, 'the database did not do what it was asked', withoutSql(error));
}
