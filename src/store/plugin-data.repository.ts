import { sql } from 'kysely';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { Together, TogetherByGroup, togetherByKey } from './together.ts';

const LAST = 0x10_ffff;
/** Values in one statement: each may be of a megabyte. */
const MOST_VALUES = 20;
/** In as many statements as they need, at once: whoever writes waits for one commit, however many do. */
const MOST_WRITTEN = 1_000;

interface Entry {
  readonly key: string;
  readonly value: string;
  /** Ms since the epoch. */
  readonly updatedAt: number;
}

/** What plugins keep for themselves: JSON by key, of one plugin never another's. */
export class PluginDataRepository {
  readonly #db: Db;
  readonly #reading = new TogetherByGroup((plugin) => togetherByKey(
    (keys: readonly string[]) => this.#db.selectFrom('pluginData').select(['key', 'value']).where('plugin', '=', plugin).where('key', 'in', keys).execute(), ({ key }) => key, MOST_VALUES,
  ));
  readonly #writing = new TogetherByGroup((plugin) => new Together((entries: readonly Entry[]) => this.#setAll(plugin, entries), MOST_WRITTEN));

  constructor(db: Db) {
    this.#db = db;
  }

  async get(plugin: string, key: string): Promise<string | undefined> {
    return (await this.#reading.get(plugin, key))?.value;
  }

  set(plugin: string, key: string, value: string, updatedAt: number): Promise<void> {
    return this.#writing.get(plugin, { key, value, updatedAt });
  }

  /** Of the same key the last. */
  async #setAll(plugin: string, entries: readonly Entry[]): Promise<readonly undefined[]> {
    const last = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
    await Promise.all(Array.from({ length: Math.ceil(last.length / MOST_VALUES) }, (_, i) => this.#setSome(plugin, last.slice(i * MOST_VALUES, (i + 1) * MOST_VALUES))));
    return entries.map(() => undefined);
  }

  /** Those that are there already in one statement; where one is not, each by itself. */
  async #setSome(plugin: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 1 || !(await this.#update(plugin, entries))) await Promise.all(entries.map((entry) => this.#setOne(plugin, entry)));
  }

  async #setOne(plugin: string, entry: Entry): Promise<void> {
    if (await this.#update(plugin, [entry])) return;
    if (!(await inserted(() => this.#db.insertInto('pluginData').values({ plugin, ...entry }).execute()))) await this.#setOne(plugin, entry);
  }

  /** False where one of them is not there. */
  async #update(plugin: string, entries: readonly Entry[]): Promise<boolean> {
    const value = sql<string>`case ${sql.ref('key')} ${sql.join(entries.map((entry) => sql`when ${entry.key} then ${entry.value}`), sql` `)} end`;
    const { numUpdatedRows } = await this.#db.updateTable('pluginData').set({ value, updatedAt: Math.max(...entries.map(({ updatedAt }) => updatedAt)) })
      .where('plugin', '=', plugin).where('key', 'in', entries.map(({ key }) => key)).executeTakeFirst();
    return numUpdatedRows === BigInt(entries.length);
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
