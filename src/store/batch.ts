import type { JournalEntry, JournalFailure, PreviewWrite, Projection, Touch } from './journal-entry.ts';

/** What one conversation writes in one batch: one fence, one move of its head, all its rows. */
export interface Group {
  readonly conversation: number;
  readonly epoch: number;
  /** What `last_seq` must be before this group; null when the group does not depend on the log. */
  base: number | null;
  /** Position after this group; null like `base`. */
  lastSeq: number | null;
  readonly entries: JournalEntry[];
  touch: Touch | null;
  state: Projection | null;
  /** The latest; never null beside `state`. */
  preview: PreviewWrite | null;
  dispatchedSeq: number | null;
}

/** Of each group, in order: why it was not written, or its ticket, or null. */
export type Outcome = JournalFailure | number | null;

/** Writes batches into one engine. One call at a time. */
export interface BatchWriter {
  /**
   * Commits all groups in one transaction; fenced groups are left out. `conflict`: a constraint refused some row
   * and nothing was written. Rejects with UnknownCommit, or with a StoreError when nothing was written.
   */
  write(groups: readonly Group[]): Promise<readonly Outcome[] | 'conflict'>;
  /** The same, group by group behind savepoints, so that only the guilty fail. A conversation may come repeatedly. */
  writeCarefully(groups: readonly Group[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

/** The commit was sent and nobody knows whether it happened. */
export class UnknownCommit extends Error {
  constructor(cause: unknown) {
    super('the outcome of a commit is unknown', { cause });
    this.name = 'UnknownCommit';
  }
}

export function startGroup(entry: JournalEntry): Group {
  const { conversation, epoch } = entry;
  const group: Group = { conversation, epoch, base: null, lastSeq: null, entries: [], touch: null, state: null, preview: null, dispatchedSeq: null };
  add(group, entry);
  return group;
}

/** False when the entry does not go on where the group ends: it was decided on something that never happened. */
export function extendGroup(group: Group, entry: JournalEntry): boolean {
  const base = baseOf(entry);
  if (base !== null && group.lastSeq !== null && base !== group.lastSeq) return false;
  add(group, entry);
  return true;
}

function add(group: Group, entry: JournalEntry): void {
  const { projection, preview, dispatchedSeq } = entry;
  const touch = projection ?? entry.touch;
  if (touch !== null) {
    group.base ??= baseOf(entry);
    group.lastSeq = touch.lastSeq;
    group.touch = touch;
  }
  if (projection !== null) {
    group.state = projection;
    group.preview = { text: projection.preview, by: projection.previewBy, kind: projection.previewKind, from: projection.previewFrom };
  }
  if (preview !== undefined) group.preview = preview;
  if (dispatchedSeq !== undefined) group.dispatchedSeq = Math.max(group.dispatchedSeq ?? 0, dispatchedSeq);
  group.entries.push(entry);
}

function baseOf({ rows, touch, projection }: JournalEntry): number | null {
  const first = rows[0];
  if (first !== undefined) return first.seq - 1;
  return (projection ?? touch)?.lastSeq ?? null;
}

const MAX_CLIENT_ID = 64;

/** Throws when the caller broke the contract: such an entry could corrupt the log of its conversation. */
export function checkEntry({ rows, touch, projection, creation }: JournalEntry): void {
  const after = projection ?? touch;
  if (creation !== undefined && projection === null) throw new TypeError('a new conversation needs a projection');
  if (after === null && rows.length > 0) throw new TypeError('rows need a touch or a projection');
  let next = rows[0]?.seq ?? 0;
  for (const row of rows) {
    if (row.seq !== next++) throw new TypeError('rows are not consecutive');
    if (row.clientId !== null && row.clientId.length > MAX_CLIENT_ID) throw new TypeError('the client id is too long');
  }
  const last = rows.at(-1);
  if (last !== undefined && after?.lastSeq !== last.seq) throw new TypeError('lastSeq is not that of the last row');
}

/** About what a row costs in memory and on the wire beside its text. */
const ROW_OVERHEAD = 64;

export function sizeOf(entry: JournalEntry): number {
  let bytes = ROW_OVERHEAD + (entry.snapshot?.state.length ?? 0);
  for (const row of entry.rows) bytes += ROW_OVERHEAD + row.head.length + (row.body?.length ?? 0);
  for (const write of entry.bodies ?? []) bytes += write.body?.length ?? 0;
  return bytes;
}
