import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Contacts that are looked at in one query: on SQLite the event loop stands still for it, some ms. */
const CHUNK = 1_000;
/** And for one page; who looks for more asks for the next. */
const MOST_CHUNKS = 20;

export interface ContactQuery {
  /** Part of a name, an e-mail address or a phone number, or how a channel's id of them begins; '' for everybody. */
  readonly text: string;
  /** Only who has had a chat in one of these departments, or with this agent. Everybody by default. */
  readonly seenBy?: { readonly departments: readonly string[]; readonly agent: string };
  /** 1 to 100. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** Ids of contacts that stand for themselves. With `next` there may be more, also where this page is not full. */
export interface ContactPage {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/**
 * Looks through contacts, the newest first. No index serves a part of a name, so it walks them in chunks and leaves
 * room between them for everybody else.
 */
export class ContactSearch {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async page({ after, limit, seenBy, text }: ContactQuery): Promise<ContactPage> {
    const found = new Set<string>();
    let from = after ?? '~';
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      const until = await this.#chunkEnd(from);
      const hits = await this.#matching(text, from, until);
      const visible = seenBy === undefined ? null : await this.#seen([...new Set(hits.map(({ person }) => person))], seenBy);
      for (const { id, person } of hits) {
        if (found.size === limit) return { ids: [...found], next: from };
        from = id;
        if (visible === null || visible.has(person)) found.add(person);
      }
      if (until === null) return { ids: [...found], next: null };
      from = until;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { ids: [...found], next: from };
  }

  /** The last id of the chunk below `from`; null where the chunk is the last one. */
  async #chunkEnd(from: string): Promise<string | null> {
    const row = await this.#db.selectFrom('contacts').select('id').where('id', '<', from).orderBy('id', 'desc').offset(CHUNK - 1).limit(1).executeTakeFirst();
    return row?.id ?? null;
  }

  async #matching(text: string, from: string, until: string | null): Promise<readonly { readonly id: string; readonly person: string }[]> {
    const rows = await this.#db
      .selectFrom('contacts')
      .leftJoin('contactProfiles', 'contactProfiles.contactId', 'contacts.id')
      .select(['contacts.id', 'mergedInto'])
      .where('contacts.id', '<', from)
      .$if(until !== null, (qb) => qb.where('contacts.id', '>=', until ?? ''))
      // A merged one is found by its own words, else where its person stands.
      .$if(text === '', (qb) => qb.where('mergedInto', 'is', null))
      .$if(text !== '', (qb) => qb.where(({ eb, exists, or, selectFrom }) => {
        const [inside, beginning] = [`%${escaped(text.toLowerCase())}%`, `${escaped(text)}%`];
        const like = (column: 'name' | 'email' | 'phone') => sql<boolean>`lower(${eb.ref(column)}) like ${inside} escape '!'`;
        return or([
          like('name'), like('email'), like('phone'),
          exists(selectFrom('identities').select('externalId').whereRef('identities.contactId', '=', 'contacts.id').where(sql<boolean>`external_id like ${beginning} escape '!'`)),
        ]);
      }))
      .orderBy('contacts.id', 'desc')
      .execute();
    return rows.map(({ id, mergedInto }) => ({ id, person: mergedInto ?? id }));
  }

  /** Of these, who has had a chat there. */
  async #seen(people: readonly string[], { agent, departments }: NonNullable<ContactQuery['seenBy']>): Promise<ReadonlySet<string>> {
    if (people.length === 0) return new Set();
    const merged = await this.#db.selectFrom('contactProfiles').select(['contactId', 'mergedInto']).where('mergedInto', 'in', people).execute();
    const personOf = new Map(merged.map(({ contactId, mergedInto }) => [contactId, mergedInto ?? contactId]));
    const rows = await this.#db
      .selectFrom('conversations')
      .select('contactId')
      .distinct()
      .where('contactId', 'in', [...people, ...personOf.keys()])
      .where((eb) => eb.or([eb('assigneeId', '=', agent), ...(departments.length === 0 ? [] : [eb('departmentId', 'in', departments)])]))
      .execute();
    return new Set(rows.map(({ contactId }) => personOf.get(contactId) ?? contactId));
  }
}

const escaped = (text: string): string => text.replace(/[!%_]/g, (char) => `!${char}`);
