import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { ReceiptsTable } from './receipts.table.ts';

export type Receipt = Readonly<Omit<Selectable<ReceiptsTable>, 'conversationId'>>;

/** Reads of receipts. Only the journal writes them. */
export class ReceiptRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  of(conversationId: number): Promise<readonly Receipt[]> {
    return this.#db
      .selectFrom('receipts')
      .select(['participant', 'deliveredSeq', 'readSeq'])
      .where('conversationId', '=', conversationId)
      .orderBy('participant')
      .execute();
  }
}
