import type { ContactProfilesTable } from './contact-profiles.table.ts';
import type { Identity } from './contacts.repository.ts';
import type { Db } from './database.ts';
import { inserted } from './conflict.ts';

/** One contact as a channel brought it, with what has been added to it. */
export interface Persona {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly notes: string | null;
  /** Since when they want no words that they have not asked for, ms since the epoch. */
  readonly optedOutAt: number | null;
  readonly createdAt: number;
  readonly identities: readonly Identity[];
}

/** Somebody: a contact, and those that were merged into it. */
export interface Person {
  readonly id: string;
  /** Itself first, then by age. */
  readonly personas: readonly Persona[];
}

export type ProfileChange = Partial<Omit<ContactProfilesTable, 'contactId' | 'mergedInto'>>;

const BLANK: Omit<ContactProfilesTable, 'contactId'> = { phone: null, notes: null, namedAt: null, verifiedEmail: null, verifiedPhone: null, optedOutAt: null, mergedInto: null };

/** Contacts with those that were merged into them. */
export class PeopleRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whom a contact stands for since it was merged; itself where it was not, or is none. */
  async of(contactId: string): Promise<string> {
    const row = await this.#db.selectFrom('contactProfiles').select('mergedInto').where('contactId', '=', contactId).executeTakeFirst();
    return row?.mergedInto ?? contactId;
  }

  /** By the id of any of its contacts. */
  async find(contactId: string): Promise<Person | undefined> {
    const [person] = await this.list([await this.of(contactId)]);
    return person;
  }

  /** In the order of these ids, which are of contacts that stand for themselves. Who is not there is left out. */
  async list(ids: readonly string[]): Promise<readonly Person[]> {
    if (ids.length === 0) return [];
    const merged = await this.#db.selectFrom('contactProfiles').select(['contactId', 'mergedInto']).where('mergedInto', 'in', ids).execute();
    const all = [...ids, ...merged.map(({ contactId }) => contactId)];
    const [rows, identities] = await Promise.all([
      this.#db.selectFrom('contacts').leftJoin('contactProfiles', 'contactId', 'id').select(['id', 'name', 'email', 'phone', 'notes', 'optedOutAt', 'createdAt', 'mergedInto']).where('id', 'in', all).orderBy('id').execute(),
      this.#db.selectFrom('identities').selectAll().where('contactId', 'in', all).orderBy('channelAccountId').orderBy('externalId').execute(),
    ]);
    const known = Map.groupBy(identities, ({ contactId }) => contactId);
    const personas = Map.groupBy(rows, ({ id, mergedInto }) => mergedInto ?? id);
    return ids.flatMap((id) => {
      const own = personas.get(id) ?? [];
      const first = own.find((row) => row.id === id);
      if (first === undefined) return [];
      const ordered = [first, ...own.filter((row) => row !== first)];
      return [{ id, personas: ordered.map(({ mergedInto: _, ...row }) => ({ ...row, identities: (known.get(row.id) ?? []).map(({ channelAccountId, externalId }) => ({ channelAccountId, externalId })) })) }];
    });
  }

  async profile(contactId: string): Promise<ContactProfilesTable> {
    const row = await this.#db.selectFrom('contactProfiles').selectAll().where('contactId', '=', contactId).executeTakeFirst();
    return row ?? { contactId, ...BLANK };
  }

  async change(contactId: string, change: ProfileChange): Promise<void> {
    const update = this.#db.updateTable('contactProfiles').set({ contactId, ...change }).where('contactId', '=', contactId);
    if ((await update.executeTakeFirst()).numUpdatedRows > 0n) return;
    if (!(await inserted(() => this.#db.insertInto('contactProfiles').values({ contactId, ...BLANK, ...change }).execute()))) await update.execute();
  }

  /** For all that they are: a merge that is undone leaves both as they were asked. */
  async optOut({ id, personas }: Person, at: number | null): Promise<void> {
    if (at !== null) return this.change(id, { optedOutAt: at });
    await this.#db.updateTable('contactProfiles').set({ optedOutAt: null }).where('contactId', 'in', personas.map((persona) => persona.id)).execute();
  }

  /** Others that stand for themselves, of whom a channel says the same. The oldest first. */
  async alike({ contactId, verifiedEmail, verifiedPhone }: Pick<ContactProfilesTable, 'contactId' | 'verifiedEmail' | 'verifiedPhone'>): Promise<readonly string[]> {
    if (verifiedEmail === null && verifiedPhone === null) return [];
    const rows = await this.#db
      .selectFrom('contactProfiles')
      .select(['contactId', 'mergedInto'])
      .where('contactId', '!=', contactId)
      .where((eb) => eb.or([...(verifiedEmail === null ? [] : [eb('verifiedEmail', '=', verifiedEmail)]), ...(verifiedPhone === null ? [] : [eb('verifiedPhone', '=', verifiedPhone)])]))
      .orderBy('contactId')
      .limit(20)
      .execute();
    return [...new Set(rows.map((row) => row.mergedInto ?? row.contactId))];
  }
}
