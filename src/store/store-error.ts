/**
 * What went wrong in the store. For logs and for the layers above, which answer users with their own refusals.
 * - `store.url`: DATABASE_URL is not understood.
 * - `store.not-durable`: the server would lose acknowledged messages in a power cut.
 * - `store.unavailable`: the server or the file cannot be reached or locked; trying again may help.
 * - `store.disk`: the disk is full or failing.
 * - `store.failed`: the writer is gone; only a restart helps.
 * - `store.closed`: used after `close()`.
 * - `store.migration`: the schema could not be brought up to date.
 * - `store.ids-exhausted`: numbers were taken faster than blocks of them arrive; trying again helps.
 * - `store.conflict`: a unique key is taken.
 * - `store.query`: the database did not accept a statement; a defect.
 * - `store.cursor`: a page cursor that this store did not issue.
 */
export type StoreErrorCode =
  | 'store.url'
  | 'store.not-durable'
  | 'store.unavailable'
  | 'store.disk'
  | 'store.failed'
  | 'store.closed'
  | 'store.migration'
  | 'store.ids-exhausted'
  | 'store.conflict'
  | 'store.query'
  | 'store.cursor';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(`${code}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}
