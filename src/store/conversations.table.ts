import type { Generated } from 'kysely';

/** The projection that lists read; the journal writes it in the transaction of the log. */
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
  lastSeq: number;
  lastPublicSeq: number;
  dispatchedSeq: number;
  /** 1 while `dispatchedSeq < lastSeq`, else null. Computed by the database. */
  undispatched: Generated<number | null>;
  messageCount: number;
  preview: string;
  previewBy: string;
  locale: string;
  startedAt: number;
  queuedAt: number | null;
  updatedAt: number;
  endedAt: number | null;
}
