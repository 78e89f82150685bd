import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { SnapshotsTable } from './snapshots.table.ts';

export type Snapshot = Readonly<Omit<Selectable<SnapshotsTable>, 'conversationId'>>;

/** Reads of snapshots. Only the journal writes them. */
export class SnapshotRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(conversationId: number): Promise<Snapshot | undefined> {
    return this.#db
      .selectFrom('snapshots')
      .select(['seq', 'version', 'state'])
      .where('conversationId', '=', conversationId)
      .executeTakeFirst();
  }
}
