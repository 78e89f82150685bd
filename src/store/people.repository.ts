import type { ContactProfilesTable } from './contact-profiles.table.ts';
import type { Identity } from './contacts.repository.ts';
import type { Db } from './database.ts';
import { inserted } from './conflict.ts';
import { Together } from './together.ts';

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
  readonly #name = new Together<string, string | undefined>(async (ids) => {
    const names = await this.names(ids);
    return ids.map((id) => names.get(id));
  });

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

  /**
   * What people are called in the house, by the ids of any of their contacts: the first name of a person's that there is, in the order of
   * {@link Person.personas}. Without an entry where nobody has told one.
   */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const merged = await this.#mergedWith(ids);
    const standsFor = new Map(merged.map(({ contactId, mergedInto }) => [contactId, mergedInto ?? contactId]));
    const personOf = (id: string): string => standsFor.get(id) ?? id;
    const all = new Set([...ids, ...merged.flatMap(({ contactId, mergedInto }) => [contactId, mergedInto ?? contactId])]);
    const rows = await this.#db.selectFrom('contacts').select(['id', 'name']).where('id', 'in', [...all]).where('name', 'is not', null).orderBy('id').execute();
    const people = Map.groupBy(rows, ({ id }) => personOf(id));
    const nameOf = (person: string): string | null => {
      const known = people.get(person) ?? [];
      return (known.find(({ id }) => id === person) ?? known[0])?.name ?? null;
    };
    return new Map(ids.flatMap((id) => {
      const name = nameOf(personOf(id));
      return name === null ? [] : [[id, name]];
    }));
  }

  /** Whether a contact has an e-mail that stands for the same person as this one. */
  async othersHaveEmail(id: string): Promise<boolean> {
    const merged = await this.#mergedWith([id]);
    // Most stand for themselves alone.
    if (merged.length === 0) return false;
    const others = new Set(merged.flatMap(({ contactId, mergedInto }) => [contactId, mergedInto ?? contactId]));
    const rows = await this.#db.selectFrom('contacts').select('id').where('id', 'in', [...others]).where('email', 'is not', null).limit(1).execute();
    return rows.length > 0;
  }

  /** Whoever was merged into one of these, or into whom one of these was merged. */
  #mergedWith(ids: readonly string[]): Promise<readonly Pick<ContactProfilesTable, 'contactId' | 'mergedInto'>[]> {
    return this.#db
      .selectFrom('contactProfiles').select(['contactId', 'mergedInto']).where('mergedInto', 'in', ids)
      .union(this.#db.selectFrom('contactProfiles as asked').innerJoin('contactProfiles as other', 'other.mergedInto', 'asked.mergedInto').select(['other.contactId', 'other.mergedInto']).where('asked.contactId', 'in', ids))
      .execute();
  }

  /** As {@link names}, of one; those who ask at the same time share a look. */
  name(id: string): Promise<string | undefined> {
    return this.#name.get(id);
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

  /** For each that they are: a merge that is undone leaves all of them out, whoever of them it was that asked. */
  async optOut({ personas }: Person, at: number | null): Promise<void> {
    if (at !== null) {
      for (const { id, optedOutAt } of personas) if (optedOutAt === null) await this.change(id, { optedOutAt: at });
      return;
    }
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
