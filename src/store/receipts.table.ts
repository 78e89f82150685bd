export interface ReceiptsTable {
  conversationId: number;
  participant: string;
  deliveredSeq: number;
  readSeq: number;
}
