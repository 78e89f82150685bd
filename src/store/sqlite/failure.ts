import type { StoreErrorCode } from '../store-error.ts';
import type { Failure } from './protocol.ts';

/** SQLite's result codes; the low byte is the class, the rest the detail. */
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  5: 'store.unavailable', // BUSY
  6: 'store.unavailable', // LOCKED
  7: 'store.unavailable', // NOMEM
  8: 'store.disk', // READONLY
  10: 'store.disk', // IOERR
  11: 'store.failed', // CORRUPT
  13: 'store.disk', // FULL
  14: 'store.disk', // CANTOPEN
  26: 'store.failed', // NOTADB
};

const UNIQUE = new Set([1555, 2067, 2579]);

const resultCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;

export const isUniqueViolation = (error: unknown): boolean => UNIQUE.has(resultCode(error));

/** A row at fault; the other rows of its batch are innocent. */
export const isConstraint = (error: unknown): boolean => (resultCode(error) & 0xff) === 19;

/** Disk errors: after a sync that failed nobody can say which pages are on the disk. */
export const isIoError = (error: unknown): boolean => (resultCode(error) & 0xff) === 10;

/**
 * Nothing that follows can be believed: after a failed sync the kernel may drop the pages and call the next sync a success, and a damaged
 * file is damaged.
 */
export const isFatal = (error: unknown): boolean => isIoError(error) || toFailure(error).code === 'store.failed';

export function toFailure(error: unknown, unknown = false): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (isUniqueViolation(error)) return { code: 'store.conflict', message, unknown };
  return { code: CODES[resultCode(error) & 0xff] ?? 'store.query', message, unknown };
}
