export interface EventsTable {
  conversationId: number;
  seq: number;
  publicSeq: number | null;
  clientId: string | null;
  at: number;
  /** JSON of the event without its body. */
  head: string;
  /** JSON; the only column that edit, recall and erase change. */
  body: string | null;
}
