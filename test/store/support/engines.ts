import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openStore, type StoreOptions } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { migratedMysqlUrl, migratedSqliteUrl } from '../../support/migrated.ts';
import { freshMysqlUrl } from '../../support/services.ts';
import { makeTempDir, removeDir } from '../../support/temp.ts';

export const engines = ['sqlite', 'mysql'] as const;
export type EngineName = (typeof engines)[number];

/** A database of its own, with nothing in it. */
export interface Place {
  readonly url: string;
  readonly dataDir: string;
  remove(): Promise<void>;
}

export async function freshPlace(engine: EngineName): Promise<Place> {
  const dataDir = await makeTempDir();
  const url = engine === 'mysql' ? await freshMysqlUrl() : 'sqlite:';
  return { url, dataDir, remove: () => removeDir(dataDir) };
}

/** The same, as the migrations leave it. */
async function migratedPlace(engine: EngineName): Promise<Place> {
  const dataDir = await makeTempDir();
  const url = await (engine === 'mysql' ? migratedMysqlUrl() : migratedSqliteUrl(dataDir));
  return { url, dataDir, remove: () => removeDir(dataDir) };
}

/** What the store would have written to the log. */
export interface Logged {
  readonly level: string;
  readonly message: string;
}

export function collectingLogger(): StoreOptions['logger'] & { readonly lines: Logged[] } {
  const lines: Logged[] = [];
  const at = (level: string) => (_fields: object, message: string) => void lines.push({ level, message });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

export const openAt = (place: Place, more: Partial<StoreOptions> = {}): Promise<Store> =>
  openStore({ url: place.url, dataDir: place.dataDir, logger: collectingLogger(), ...more });

interface Opened {
  readonly store: Store;
  readonly place: Place;
}

/** One store for all tests of the calling block. */
export const useStore = (engine: EngineName, more: Partial<StoreOptions> = {}): Opened => openedBy(beforeAll, afterAll, engine, more);

/** For each test of the calling block a store of its own. */
export const useFreshStore = (engine: EngineName): Opened => openedBy(beforeEach, afterEach, engine, {});

function openedBy(before: (open: () => Promise<void>) => void, after: (close: () => Promise<void>) => void, engine: EngineName, more: Partial<StoreOptions>): Opened {
  let opened: Opened | undefined;
  before(async () => {
    const place = await migratedPlace(engine);
    opened = { place, store: await openAt(place, more) };
  });
  after(async () => {
    await opened?.store.close();
    await opened?.place.remove();
  });
  const get = (): Opened => {
    if (opened === undefined) throw new Error('the store is not open yet');
    return opened;
  };
  return {
    get store() {
      return get().store;
    },
    get place() {
      return get().place;
    },
  };
}
