import type { Generated } from 'kysely';

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
  /** A message's kind. A node of the release before leaves it as it was. */
  previewKind: Generated<string>;
  /** Who said it, as a participant; null for the visitor, and in rows of the release before. A node of that release leaves it as it was. */
  previewFrom: string | null;
  locale: string;
  startedAt: number;
  queuedAt: number | null;
  endedAt: number | null;
}
