import { RefusalError } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import { decodeEvent } from '#wire/log-line.ts';
import { SNAPSHOT_VERSION } from './chat-log.ts';

const PAGE = 500;

export interface Recovered {
  readonly row: Conversation;
  readonly state: ConversationState;
  readonly snapshotSeq: number;
}

/** A conversation from its log: the newest snapshot that this release reads, and the events after it. */
export async function recover(store: Store, publicId: string): Promise<Recovered> {
  const row = await store.conversations.byPublicId(publicId);
  if (row === undefined) throw new RefusalError('conversation.unknown');
  const snapshot = await store.snapshots.find(row.id);
  const usable = snapshot !== undefined && snapshot.version === SNAPSHOT_VERSION;
  const snapshotSeq = usable ? snapshot.seq : 0;
  let state = usable ? (JSON.parse(snapshot.state) as ConversationState) : initialState;
  for (;;) {
    const events = await store.events.range(row.id, state.seq, PAGE);
    for (const line of events) state = evolve(state, decodeEvent(line));
    if (events.length < PAGE) return { row, state, snapshotSeq };
  }
}
