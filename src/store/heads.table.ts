import type { Generated } from 'kysely';

/** Where a conversation's log ends: what every message moves, apart from the wide row of `conversations`. */
export interface HeadsTable {
  conversationId: number;
  lastSeq: number;
  lastPublicSeq: number;
  messageCount: number;
  updatedAt: number;
  dispatchedSeq: number;
  /** 1 while `dispatchedSeq < lastSeq`, else null. Computed by the database. */
  undispatched: Generated<number | null>;
}
