import { sql, type Selectable } from 'kysely';
import type { ContactsTable } from './contacts.table.ts';
import type { Db, Engine } from './database.ts';
import { readObject, type JsonObject } from './json.ts';
import { Newcomers } from './newcomers.ts';
import { StoreError } from './store-error.ts';
import { Together } from './together.ts';

export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly attributes: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Identity {
  readonly channelAccountId: string;
  readonly externalId: string;
}

/** `attributes`: those that change; all others stay as they are, whoever writes them at the same time. */
export type ContactChange = Partial<Pick<Contact, 'name' | 'email' | 'attributes'>> & { readonly updatedAt: number };

export class ContactRepository {
  readonly #db: Db;
  readonly #engine: Engine;
  readonly #newcomers: Newcomers;
  readonly #byIdentity = new Together<Identity, Contact | undefined>((identities) => this.#read(identities));

  constructor(db: Db, engine: Engine) {
    this.#db = db;
    this.#engine = engine;
    this.#newcomers = new Newcomers(db);
  }

  async find(id: string): Promise<Contact | undefined> {
    const row = await this.#db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toContact(row);
  }

  /** Of those of these contacts that have one. */
  async emailsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db.selectFrom('contacts').select(['id', 'email']).where('id', 'in', ids).where('email', 'is not', null).execute();
    return new Map(rows.map(({ email, id }) => [id, email ?? '']));
  }

  /** How a channel account knows a contact. */
  async externalId(channelAccountId: string, contactId: string): Promise<string | undefined> {
    const row = await this.#db.selectFrom('identities').select('externalId').where('contactId', '=', contactId).where('channelAccountId', '=', channelAccountId).executeTakeFirst();
    return row?.externalId;
  }

  byIdentity(identity: Identity): Promise<Contact | undefined> {
    return this.#byIdentity.get(identity);
  }

  /**
   * The contact of this identity; `fresh` becomes it when there is none. Concurrent callers get the same one.
   * Throws `store.conflict` when another contact has the id of `fresh`.
   */
  async findOrCreate(identity: Identity, fresh: Contact): Promise<Contact> {
    const known = await this.byIdentity(identity);
    if (known !== undefined) return known;
    if (await this.#newcomers.add(identity, fresh)) return fresh;
    const winner = await this.byIdentity(identity);
    if (winner === undefined) throw new StoreError('store.conflict', 'another contact has this id');
    return winner;
  }

  /** Of one channel account at a time: most that come at once come from one. */
  async #read(identities: readonly Identity[]): Promise<readonly (Contact | undefined)[]> {
    const found = new Map<string, Contact>();
    for (const [account, members] of Map.groupBy(identities, ({ channelAccountId }) => channelAccountId)) {
      const rows = await this.#db
        .selectFrom('identities')
        .innerJoin('contacts', 'contacts.id', 'identities.contactId')
        .selectAll('contacts')
        .select('identities.externalId')
        .where('identities.channelAccountId', '=', account)
        .where('identities.externalId', 'in', members.map(({ externalId }) => externalId))
        .execute();
      for (const { externalId, ...row } of rows) found.set(keyOf({ channelAccountId: account, externalId }), toContact(row));
    }
    return identities.map((identity) => found.get(keyOf(identity)));
  }

  /** RFC 7396, as each engine calls it. */
  get #merge() {
    return sql.raw(this.#engine === 'mysql' ? 'json_merge_patch' : 'json_patch');
  }

  /** Only where they have none. False where they have, whoever gave it meanwhile. */
  async giveEmail(id: string, email: string, updatedAt: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db.updateTable('contacts').set({ email, updatedAt }).where('id', '=', id).where('email', 'is', null).executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** False when there is no such contact. */
  async update(id: string, { attributes, ...change }: ContactChange): Promise<boolean> {
    const result = await this.#db
      .updateTable('contacts')
      .set({ ...change, ...(attributes === undefined ? {} : { attributes: sql<string>`${this.#merge}(attributes, ${JSON.stringify(attributes)})` }) })
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }
}

const keyOf = ({ channelAccountId, externalId }: Identity): string => `${channelAccountId} ${externalId}`;

const toContact = (row: Selectable<ContactsTable>): Contact => ({ ...row, attributes: readObject(row.attributes) });
