import { inserted } from './conflict.ts';
import type { Db } from './database.ts';

export class SettingRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(name: string): Promise<string | undefined> {
    const row = await this.#db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  }

  async set(name: string, value: string): Promise<void> {
    const result = await this.#db.updateTable('settings').set({ name, value }).where('name', '=', name).executeTakeFirst();
    if (result.numUpdatedRows > 0n) return;
    if (!(await inserted(() => this.#db.insertInto('settings').values({ name, value }).execute()))) await this.set(name, value);
  }

  /** The stored value, or `make()` stored: all nodes end up with the same one, however many ask at once. */
  async getOrCreate(name: string, make: () => string): Promise<string> {
    const known = await this.get(name);
    if (known !== undefined) return known;
    const value = make();
    if (await inserted(() => this.#db.insertInto('settings').values({ name, value }).execute())) return value;
    return (await this.get(name)) ?? this.getOrCreate(name, make);
  }
}
