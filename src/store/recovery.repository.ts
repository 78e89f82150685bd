import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { ConversationRepository, Conversation } from './conversations.repository.ts';
import type { Db } from './database.ts';
import type { StoredEvent } from './events.repository.ts';
import type { Receipt } from './receipts.repository.ts';
import type { SnapshotsTable } from './snapshots.table.ts';
import type { EventsTable } from './events.table.ts';
import { Together } from './together.ts';

/** Events of a tail beside those that no snapshot has: the page that a client starts with. */
const PAGE = 50;
/** The most events of one tail; a chat without a usable snapshot may have more. */
const MOST = 500;

export type Snapshot = Readonly<Omit<Selectable<SnapshotsTable>, 'conversationId'>>;

/** What a conversation comes up from. */
export interface Traces {
  readonly row: Conversation;
  readonly snapshot: Snapshot | undefined;
  readonly receipts: readonly Receipt[];
  /** The end of the log, without a hole: what came after the snapshot, and some before, oldest first. */
  readonly tail: readonly StoredEvent[];
}

/** Everything of a conversation that its actor needs, of many conversations at a time. */
export class RecoveryRepository {
  readonly #db: Db;
  readonly #conversations: ConversationRepository;
  readonly #together = new Together<number, Traces | undefined>((ids) => this.#read(ids));

  constructor(db: Db, conversations: ConversationRepository) {
    this.#db = db;
    this.#conversations = conversations;
  }

  /** Undefined where there is no such conversation. By inside key. */
  of(conversation: number): Promise<Traces | undefined> {
    return this.#together.get(conversation);
  }

  async #read(ids: readonly number[]): Promise<readonly (Traces | undefined)[]> {
    const [rows, snapshots, receipts] = await Promise.all([
      this.#conversations.byIds(ids),
      this.#db.selectFrom('snapshots').selectAll().where('conversationId', 'in', ids).execute(),
      this.#db.selectFrom('receipts').selectAll().where('conversationId', 'in', ids).orderBy('participant').execute(),
    ]);
    const rowOf = new Map(rows.map((row) => [row.id, row]));
    const snapshotOf = new Map(snapshots.map(({ conversationId, ...snapshot }) => [conversationId, snapshot]));
    const receiptsOf = Map.groupBy(receipts, ({ conversationId }) => conversationId);
    const tails = await this.#tails(rows.map(({ id, lastSeq }) => ({ id, after: Math.max(lastSeq - MOST, Math.min(snapshotOf.get(id)?.seq ?? 0, lastSeq - PAGE)) })));
    return ids.map((id) => {
      const row = rowOf.get(id);
      return row && { row, snapshot: snapshotOf.get(id), receipts: receiptsOf.get(id) ?? [], tail: tails.get(id) ?? [] };
    });
  }

  /** One statement; of each conversation a stretch of its index. */
  async #tails(ends: readonly { readonly id: number; readonly after: number }[]): Promise<ReadonlyMap<number, readonly StoredEvent[]>> {
    const [first, ...others] = ends.map(({ id, after }) =>
      this.#db
        .selectFrom('events')
        .select(['conversationId', 'seq', 'publicSeq', 'clientId', 'at', 'head', 'body'])
        // Literals: a parameter for each would be a statement text for each number of them, and none is prepared twice.
        .where('conversationId', '=', sql.lit(id))
        .where('seq', '>', sql.lit(after)),
    );
    if (first === undefined) return new Map();
    const rows: readonly Selectable<EventsTable>[] = await others.reduce((all, one) => all.unionAll(one), first).execute();
    const tails = Map.groupBy(rows, ({ conversationId }) => conversationId);
    for (const tail of tails.values()) tail.sort((a, b) => a.seq - b.seq);
    return tails;
  }
}
