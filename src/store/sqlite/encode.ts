import type { Group, Outcome } from '../batch.ts';
import type { JournalEntry, JournalFailure, Projection } from '../journal-entry.ts';
import { clip } from '../preview.ts';
import type { Extras, Flat } from './protocol.ts';

/**
 * The flat form of a group:
 * conversation, epoch, base, dispatched, rows, flags; with TOUCH four fields of the head; then six fields a row.
 */
export const TOUCH = 1;
export const EXTRAS = 2;
export const GROUP_FIELDS = 6;
export const TOUCH_FIELDS = 4;
export const ROW_FIELDS = 6;

export function encodeGroups(groups: readonly Group[]): { flat: Flat[]; extras: Extras[] } {
  const flat: Flat[] = [];
  const extras: Extras[] = [];
  for (const group of groups) {
    const { touch, entries } = group;
    const more = extrasOf(group);
    if (more !== null) extras.push(more);
    let rows = 0;
    for (const entry of entries) rows += entry.rows.length;
    const flags = (touch === null ? 0 : TOUCH) | (more === null ? 0 : EXTRAS);
    flat.push(group.conversation, group.epoch, group.base, group.dispatchedSeq, rows, flags);
    if (touch !== null) flat.push(touch.lastSeq, touch.lastPublicSeq, touch.messageCount, touch.updatedAt);
    for (const entry of entries) {
      for (const row of entry.rows) flat.push(row.seq, row.publicSeq, row.clientId, row.at, row.head, row.body);
    }
  }
  return { flat, extras };
}

function extrasOf(group: Group): Extras | null {
  if (group.preview === null && !group.entries.some(hasExtras)) return null;
  const first = group.entries[0];
  let snapshot: Flat[] | null = null;
  let ticket = false;
  const grants: (readonly [number, number])[] = [];
  const receipts: Flat[][] = [];
  const bodies: Flat[][] = [];
  for (const entry of group.entries) {
    if (entry.issueTicket === true) ticket = true;
    if (entry.grant !== undefined) grants.push([entry.grant.actor, entry.grant.epoch]);
    if (entry.snapshot !== undefined) snapshot = [entry.snapshot.seq, entry.snapshot.version, entry.snapshot.state];
    for (const write of entry.receipts ?? []) receipts.push([write.participant, write.deliveredSeq, write.readSeq]);
    for (const write of entry.bodies ?? []) bodies.push([write.body, write.seq]);
  }
  const creation = first?.creation === undefined ? null : creationOf(first);
  const state = group.state === null ? null : stateOf(group.state);
  const preview = group.preview === null ? null : [clip(group.preview.text), group.preview.by, group.preview.kind, group.preview.from];
  return { creation, state, preview, ticket, grants, snapshot, receipts, bodies };
}

const hasExtras = (entry: JournalEntry): boolean =>
  entry.issueTicket === true || entry.grant !== undefined || entry.snapshot !== undefined || entry.receipts !== undefined || entry.bodies !== undefined;

const stateOf = (p: Projection): Flat[] => [
  p.status, p.departmentId, p.assigneeId, p.transferAgentId, p.transferDepartmentId, p.openKey, p.queuedAt, p.endedAt,
];

function creationOf({ conversation, epoch, creation }: JournalEntry): Flat[] {
  if (creation === undefined) return [];
  const { key, node, publicId, contactId, channelAccountId, locale, startedAt } = creation;
  return [conversation, key, epoch, node, startedAt, publicId, contactId, channelAccountId, locale];
}

const REASONS: ReadonlySet<string> = new Set<JournalFailure>(['fenced', 'open-exists']);

const isReason = (value: string): value is JournalFailure => REASONS.has(value);

/** Of the answer of the writing thread. */
export const toOutcome = (value: string | number | null): Outcome =>
  typeof value !== 'string' ? value : isReason(value) ? value : 'store-failed';
