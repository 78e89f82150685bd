import { dataPlace } from '#src/config.ts';
import type { Config } from '#src/config.ts';
import { StartError } from '#src/start-error.ts';
import { openStore } from './open.ts';
import { holdAlone } from './sqlite/only-one.ts';
import { StoreError } from './store-error.ts';
import type { Store, StoreLogger } from './store.ts';
import { parseStoreUrl } from './url.ts';

/** The store that the configuration names; throws a StartError that says what to look at where it is away. */
export async function openConfigured(config: Config, logger: StoreLogger): Promise<Store> {
  try {
    return await openStore({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, logger });
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'store.unavailable' && error.cause instanceof Error)) throw error;
    throw new StartError(`the database at ${dataPlace(config)} cannot be used: ${error.cause.message}. Check DATABASE_URL.`, { cause: error });
  }
}

/** A file is one server's: two would take each other's chats. Resolves with how to let it go; throws a StartError where another has it. */
export async function holdData(config: Config): Promise<() => void> {
  const target = parseStoreUrl(config.DATABASE_URL, config.DATA_DIR);
  if (target.engine !== 'sqlite') return () => {};
  const letGo = await holdAlone(target.path);
  if (letGo === null) throw new StartError(`another server uses the data in ${dataPlace(config)}. Stop it, or set DATA_DIR to another folder.`);
  return letGo;
}
