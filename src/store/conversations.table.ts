/** The projection that lists read, beside `heads`; the journal writes it in the transaction of the log. */
export interface ConversationsTable {
  id: number;
  publicId: string;
  status: string;
  departmentId: string;
  /** Place in the queue; kept after the chat left it. */
  queueTicket: number | null;
  assigneeId: string | null;
  transferAgentId: string | null;
  transferDepartmentId: string | null;
  contactId: string;
  channelAccountId: string;
  /** One open chat a contact and channel; null when ended. */
  openKey: string | null;
  /** Of the last public message, or of one some seconds older: only the log is always right. */
  preview: string;
  previewBy: string;
  locale: string;
  startedAt: number;
  queuedAt: number | null;
  endedAt: number | null;
}
