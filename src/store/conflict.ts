import { StoreError } from './store-error.ts';

/** True when a unique key refused the write, on either engine. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'store.conflict' || error.code === 'ER_DUP_ENTRY');

/** Runs an insert; false when a unique key refused it. */
export async function inserted(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Runs a write that may meet a unique key; throws `store.conflict` then. */
export async function orConflict<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isConflict(error)) throw new StoreError('store.conflict', `${what} is taken`, error);
    throw error;
  }
}
