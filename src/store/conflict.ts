import { StoreError } from './store-error.ts';

/** True when a unique key refused the write. */
const isConflict = (error: unknown): boolean => error instanceof StoreError && error.code === 'store.conflict';

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

/** Which key refused an entry of the journal; both engines name it in the message, by its column or its index. */
export const nameConflict = (error: unknown): 'open-exists' | 'fenced' =>
  error instanceof Error && error.message.includes('open_key') ? 'open-exists' : 'fenced';
