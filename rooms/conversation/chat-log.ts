import { decide, isRefusal } from '#domain/decide.ts';
import type { Submission } from '#domain/commands.ts';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Journal, JournalFailure, NewConversation, ReceiptWrite } from '#store/journal-entry.ts';
import type { EncodedEvent } from '#wire/log-line.ts';
import { Append, additionOf } from './append.ts';
import type { Extras, Owner, Preview } from './append.ts';
import type { Positions } from './stream-gate.ts';

/** Committed events kept as they were sent, for whoever joins or comes back soon. */
const MAX_RECENT = 50;
/** A snapshot at least every so many events keeps recovery short. */
const SNAPSHOT_EVERY = 200;
export const SNAPSHOT_VERSION = 1;

export interface RecentLine extends EncodedEvent {
  readonly seq: number;
  readonly publicSeq: number | null;
}

/** Answers one command: after its commit, or at once where there is nothing to write. */
export type Answer = (outcome: Positions | Refusal) => void;

/** Rides along with an entry that is written anyway; asked only when there is one. */
export interface Passenger {
  board(): { readonly dispatchedSeq?: number; readonly receipts?: readonly ReceiptWrite[] };
}

export interface LogObserver {
  committed(append: Append, ticket: number | null): void;
  /** Nothing that was taken since the last commit holds. */
  lost(reason: JournalFailure): void;
}

/**
 * A conversation's log as its actor holds it. Decisions are made on the speculative state, appends are pipelined,
 * and only what is committed is shown to anybody.
 */
export class ChatLog {
  /** After everything decided; ahead of {@link durable} by what is on its way to the disk. */
  state: ConversationState;
  /** After everything committed. */
  durable: ConversationState;
  preview: Preview;
  recent: RecentLine[] = [];
  readonly #journal: Journal;
  readonly #owner: Owner;
  readonly #observer: LogObserver;
  #pending: Answer[] = [];
  #pendingSince = 0;
  #snapshotSeq: number;

  constructor(journal: Journal, owner: Owner, start: { state: ConversationState; preview: Preview; snapshotSeq: number }, observer: LogObserver) {
    this.#journal = journal;
    this.#owner = owner;
    this.#observer = observer;
    this.state = start.state;
    this.durable = start.state;
    this.preview = start.preview;
    this.#snapshotSeq = start.snapshotSeq;
  }

  static empty(journal: Journal, owner: Owner, observer: LogObserver): ChatLog {
    return new ChatLog(journal, owner, { state: initialState, preview: { text: '', by: 'system' }, snapshotSeq: 0 }, observer);
  }

  /** Commands taken and not yet committed. */
  get inFlight(): number {
    return this.#pending.length - this.#pendingSince;
  }

  /** Decides a command; `answer` is called once, with positions after the commit or with why not. */
  submit(submission: Submission, now: number, answer: Answer, passenger?: Passenger, creation?: NewConversation): void {
    const events = decide(this.state, submission, now);
    if (isRefusal(events)) return answer(events);
    const [first] = events;
    if (first === undefined) return answer({ seq: null, publicSeq: null });
    const after = events.reduce(evolve, this.state);
    const addition = additionOf(events, this.state, after, this.preview);
    // Asked before anything boards: what boards an entry that is not taken would be lost.
    if (!this.#journal.accepts) return answer(refuse('busy'));
    const extras: Extras = { ...passenger?.board(), ...this.#snapshotDue(after), ...(creation === undefined ? {} : { creation }) };
    if (!this.#journal.append(new Append(this.#owner, addition, extras, this))) return answer(refuse('busy'));
    this.state = after;
    this.preview = addition.preview;
    this.#pending.push(answer);
  }

  /** Writes bookkeeping that has no event. False when the journal is full. */
  note(extras: { readonly receipts?: readonly ReceiptWrite[]; readonly dispatchedSeq?: number; readonly snapshot?: true }, done?: (reason: JournalFailure | null) => void): boolean {
    const { snapshot, ...rest } = extras;
    const all: Extras = snapshot === undefined ? rest : { ...rest, snapshot: this.#snapshotOf(this.durable) };
    return this.#journal.append(new Append(this.#owner, { events: [], lines: [], after: this.durable, preview: this.preview }, all, {
      committed: () => done?.(null),
      failed: (reason) => done?.(reason),
    }));
  }

  committed(append: Append, ticket: number | null): void {
    this.durable = append.after;
    for (let i = 0; i < append.events.length; i++) {
      const event = append.events[i];
      const line = append.lines[i];
      if (event !== undefined && line !== undefined) this.recent.push({ ...line, seq: event.seq, publicSeq: event.publicSeq });
    }
    if (this.recent.length > MAX_RECENT * 2) this.recent = this.recent.slice(-MAX_RECENT);
    this.#observer.committed(append, ticket);
    const [first] = append.events;
    this.#next()?.({ seq: first?.seq ?? null, publicSeq: first?.publicSeq ?? null });
  }

  failed(reason: JournalFailure): void {
    const refusal = refusalFor(reason);
    const waiting = this.#pending.slice(this.#pendingSince);
    this.#pending = [];
    this.#pendingSince = 0;
    for (const answer of waiting) answer(refusal);
    this.#observer.lost(reason);
  }

  /** Forgets what memory holds for convenience only. */
  trim(): void {
    this.recent = [];
  }

  /** The oldest answer; the list is compacted when half of it is spent, so that a long pipeline stays linear. */
  #next(): Answer | undefined {
    const answer = this.#pending[this.#pendingSince++];
    if (this.#pendingSince === this.#pending.length) {
      this.#pending.length = 0;
      this.#pendingSince = 0;
    } else if (this.#pendingSince > 256) {
      this.#pending = this.#pending.slice(this.#pendingSince);
      this.#pendingSince = 0;
    }
    return answer;
  }

  #snapshotDue(after: ConversationState): Extras {
    return after.seq - this.#snapshotSeq < SNAPSHOT_EVERY ? {} : { snapshot: this.#snapshotOf(after) };
  }

  #snapshotOf(state: ConversationState): { seq: number; version: number; state: string } {
    this.#snapshotSeq = state.seq;
    return { seq: state.seq, version: SNAPSHOT_VERSION, state: JSON.stringify(state) };
  }
}

/** All but a second open chat may succeed when the actor has been reloaded. */
function refusalFor(reason: JournalFailure): Refusal {
  if (reason === 'open-exists') return refuse('conversation.exists');
  return refuse(reason === 'store-failed' ? 'unavailable' : 'actor.moved');
}
