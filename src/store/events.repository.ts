import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { EventsTable } from './events.table.ts';

export type StoredEvent = Readonly<Omit<Selectable<EventsTable>, 'conversationId'>>;

const COLUMNS = ['seq', 'publicSeq', 'clientId', 'at', 'head', 'body'] as const;

/** Reads of the log. Only the journal writes it. */
export class EventRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Events after a position, oldest first. */
  range(conversationId: number, afterSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#of(conversationId).where('seq', '>', afterSeq).orderBy('seq').limit(limit).execute();
  }

  /** Public events after a public position, oldest first: what a visitor may see. */
  publicRange(conversationId: number, afterPublicSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#of(conversationId).where('publicSeq', '>', afterPublicSeq).orderBy('seq').limit(limit).execute();
  }

  /** The last `limit` events before a position, oldest first. */
  async before(conversationId: number, beforeSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    const rows = await this.#of(conversationId).where('seq', '<', beforeSeq).orderBy('seq', 'desc').limit(limit).execute();
    return rows.reverse();
  }

  /** The last `limit` public events before a public position, oldest first. */
  async publicBefore(conversationId: number, beforePublicSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    const rows = await this.#of(conversationId)
      .where('publicSeq', '<', beforePublicSeq)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse();
  }

  /** The first `limit` events of these conversations together: each from its beginning, one behind the other. */
  ofAll(conversationIds: readonly number[], limit: number): Promise<readonly (StoredEvent & { readonly conversationId: number })[]> {
    if (conversationIds.length === 0) return Promise.resolve([]);
    return this.#db.selectFrom('events').select(['conversationId', ...COLUMNS]).where('conversationId', 'in', conversationIds).orderBy('conversationId').orderBy('seq').limit(limit).execute();
  }

  /** One event. */
  at(conversationId: number, seq: number): Promise<StoredEvent | undefined> {
    return this.#of(conversationId).where('seq', '=', seq).executeTakeFirst();
  }

  /** Reads the log of the conversation backwards until it finds it: for rare questions. */
  byClientId(conversationId: number, clientId: string): Promise<StoredEvent | undefined> {
    return this.#of(conversationId).where('clientId', '=', clientId).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  }

  #of(conversationId: number) {
    return this.#db.selectFrom('events').select(COLUMNS).where('conversationId', '=', conversationId);
  }
}
