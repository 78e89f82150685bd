import type { LastWords } from '#desk/cards.ts';
import { RefusalError } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { agentOf } from '#domain/participant.ts';
import { initialState, isEnded } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { Snapshot, Traces } from '#store/recovery.repository.ts';
import type { Store } from '#store/store.ts';
import { isMachine, isShown, previewAfter, previewBy } from './append.ts';
import { NO_PREVIEW, SNAPSHOT_VERSION } from './chat-log.ts';
import type { Start } from './chat-log.ts';
import { Cursors } from './cursors.ts';
import { mended } from './mend.ts';
import { Unread } from './unread.ts';

const PAGE = 500;
/** Public events read back at a time to find the last message of somebody: the end of a chat has few that are none. */
const LAST_WORDS = 10;
/** And in how many such steps at most: a chat to which only machines have spoken may have thousands. */
const MOST_STEPS = 20;

export interface Recovered {
  readonly row: Conversation;
  readonly start: Start;
  readonly cursors: Cursors;
  /** Public events that no agent may have read, oldest first. */
  readonly unread: readonly ConversationEvent[];
  /** Where that begins what observers have not had, oldest first: it may be weeks of a long chat, and each reads the rest as it gets there. */
  readonly undispatched: readonly ConversationEvent[];
  /** The end of the log as it was stored. */
  readonly tail: readonly StoredEvent[];
}

type Source = Pick<Store, 'agents' | 'events' | 'lines' | 'people' | 'recovery'>;

/**
 * A conversation from its log: the newest snapshot that this release reads, and the events after it. Nearly always
 * they all are in the tail that came with the rest; the log is asked for what is not.
 */
export async function recover(store: Source, id: number): Promise<Recovered> {
  const traces = await store.recovery.of(id);
  if (traces === undefined) throw new RefusalError('conversation.unknown');
  const { row, receipts, tail } = traces;
  const end = new LogEnd(store, traces);
  const { state, snapshotSeq } = await stateOf(store, traces, end);
  const cursors = new Cursors(receipts);
  const preview = await named(store, await lastWords(store, traces, end, state));
  const listed = preview.text === row.preview && preview.by === row.previewBy && preview.kind === row.previewKind && preview.from === row.previewFrom;
  const unread = isEnded(state) ? [] : store.lines.events(id, await end.publicBefore(state.publicSeq + 1, Unread.max, cursors.readByStaff));
  const undispatched = store.lines.events(id, await end.after(row.dispatchedSeq));
  return {
    row, cursors, undispatched, tail, start: { state, preview, listed, snapshotSeq, placed: row.queueTicket !== null },
    unread: unread.filter(({ publicSeq }) => (publicSeq ?? 0) > cursors.readByStaff),
  };
}

async function stateOf(store: Source, { row, snapshot }: Traces, end: LogEnd): Promise<{ state: ConversationState; snapshotSeq: number }> {
  const begin = snapshot?.version === SNAPSHOT_VERSION ? snapshotIn(snapshot) : null;
  let state = begin ?? initialState;
  let whole = true;
  for (;;) {
    const lines = await end.after(state.seq);
    if (lines.length === 0) return { state: whole ? state : await mended(store, row, state), snapshotSeq: begin?.seq ?? 0 };
    for (const event of store.lines.events(row.id, lines)) {
      whole &&= event.type !== 'line.illegible';
      state = evolve(state, event);
    }
  }
}

/** Null where it is damaged: the log has all of it. */
function snapshotIn({ state }: Snapshot): ConversationState | null {
  try {
    return JSON.parse(state) as ConversationState;
  } catch {
    return null;
  }
}

/**
 * The row may be older than the last message: the log knows. Behind what machines said is whose words stand before theirs; of a message
 * that nobody can read the row may know the words.
 */
async function lastWords({ lines }: Source, { row }: Traces, end: LogEnd, state: ConversationState): Promise<LastWords> {
  const listed: LastWords = { text: row.preview, by: row.previewBy, kind: row.previewKind, from: row.previewFrom, name: null };
  let said: LastWords | null = null;
  let before = state.publicSeq + 1;
  for (let step = 0; before > 1; step++) {
    // The row is behind by some seconds at most: of somebody's words that are older it knows.
    if (step === MOST_STEPS) return said === null ? listed : previewAfter(listed, said);
    const page = await end.publicBefore(before, LAST_WORDS);
    for (const event of lines.events(row.id, page).toReversed()) {
      if (event.type === 'line.illegible' && event.said) return listed;
      if (!isShown(event)) continue;
      const words = previewBy(event, state);
      if (!isMachine(words)) return said === null ? words : previewAfter(words, said);
      said ??= words;
    }
    before = page[0]?.publicSeq ?? 0;
  }
  return said ?? NO_PREVIEW;
}

/** An agent who spoke last and is in the chat no more is named as lists of the store name them. */
async function named({ agents }: Pick<Store, 'agents'>, words: LastWords): Promise<LastWords> {
  const agent = words.name === null ? agentOf(words.from) : null;
  return agent === null ? words : { ...words, name: (await agents.find(agent))?.name ?? null };
}

/** Reads of a log that nobody writes, from its tail where that reaches back far enough. */
class LogEnd {
  readonly #store: Pick<Store, 'events'>;
  readonly #id: number;
  readonly #tail: readonly StoredEvent[];
  readonly #public: readonly StoredEvent[];

  constructor(store: Pick<Store, 'events'>, { row, tail }: Traces) {
    this.#store = store;
    this.#id = row.id;
    this.#tail = tail;
    this.#public = tail.filter(({ publicSeq }) => publicSeq !== null);
  }

  /** Some events after a position, oldest first; none: there are no more. */
  async after(seq: number): Promise<readonly StoredEvent[]> {
    const [first] = this.#tail;
    if (first === undefined || first.seq <= seq + 1) return this.#tail.filter((event) => event.seq > seq);
    return this.#store.events.range(this.#id, seq, PAGE);
  }

  /** The last public events before a public position, oldest first; those up to `beyond` may be missing. */
  async publicBefore(before: number, limit: number, beyond = 0): Promise<readonly StoredEvent[]> {
    if (before <= beyond + 1) return [];
    const known = this.#public.filter(({ publicSeq }) => (publicSeq ?? before) < before).slice(-limit);
    const reached = this.#tail[0]?.seq === 1 || (known[0]?.publicSeq ?? Infinity) <= beyond + 1;
    return known.length === limit || reached ? known : this.#store.events.publicBefore(this.#id, before, limit);
  }
}
