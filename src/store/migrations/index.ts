import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from '../database.ts';
import { StoreError } from '../store-error.ts';
import type { StoreLogger } from '../store.ts';
import * as spine from './2026-11-24-spine.ts';
import * as tail from './2026-11-24-tail.ts';
import * as plugins from './2026-11-28-plugins.ts';
import * as pluginWork from './2026-11-29-plugin-work.ts';
import * as channelMessages from './2026-11-30-channel-messages.ts';
import * as pluginPackages from './2026-11-30-plugin-packages.ts';
import * as files from './2026-12-01-files.ts';
import * as contacts from './2026-12-03-contacts.ts';
import * as optOuts from './2026-12-05-opt-outs.ts';
import * as previewFrom from './2026-12-07-preview-from.ts';
import * as chatWords from './2026-12-09-chat-words.ts';
import { laterThan, notOurs } from './later.ts';

/** By date; the names are written to the database and never change. */
export const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-24-spine': spine,
  '2026-11-24-tail': tail,
  '2026-11-28-plugins': plugins,
  '2026-11-29-plugin-work': pluginWork,
  '2026-11-30-channel-messages': channelMessages,
  '2026-11-30-plugin-packages': pluginPackages,
  '2026-12-01-files': files,
  '2026-12-03-contacts': contacts,
  '2026-12-05-opt-outs': optOuts,
  '2026-12-07-preview-from': previewFrom,
  '2026-12-09-chat-words': chatWords,
};

/**
 * Applies what is missing, in order, under the engine's lock (MySQL: GET_LOCK; SQLite: the write lock of the
 * transaction that holds all of it). Returns the names of what it applied. Throws `store.migration`.
 */
export async function migrateToLatest(db: Db, logger: Pick<StoreLogger, 'warn'>, ours = migrations): Promise<readonly string[]> {
  let later: readonly string[] = [];
  // Asked under the lock: a later release that migrates at this moment is waited for, and its names are seen.
  const getMigrations = async (): Promise<Record<string, Migration>> => {
    later = await laterThan(Object.keys(ours), db);
    return { ...ours, ...notOurs(later) };
  };
  const { error, results } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
  if (error !== undefined) throw new StoreError('store.migration', 'the schema could not be brought up to date', error);
  if (later.length > 0) logger.warn({ later }, 'the schema is of a later release: this one runs beside it only for the time of a roll');
  return (results ?? []).map((result) => result.migrationName);
}
