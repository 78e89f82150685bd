import { decide } from '#domain/decide.ts';
import type { Submission } from '#domain/commands.ts';
import { isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { evolve } from '#domain/evolve.ts';
import { initialState, isWaiting } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { LastWords } from '#desk/cards.ts';
import { busy } from '#src/load.ts';
import type { Journal, JournalFailure, ReceiptWrite } from '#store/journal-entry.ts';
import type { EncodedEvent } from '#wire/log-line.ts';
import { Answers, mayChange } from './answers.ts';
import type { Answer } from './answers.ts';
import { Append, additionOf } from './append.ts';
import type { Extras, Owner } from './append.ts';
import { NO_EFFECT } from './stream-gate.ts';
import type { Positions } from './stream-gate.ts';

/**
 * Committed events are kept as they were sent while a chat begins, for its first joins, and while a page is read. No
 * longer: a message that outlives its delivery is copied by the collector, whose pauses everybody feels.
 */
const YOUNG = 4;
/** A snapshot at least every so many events keeps recovery short. */
const SNAPSHOT_EVERY = 200;
export const SNAPSHOT_VERSION = 3;

/** Before the first public message. */
export const NO_PREVIEW: LastWords = { text: '', by: 'system', kind: 'text', from: null, name: null };

export interface RecentLine extends Pick<EncodedEvent, 'full' | 'public'> {
  readonly seq: number;
  readonly publicSeq: number | null;
}

/** What must reach the disk but has no event. `preview`: let lists show the last message. */
export interface Luggage {
  readonly dispatchedSeq?: number;
  readonly receipts?: readonly ReceiptWrite[];
  readonly preview?: true;
}

/** Rides along with an entry that is written anyway; asked only when there is one. */
export interface Passenger {
  board(): Luggage;
}

/** Where a log begins in memory. */
export interface Start {
  readonly state: ConversationState;
  readonly preview: LastWords;
  /** Whether lists show this preview already. */
  readonly listed: boolean;
  readonly snapshotSeq: number;
  /** Whether the chat has a place in the queues: one for all that it ever stands in, until it is reopened. */
  readonly placed: boolean;
}

/** What comes with a command: its chat, where it is new; on whose word it was given. */
export type Given = Pick<Extras, 'creation' | 'grant'>;

const NOTHING: Extras = {};

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
  preview: LastWords;
  recent: RecentLine[] = [];
  /** Pages that are being read: until they are, nothing committed meanwhile may be forgotten. */
  readers = 0;
  readonly #journal: Journal;
  readonly #owner: Owner;
  readonly #observer: LogObserver;
  readonly #answers = new Answers();
  /** The actor is gone. */
  #left = false;
  #snapshotSeq: number;
  /** It has a ticket, or one is on its way. */
  #placed: boolean;
  /** The preview that was written last: plain messages go on without it. */
  #listed: LastWords | null;

  constructor(journal: Journal, owner: Owner, start: Start, observer: LogObserver) {
    this.#journal = journal;
    this.#owner = owner;
    this.#observer = observer;
    this.state = start.state;
    this.durable = start.state;
    this.preview = start.preview;
    this.#listed = start.listed ? start.preview : null;
    this.#snapshotSeq = start.snapshotSeq;
    this.#placed = start.placed;
  }

  static empty(journal: Journal, owner: Owner, observer: LogObserver): ChatLog {
    return new ChatLog(journal, owner, { state: initialState, preview: NO_PREVIEW, listed: true, snapshotSeq: 0, placed: false }, observer);
  }

  /** Whether the store's lists show an older message than the last. */
  get previewStale(): boolean {
    return this.preview !== this.#listed;
  }

  /** Whether the next {@link note} would be taken. */
  get accepts(): boolean {
    return this.#journal.accepts;
  }

  /** Decides a command; `answer` is called once, with positions after the commit or with why not. False where it has no effect, for good. */
  submit(submission: Submission, now: number, answer: Answer, passenger?: Passenger, given: Given = NOTHING): boolean {
    const events = decide(this.state, submission, now);
    if (isRefusal(events) || events.length === 0) {
      const outcome = isRefusal(events) ? events : NO_EFFECT;
      this.afterwards(answer, outcome);
      return mayChange(outcome);
    }
    if (!this.#append(events, answer, passenger, given)) answer(busy(this.#journal.waitMs));
    return true;
  }

  /** Answers what needs no decision, or was decided without events; see {@link Answers.follow}. */
  afterwards(answer: Answer, outcome: Positions | Refusal): void {
    this.#answers.follow(answer, outcome);
  }

  #append(events: readonly ConversationEvent[], answer: Answer, passenger: Passenger | undefined, given: Given): boolean {
    const after = events.reduce(evolve, this.state);
    const addition = additionOf(events, this.state, after, this.preview);
    // Asked before anything boards: what boards an entry that is not taken would be lost.
    if (!this.accepts) return false;
    const extras = this.#extrasFor(after, passenger, given);
    const append = new Append(this.#owner, addition, extras, this);
    if (!this.#journal.append(append)) return false;
    if (append.projection !== null || append.preview !== undefined) this.#listed = addition.preview;
    this.state = after;
    this.preview = addition.preview;
    if (append.issueTicket === true) this.#placed = true;
    this.#answers.wait(answer);
    return true;
  }

  /** Writes bookkeeping that has no event. False when the journal is full. */
  note(luggage: Luggage & { readonly snapshot?: true }, done?: (reason: JournalFailure | null) => void): boolean {
    const { snapshot, preview, ...rest } = luggage;
    const { durable: after, preview: shown } = this;
    const extras: Extras = {
      ...rest,
      ...(preview === true && this.previewStale ? { preview } : {}),
      ...(snapshot === true ? { snapshot: this.#snapshotOf(after) } : {}),
    };
    const append = new Append(this.#owner, { events: [], lines: [], after, preview: shown }, extras, {
      committed: () => done?.(null),
      failed: (reason) => {
        // The epoch is over, whatever the entry was: whoever only reads must not stay on an actor that hears nothing more.
        this.failed(reason);
        done?.(reason);
      },
    });
    if (!this.#journal.append(append)) return false;
    if (append.preview !== undefined) this.#listed = shown;
    return true;
  }

  committed(append: Append, ticket: number | null): void {
    this.durable = append.after;
    for (let i = 0; i < append.events.length; i++) {
      const event = append.events[i];
      const line = append.lines[i];
      if (event !== undefined && line !== undefined) this.#recall(event, line);
    }
    if (!this.#left) this.#observer.committed(append, ticket);
    const [first] = append.events;
    this.#answers.next({ seq: first?.seq ?? null, publicSeq: first?.publicSeq ?? null });
  }

  #recall({ seq, publicSeq }: ConversationEvent, line: EncodedEvent): void {
    if (this.readers > 0 || seq <= YOUNG) this.recent.push({ seq, publicSeq, full: line.full, public: line.public });
    else if (this.recent.length > 0) this.recent = [];
  }

  failed(reason: JournalFailure): void {
    this.#answers.fail(refusalFor(reason));
    this.#observer.lost(reason);
  }

  /**
   * The actor gives up: what is still on its way to the disk is answered, and nobody is shown it from here. The next activation has
   * it from the log, and knows what has happened since.
   */
  leave(): void {
    this.#left = true;
  }

  /** Forgets what memory holds for convenience only. */
  trim(): void {
    if (this.readers === 0) this.recent = [];
  }

  #extrasFor(after: ConversationState, passenger: Passenger | undefined, given: Given): Extras {
    const luggage: Extras = passenger?.board() ?? NOTHING;
    const snapshot = after.seq - this.#snapshotSeq >= SNAPSHOT_EVERY;
    // What an agent began waits for nobody, and has no place until it does.
    const place = !this.#placed && isWaiting(after);
    if (given === NOTHING && !snapshot && !place) return luggage;
    return { ...luggage, ...given, ...(snapshot ? { snapshot: this.#snapshotOf(after) } : {}), ...(place ? { issueTicket: true } : {}) };
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
