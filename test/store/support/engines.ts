import { afterAll, beforeAll } from 'vitest';
import { openStore, type StoreOptions } from '#store/open.ts';
import type { Store } from '#store/store.ts';
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

/** One store for all tests of the calling block. */
export function useStore(engine: EngineName, more: Partial<StoreOptions> = {}): { readonly store: Store; readonly place: Place } {
  let opened: { store: Store; place: Place } | undefined;
  beforeAll(async () => {
    const place = await freshPlace(engine);
    opened = { place, store: await openAt(place, more) };
  });
  afterAll(async () => {
    await opened?.store.close();
    await opened?.place.remove();
  });
  const get = (): { store: Store; place: Place } => {
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
