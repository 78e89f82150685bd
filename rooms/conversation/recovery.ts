import { RefusalError } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { PreviewWrite } from '#store/journal-entry.ts';
import type { Store } from '#store/store.ts';
import { decodeEvent } from '#wire/log-line.ts';
import { isShown, previewBy } from './append.ts';
import { NO_PREVIEW, SNAPSHOT_VERSION } from './chat-log.ts';
import type { Start } from './chat-log.ts';

const PAGE = 500;
/** Public events read back at a time to find the last message: the end of a chat has few that are none. */
const LAST_WORDS = 10;

export interface Recovered {
  readonly row: Conversation;
  readonly start: Start;
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
    if (events.length < PAGE) break;
  }
  const preview = await lastWords(store, row.id, state);
  const listed = preview.text === row.preview && preview.by === row.previewBy;
  return { row, start: { state, preview, listed, snapshotSeq } };
}

/** The row may be older than the last message: the log knows. */
async function lastWords({ events }: Store, id: number, state: ConversationState): Promise<PreviewWrite> {
  for (let before = state.publicSeq + 1; before > 1;) {
    const lines = await events.publicBefore(id, before, LAST_WORDS);
    const last = lines.map(decodeEvent).findLast(isShown);
    if (last !== undefined) return previewBy(last, state);
    before = lines[0]?.publicSeq ?? 0;
  }
  return NO_PREVIEW;
}
