import type { Selectable } from 'kysely';
import type { ChannelAccountsTable } from './channel-accounts.table.ts';
import { orConflict } from './conflict.ts';
import type { Db } from './database.ts';
import { readObject, readStrings, type JsonObject } from './json.ts';
import { togetherByKey } from './together.ts';

/** The kind of a widget on a site; that of a plugin's account is the plugin's id. */
export const WEB = 'web';

/** One way in: a widget on a site, or an account of a channel that a plugin brings. */
export interface ChannelAccount {
  readonly id: string;
  readonly kind: string;
  readonly departmentId: string;
  readonly name: string;
  /** Public; names the account in the embed code. */
  readonly token: string;
  readonly allowedOrigins: readonly string[];
  readonly settings: JsonObject;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export type ChannelAccountChange = Partial<Omit<ChannelAccount, 'id' | 'kind' | 'createdAt'>>;

export class ChannelAccountRepository {
  readonly #db: Db;
  readonly #byToken = togetherByKey(
    (tokens: readonly string[]) => this.#db.selectFrom('channelAccounts').selectAll().where('token', 'in', tokens).execute(), ({ token }) => token,
  );

  constructor(db: Db) {
    this.#db = db;
  }

  /** Throws `store.conflict` when the token is taken. */
  async create(account: ChannelAccount): Promise<void> {
    const row = { ...account, allowedOrigins: JSON.stringify(account.allowedOrigins), settings: JSON.stringify(account.settings) };
    await orConflict('token', () => this.#db.insertInto('channelAccounts').values(row).execute());
  }

  /** False when there is no such account. Throws `store.conflict` when the token is taken. */
  async update(id: string, { allowedOrigins, settings, ...change }: ChannelAccountChange): Promise<boolean> {
    const result = await orConflict('token', () =>
      this.#db
        .updateTable('channelAccounts')
        .set({
          id,
          ...change,
          ...(allowedOrigins === undefined ? {} : { allowedOrigins: JSON.stringify(allowedOrigins) }),
          ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
        })
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return result.numUpdatedRows > 0n;
  }

  /** Those of a department that have this name get the next one. Their ids; within a transaction that keeps others from renaming them. */
  async renameWebsites(departmentId: string, from: string, to: string): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('channelAccounts').select('id').where('departmentId', '=', departmentId).where('kind', '=', WEB).where('name', '=', from).execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await this.#db.updateTable('channelAccounts').set({ name: to }).where('id', 'in', ids).execute();
    return ids;
  }

  async find(id: string): Promise<ChannelAccount | undefined> {
    const row = await this.#db.selectFrom('channelAccounts').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toAccount(row);
  }

  async byToken(token: string): Promise<ChannelAccount | undefined> {
    const row = await this.#byToken.get(token);
    return row && toAccount(row);
  }

  async list(): Promise<readonly ChannelAccount[]> {
    const rows = await this.#db.selectFrom('channelAccounts').selectAll().orderBy('createdAt').orderBy('id').execute();
    return rows.map(toAccount);
  }
}

const toAccount = (row: Selectable<ChannelAccountsTable>): ChannelAccount => ({
  ...row,
  allowedOrigins: readStrings(row.allowedOrigins),
  settings: readObject(row.settings),
});
