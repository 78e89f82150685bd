import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { TogetherByGroup } from './together.ts';

const LAST = 0x10_ffff;
/** Values in one statement: each may be of a megabyte. */
const MOST_VALUES = 20;

/** What plugins keep for themselves: JSON by key, of one plugin never another's. */
export class PluginDataRepository {
  readonly #db: Db;
  readonly #reading = new TogetherByGroup(
    (plugin, keys) => this.#db.selectFrom('pluginData').select(['key', 'value']).where('plugin', '=', plugin).where('key', 'in', keys).execute(), ({ key }) => key, MOST_VALUES,
  );

  constructor(db: Db) {
    this.#db = db;
  }

  async get(plugin: string, key: string): Promise<string | undefined> {
    return (await this.#reading.get(plugin, key))?.value;
  }

  async set(plugin: string, key: string, value: string, updatedAt: number): Promise<void> {
    const result = await this.#db.updateTable('pluginData').set({ value, updatedAt }).where('plugin', '=', plugin).where('key', '=', key).executeTakeFirst();
    if (result.numUpdatedRows > 0n) return;
    if (!(await inserted(() => this.#db.insertInto('pluginData').values({ plugin, key, value, updatedAt }).execute()))) await this.set(plugin, key, value, updatedAt);
  }

  /** False, and nothing changes, where it is not `from` any more; `undefined`: where there is something. */
  async replace(plugin: string, key: string, from: string | undefined, value: string, updatedAt: number): Promise<boolean> {
    if (from === undefined) return inserted(() => this.#db.insertInto('pluginData').values({ plugin, key, value, updatedAt }).execute());
    const { numUpdatedRows } = await this.#db.updateTable('pluginData').set({ value, updatedAt }).where('plugin', '=', plugin).where('key', '=', key).where('value', '=', from).executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async delete(plugin: string, key: string): Promise<void> {
    await this.#db.deleteFrom('pluginData').where('plugin', '=', plugin).where('key', '=', key).execute();
  }

  /** Keys in order, behind `after`. */
  async keys(plugin: string, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('pluginData').select('key').where('plugin', '=', plugin).where('key', '>', after).orderBy('key').limit(limit).execute();
    return rows.map(({ key }) => key);
  }

  /** Entries whose keys begin with `prefix`, in order, behind `after`. */
  async entries(plugin: string, prefix: string, after: string, limit: number): Promise<readonly { readonly key: string; readonly value: string }[]> {
    const end = successorOf(prefix);
    return this.#db.selectFrom('pluginData').select(['key', 'value']).where('plugin', '=', plugin).where('key', '>=', prefix).where('key', '>', after)
      .$if(end !== null, (query) => query.where('key', '<', end))
      // The bounds are what is read; this is what is meant, whatever the collation.
      .where(({ fn, val }) => fn('substr', ['key', val(1), val(Array.from(prefix).length)]), '=', prefix).orderBy('key').limit(limit).execute();
  }

  async clear(plugin: string): Promise<void> {
    await this.#db.deleteFrom('pluginData').where('plugin', '=', plugin).execute();
  }
}

/** The first text, by code points, behind all that begin like this; null where there is none. */
function successorOf(prefix: string): string | null {
  const points = Array.from(prefix);
  while (points.at(-1)?.codePointAt(0) === LAST) points.pop();
  const last = points.pop()?.codePointAt(0);
  if (last === undefined) return null;
  // Surrogates are no characters.
  return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
}
