/** One row of a conversation's log. `head` is the event as JSON without its body; `body` alone may change later. */
export interface LogRow {
  readonly seq: number;
  /** Position among the public events; null for events that only agents see. */
  readonly publicSeq: number | null;
  /** Idempotency key, ASCII, at most 64 characters. The conversation sees to it that it comes once. */
  readonly clientId: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly head: string;
  readonly body: string | null;
}

/** The head of the log, which every message moves. */
export interface Touch {
  readonly lastSeq: number;
  readonly lastPublicSeq: number;
  readonly messageCount: number;
  readonly updatedAt: number;
}

/** What lists show of the last public message, or of the visitor's before what bots said; `text` is cut at 160 characters. */
export interface PreviewWrite {
  readonly text: string;
  readonly by: string;
  /** Of the message. */
  readonly kind: string;
  /** The participant who said it; null for the visitor. */
  readonly from: string | null;
}

/** Everything in the projection that a change of state may move; written whole. */
export interface Projection extends Touch {
  readonly preview: string;
  readonly previewBy: string;
  readonly previewKind: string;
  readonly previewFrom: string | null;
  readonly status: string;
  readonly departmentId: string;
  readonly assigneeId: string | null;
  readonly transferAgentId: string | null;
  readonly transferDepartmentId: string | null;
  /** One open chat a key; null when the chat has ended. */
  readonly openKey: string | null;
  readonly queuedAt: number | null;
  readonly endedAt: number | null;
}

/** Ownership and the conversation itself, written in the batch of its first events. */
export interface NewConversation {
  readonly key: string;
  readonly node: string;
  readonly publicId: string;
  readonly contactId: string;
  readonly channelAccountId: string;
  readonly locale: string;
  readonly startedAt: number;
}

/** A position in the log and the state folded up to it. */
export interface SnapshotWrite {
  readonly seq: number;
  readonly version: number;
  readonly state: string;
}

/** How far a participant has received and read; both only ever grow. */
export interface ReceiptWrite {
  readonly participant: string;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** Replaces the body of an event that is in the log already: edit, recall (null), erase (null). */
export interface BodyWrite {
  readonly seq: number;
  readonly body: string | null;
}

/** Number of the place in the queue, when the entry asked for one. */
export interface Committed {
  readonly ticket: number | null;
}

/**
 * Why nothing of an entry is in the store.
 * - `fenced`: another activation owns the conversation, the log moved on, or an earlier entry of this epoch failed.
 * - `open-exists`: another conversation holds the open key.
 * - `store-failed`: the disk or the server refused, or a row breaks the schema.
 * - `unknown`: the commit was sent and its answer lost; only the log can tell.
 *
 * After any of them the journal refuses this conversation until an entry with a higher epoch arrives.
 */
export type JournalFailure = 'fenced' | 'open-exists' | 'unknown' | 'store-failed';

/** An activation on whose word an entry was decided: an agent's desk that granted the seat. */
export interface Grant {
  /** The actor's key inside. */
  readonly actor: number;
  readonly epoch: number;
}

/** What one decision of one conversation writes, all or nothing. */
export interface JournalEntry {
  readonly conversation: number;
  /** The owner epoch under which the entry was decided. */
  readonly epoch: number;
  /** Consecutive; the first is the successor of the last row in the log. May be empty. */
  readonly rows: readonly LogRow[];
  readonly touch: Touch | null;
  readonly projection: Projection | null;
  /** Needs `projection`; `epoch` becomes the owner epoch. */
  readonly creation?: NewConversation;
  readonly issueTicket?: boolean;
  /** Written only while that activation is the latest of its actor; `fenced` otherwise. */
  readonly grant?: Grant;
  readonly snapshot?: SnapshotWrite;
  /** May come seconds after its message: it is the only thing that a plain message changes in the wide row. */
  readonly preview?: PreviewWrite;
  /** Max-merged with what is stored. */
  readonly receipts?: readonly ReceiptWrite[];
  readonly bodies?: readonly BodyWrite[];
  /** Max-merged with what is stored. */
  readonly dispatchedSeq?: number;
  /** Called once, after the sync that made the entry durable, in the order of `append`. */
  committed(outcome: Committed): void;
  /** Called once instead of `committed`. */
  failed(reason: JournalFailure): void;
}

/** Totals since the start. `commitMs` is the time of the last commit, sync included: read it in `afterBatch`. */
export interface JournalStats {
  readonly commits: number;
  readonly rows: number;
  readonly failures: number;
  readonly retries: number;
  readonly commitMs: number;
}

/** Group commit over all conversations of a node. */
export interface Journal {
  /** False when the queue is full (`busy`): nothing was taken and nothing will be called. */
  append(entry: JournalEntry): boolean;
  /** Whether the next {@link append} would be taken. */
  readonly accepts: boolean;
  /** How long the oldest entry has waited for its commit to begin, ms. */
  readonly waitMs: number;
  /** Rows that wait or are being written. */
  readonly depth: number;
  /** Called once after all callbacks of a batch: senders flush their corked sockets here. */
  afterBatch: (() => void) | undefined;
  /** Resolves when everything taken so far has been answered. */
  drain(): Promise<void>;
  /** Drains and stops; later appends are refused. */
  close(): Promise<void>;
  readonly stats: JournalStats;
}
