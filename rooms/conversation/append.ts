import type { ConversationEvent } from '#domain/events.ts';
import { previewOf } from '#domain/message.ts';
import { agentOf, isVisitorId } from '#domain/participant.ts';
import { findParticipant, isEnded } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Committed, Grant, JournalEntry, JournalFailure, LogRow, NewConversation, PreviewWrite, Projection, ReceiptWrite, SnapshotWrite, Touch } from '#store/journal-entry.ts';
import type { LastWords } from '#desk/cards.ts';
import { encodeEvent } from '#wire/log-line.ts';
import type { EncodedEvent } from '#wire/log-line.ts';

/** What one decision adds to a conversation, on its way to the disk. */
export interface Addition {
  readonly events: readonly ConversationEvent[];
  readonly lines: readonly EncodedEvent[];
  /** The state after these events. */
  readonly after: ConversationState;
  /** As {@link previewAfter} has it, these events included. */
  readonly preview: LastWords;
}

interface Settled {
  committed(addition: Append, ticket: number | null): void;
  failed(reason: JournalFailure): void;
}

export interface Owner {
  readonly conversation: number;
  readonly epoch: number;
  readonly openKey: string;
}

/** One journal entry: a decision's events with the projection that follows from them, or bookkeeping without events. */
export class Append implements JournalEntry {
  readonly conversation: number;
  readonly epoch: number;
  readonly rows: readonly LogRow[];
  readonly touch: Touch | null;
  readonly projection: Projection | null;
  readonly creation?: NewConversation;
  readonly issueTicket?: boolean;
  readonly grant?: Grant;
  readonly snapshot?: SnapshotWrite;
  readonly receipts?: readonly ReceiptWrite[];
  readonly preview?: PreviewWrite;
  readonly dispatchedSeq?: number;
  readonly events: readonly ConversationEvent[];
  readonly lines: readonly EncodedEvent[];
  readonly after: ConversationState;
  readonly #settled: Settled;

  constructor(owner: Owner, addition: Addition, extras: Extras, settled: Settled) {
    this.conversation = owner.conversation;
    this.epoch = owner.epoch;
    this.events = addition.events;
    this.lines = addition.lines;
    this.after = addition.after;
    const rows: LogRow[] = [];
    let plain = true;
    for (const [index, event] of addition.events.entries()) {
      rows.push(rowOf(event, addition.lines[index]));
      if (event.type !== 'message.posted') plain = false;
      if (event.type === 'conversation.queued' && (event.reason === 'started' || event.reason === 'reopened')) this.issueTicket = true;
    }
    this.rows = rows;
    this.touch = plain && rows.length > 0 ? touchOf(addition.after) : null;
    this.projection = plain ? null : projectionOf(addition, owner.openKey);
    if (extras.issueTicket === true) this.issueTicket = true;
    if (extras.creation !== undefined) this.creation = extras.creation;
    if (extras.grant !== undefined) this.grant = extras.grant;
    if (extras.snapshot !== undefined) this.snapshot = extras.snapshot;
    if (extras.receipts !== undefined) this.receipts = extras.receipts;
    if (extras.preview === true) this.preview = addition.preview;
    if (extras.dispatchedSeq !== undefined) this.dispatchedSeq = extras.dispatchedSeq;
    this.#settled = settled;
  }

  committed({ ticket }: Committed): void {
    this.#settled.committed(this, ticket);
  }

  failed(reason: JournalFailure): void {
    this.#settled.failed(reason);
  }
}

/** What rides along with the events, or travels alone. */
export interface Extras {
  readonly creation?: NewConversation;
  /** The chat waits and has no place yet. A chat that starts, or is reopened, gets its place without being asked. */
  readonly issueTicket?: true;
  readonly grant?: Grant;
  readonly snapshot?: SnapshotWrite;
  readonly receipts?: readonly ReceiptWrite[];
  readonly preview?: true;
  readonly dispatchedSeq?: number;
}

/** Encodes the events of a decision once, for the log and for everybody who will see them. */
export function additionOf(events: readonly ConversationEvent[], before: ConversationState, after: ConversationState, preview: LastWords): Addition {
  const shown = events.filter(isShown).reduce((known, said) => previewAfter(known, previewBy(said, before)), preview);
  return { events, lines: events.map(encodeEvent), after, preview: shown };
}

type Posted = Extract<ConversationEvent, { type: 'message.posted' }>;

/** Whether lists show an event as the last message. */
export const isShown = (event: ConversationEvent): event is Posted => event.type === 'message.posted' && event.publicSeq !== null;

/** What lists show of a message. Whoever wrote it may have left. */
export function previewBy({ body, by, kind }: Posted, state: ConversationState): LastWords {
  const speaker = findParticipant(state, by);
  return { text: previewOf(kind, body), kind, by: speaker?.kind ?? (agentOf(by) === null ? 'system' : 'agent'), from: isVisitorId(by) ? null : by, name: speaker?.name ?? null };
}

/** Whether a bot or the house itself said it: nobody who sits there. */
export const isMachine = ({ by }: LastWords): boolean => by === 'bot' || by === 'system';

/** What lists show once more was said. Whoever looks through those that wait wants to know what for: no bot's answer takes the place of the visitor's words. */
export const previewAfter = (known: LastWords, said: LastWords): LastWords => (isMachine(said) && known.by === 'visitor' ? known : said);

function rowOf(event: ConversationEvent, line: EncodedEvent | undefined): LogRow {
  return { seq: event.seq, publicSeq: event.publicSeq, clientId: event.id ?? null, at: event.at, head: line?.head ?? '', body: line?.body ?? null };
}

const touchOf = ({ seq, publicSeq, messages, at }: ConversationState): Touch => ({
  lastSeq: seq, lastPublicSeq: publicSeq, messageCount: messages, updatedAt: at,
});

function projectionOf({ after, preview }: Addition, openKey: string): Projection {
  return {
    ...touchOf(after),
    preview: preview.text,
    previewBy: preview.by,
    previewKind: preview.kind,
    previewFrom: preview.from,
    status: after.status ?? 'queued',
    departmentId: after.department,
    assigneeId: agentOf(after.assignee),
    transferAgentId: after.transfer?.to.agent ?? null,
    transferDepartmentId: after.transfer?.to.department ?? null,
    openKey: isEnded(after) ? null : openKey,
    queuedAt: after.queuedAt,
    endedAt: after.endedAt,
  };
}
