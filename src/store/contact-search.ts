import { sql } from 'kysely';
import { codeAsked, isNamelessAsked, visitorCode } from '#domain/visitor-code.ts';
import type { Db } from './database.ts';

/** Contacts that are looked at in one query: on SQLite the event loop stands still for it, some ms. */
const CHUNK = 500;
/** And for one page; who looks for more asks for the next. */
const MOST_CHUNKS = 40;

/** Above every id. */
const NEWEST = `7${'Z'.repeat(25)}`;

export interface ContactQuery {
  /** Part of a name, an e-mail address or a phone number, how a channel's id of them begins, or what a nameless one is called, with its number or without; '' for everybody. */
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

interface Hit {
  readonly id: string;
  /** Whom it stands for. */
  readonly person: string;
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
    // Which a key serves: whoever is asked for by a channel's id is there at once, however long ago they came.
    if (text !== '' && after === undefined) await this.#add(found, await this.#called(text, limit), seenBy, limit);
    let from = after ?? NEWEST;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      const until = await this.#chunkEnd(from);
      const hits = await this.#matching(text, from, until);
      const left = await this.#add(found, hits, seenBy, limit);
      if (left > 0) return { ids: [...found], next: hits.at(-left - 1)?.id ?? from };
      if (until === null) return { ids: [...found], next: null };
      from = until;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { ids: [...found], next: from };
  }

  /** Adds those who may be seen. How many were left because the page is full. */
  async #add(found: Set<string>, hits: readonly Hit[], seenBy: ContactQuery['seenBy'], limit: number): Promise<number> {
    const visible = seenBy === undefined || hits.length === 0 ? null : await this.#seen([...new Set(hits.map(({ person }) => person))], seenBy);
    for (const [index, { person }] of hits.entries()) {
      if (found.size >= limit) return hits.length - index;
      if (visible === null || visible.has(person)) found.add(person);
    }
    return 0;
  }

  /** By how a channel's id of them begins. */
  async #called(text: string, limit: number): Promise<readonly Hit[]> {
    const accounts = await this.#db.selectFrom('channelAccounts').select('id').execute();
    const rows = await this.#db
      .selectFrom('identities')
      .innerJoin('contacts', 'contacts.id', 'identities.contactId')
      .leftJoin('contactProfiles', 'contactProfiles.contactId', 'identities.contactId')
      .select(['contacts.id', 'mergedInto'])
      .where('channelAccountId', 'in', ['', ...accounts.map(({ id }) => id)])
      .where('externalId', '>=', text)
      .where('externalId', '<', `${text}\u{10ffff}`)
      .limit(limit)
      .execute();
    return rows.map(({ id, mergedInto }) => ({ id, person: mergedInto ?? id }));
  }

  /** The last id of the chunk below `from`; null where the chunk is the last one. */
  async #chunkEnd(from: string): Promise<string | null> {
    const row = await this.#db.selectFrom('contacts').select('id').where('id', '<', from).orderBy('id', 'desc').offset(CHUNK - 1).limit(1).executeTakeFirst();
    return row?.id ?? null;
  }

  async #matching(text: string, from: string, until: string | null): Promise<readonly Hit[]> {
    // What a nameless one is called is made from the id and stands in no column: all of them are read, and asked here.
    const code = codeAsked(text);
    const nameless = isNamelessAsked(text);
    const inside = `%${escaped(text.toLowerCase())}%`;
    const matches = sql<0 | 1>`(coalesce(lower(name) like ${inside} escape '!', false) or coalesce(lower(email) like ${inside} escape '!', false) or coalesce(lower(phone) like ${inside} escape '!', false))`;
    const rows = await this.#db
      .selectFrom('contacts')
      .leftJoin('contactProfiles', 'contactProfiles.contactId', 'contacts.id')
      .select(['contacts.id', 'mergedInto', matches.as('matches')])
      .where('contacts.id', '<', from)
      .$if(until !== null, (qb) => qb.where('contacts.id', '>=', until ?? ''))
      // A merged one is found by its own words, else where its person stands.
      .$if(text === '', (qb) => qb.where('mergedInto', 'is', null))
      .$if(text !== '', (qb) => qb.where((eb) => eb.or([eb(matches, '=', 1), ...(code === null && !nameless ? [] : [eb('name', 'is', null)])])))
      .orderBy('contacts.id', 'desc')
      .execute();
    return rows.filter(({ id, matches: byWords, mergedInto }) => text === '' || byWords === 1 || (nameless && mergedInto === null) || visitorCode(id) === code).map(({ id, mergedInto }) => ({ id, person: mergedInto ?? id }));
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
