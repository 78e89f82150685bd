import { randomBytes } from 'node:crypto';
import { ulid } from '#domain/ulid.ts';
import type { Committed, Journal, JournalEntry, JournalFailure, LogRow, NewConversation, Projection, Touch } from '#store/journal-entry.ts';
import type { Store } from '#store/store.ts';

export const newUlid = (): string => ulid(Date.now(), randomBytes(16));

export const row = (seq: number, more: Partial<LogRow> = {}): LogRow => ({
  seq,
  publicSeq: seq,
  clientId: null,
  at: 1_700_000_000_000 + seq,
  head: `{"type":"message.posted","seq":${seq}}`,
  body: `{"text":"message ${seq}"}`,
  ...more,
});

export const touch = (lastSeq: number): Touch => ({
  lastSeq,
  lastPublicSeq: lastSeq,
  messageCount: lastSeq,
  updatedAt: 1_700_000_000_000 + lastSeq,
});

export const projection = (lastSeq: number, more: Partial<Projection> = {}): Projection => ({
  ...touch(lastSeq),
  preview: `message ${lastSeq}`,
  previewBy: 'visitor',
  previewKind: 'text',
  previewFrom: null,
  status: 'queued',
  departmentId: 'D'.repeat(26),
  assigneeId: null,
  transferAgentId: null,
  transferDepartmentId: null,
  openKey: null,
  queuedAt: 1_700_000_000_000,
  endedAt: null,
  ...more,
});

export const creation = (publicId: string): NewConversation => ({
  key: `conversation:${publicId}`,
  node: 'node-a',
  publicId,
  contactId: 'C'.repeat(26),
  channelAccountId: 'W'.repeat(26),
  locale: 'en',
  startedAt: 1_700_000_000_000,
});

export type Result = Committed | { readonly failed: JournalFailure };
export type Draft = Partial<Omit<JournalEntry, 'committed' | 'failed'>> & Pick<JournalEntry, 'conversation' | 'epoch'>;

/** Appends and resolves with how it ended; rejects when the journal is busy. */
export const append = (journal: Journal, draft: Draft): Promise<Result> =>
  new Promise((resolve, reject) => {
    const taken = journal.append({
      rows: [],
      touch: null,
      projection: null,
      ...draft,
      committed: resolve,
      failed: (failed) => resolve({ failed }),
    });
    if (!taken) reject(new Error('busy'));
  });

/** Appends one message with this position. */
export const post = (journal: Journal, conversation: number, epoch: number, seq: number, clientId: string | null = null): Promise<Result> =>
  append(journal, { conversation, epoch, rows: [row(seq, { clientId })], touch: touch(seq) });

export interface Started {
  readonly id: number;
  readonly publicId: string;
}

/** A new conversation with one event, owned with epoch 1. */
export async function start(store: Store, more: Partial<Projection> = {}, issueTicket = false): Promise<Started & { readonly result: Result }> {
  const id = store.ids.next();
  const publicId = newUlid();
  const result = await append(store.journal, {
    conversation: id,
    epoch: 1,
    rows: [row(1)],
    projection: projection(1, more),
    creation: creation(publicId),
    issueTicket,
  });
  return { id, publicId, result };
}
