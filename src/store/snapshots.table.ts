export interface SnapshotsTable {
  conversationId: number;
  seq: number;
  /** Version of the shape of `state`; an older one is ignored and the log is folded instead. */
  version: number;
  state: string;
}
