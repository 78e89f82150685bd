import type { DatabaseSync } from 'node:sqlite';
import { prepare } from './tail-statements.ts';

/** Events of one conversation that are settled together: their places fill a page, and its head moves once. */
const TOGETHER = 16;
/** Events that may wait in all; above it the oldest are settled first. All of them take about 20 ms. */
const MAX_WAITING = 8192;
/** No event waits longer than this many others: a start after a crash reads no more of the log. */
const MAX_AGE = 32_768;
/** Conversations whose head is remembered after it was settled. */
const MAX_KNOWN = 20_000;
/** Events that one turn of the writer settles, about: some 3 ms. A batch of people's words waits for no more than that. */
const A_TURN = 1024;

/** The head of a conversation's log, as a decision leaves it. */
export interface Position {
  readonly lastSeq: number;
  readonly lastPublicSeq: number;
  readonly messageCount: number;
  readonly updatedAt: number;
  readonly dispatchedSeq: number;
}

export interface Head {
  readonly conversation: number;
  /** Under which the conversation is owned. */
  epoch: number;
  /** How often {@link Tail.distrust} was called before the epoch was read. */
  checked: number;
  at: Position;
  /** Rows of the log without a place, oldest first; the last one is that of `at.lastSeq`. */
  rows: readonly number[];
}

interface Step {
  readonly head: Head;
  /** Null when the transaction read the head itself. */
  readonly was: Pick<Head, 'at' | 'rows'> | null;
}

/**
 * What is committed and not yet in its place. A commit appends to the log, which is a page or two; where an event
 * belongs (`places`) and how far its conversation is (`heads`) touch a page each, and are written for many events at
 * once. The log alone is enough to do that later, also after a crash.
 *
 * Used inside a transaction, which begins with {@link begin}. Memory follows it: {@link keep} after the commit,
 * {@link undo} after the rollback.
 */
export class Tail {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #heads = new Map<number, Head>();
  /** Those with rows that wait; the longest waiting come first, nearly. */
  readonly #waiting = new Set<Head>();
  readonly #steps: Step[] = [];
  #count = 0;
  #next = 1;
  /** Every row of the log up to this one has its place. */
  #settled = 0;
  #trust = 0;
  #version: unknown = null;
  /** By the transaction that is under way. */
  #recovered = false;

  constructor(db: DatabaseSync) {
    this.#statements = prepare(db);
  }

  /** The row id that the next row of the log gets. */
  get next(): number {
    return this.#next;
  }

  /** Where {@link undo} can go back to. */
  get mark(): number {
    return this.#steps.length;
  }

  /** True when reads see everything. */
  get isSettled(): boolean {
    return this.#count === 0 && this.#readVersion() === this.#version;
  }

  /** After another process wrote, or at the start, nothing that is remembered counts. */
  begin(): void {
    const version = this.#readVersion();
    if (version === this.#version) return;
    this.#forget();
    this.#recover();
    this.#version = version;
    this.#recovered = true;
  }

  /** Owners may have changed. */
  distrust(): void {
    this.#trust++;
  }

  /** The head, if the conversation is owned under this epoch. */
  owned(conversation: number, epoch: number): Head | null {
    const head = this.#heads.get(conversation) ?? this.#load(conversation);
    if (head === null) return null;
    if (head.checked !== this.#trust) {
      head.epoch = Number(this.#statements.epoch.get(conversation)?.epoch);
      head.checked = this.#trust;
    }
    return head.epoch === epoch ? head : null;
  }

  /** The caller has appended `rows` rows to the log, from {@link next} on. */
  advance(head: Head, rows: number, at: Position): void {
    this.#steps.push({ head, was: { at: head.at, rows: head.rows } });
    head.at = at;
    if (rows === 0) return this.settle(head);
    head.rows = [...head.rows, ...Array.from({ length: rows }, (_, i) => this.#next + i)];
    this.#next += rows;
    this.#count += rows;
    this.#waiting.add(head);
    if (head.rows.length >= TOGETHER) this.settle(head);
  }

  settle(head: Head): void {
    const { conversation, at, rows } = head;
    const { place, move } = this.#statements;
    const first = at.lastSeq - rows.length + 1;
    rows.forEach((id, i) => place.run(conversation, first + i, id));
    move.run(at.lastSeq, at.lastPublicSeq, at.messageCount, at.updatedAt, at.dispatchedSeq, conversation);
    this.#steps.push({ head, was: { at, rows } });
    this.#release(head);
  }

  /** Settles what came before this row of the log, as much as a turn has room for. True when none is left. */
  settleBefore(row: number, most = A_TURN): boolean {
    const due: Head[] = [];
    let events = 0;
    for (const head of this.#waiting) {
      if (events >= most) break;
      if ((head.rows[0] ?? row) >= row) continue;
      due.push(head);
      events += head.rows.length;
    }
    for (const head of due.sort((a, b) => a.conversation - b.conversation)) this.settle(head);
    let oldest = this.#next;
    for (const { rows } of this.#waiting) oldest = Math.min(oldest, rows[0] ?? oldest);
    this.#settle(oldest - 1);
    return oldest >= row;
  }

  /** Keeps what waits within its bounds. */
  tidy(): void {
    for (const head of this.#waiting) {
      if (this.#count <= MAX_WAITING) break;
      this.settle(head);
    }
    if (this.#next - this.#settled > MAX_AGE) this.settleBefore(this.#next - MAX_AGE / 2, Infinity);
    if (this.#heads.size > MAX_KNOWN) {
      for (const [conversation, head] of this.#heads) if (head.rows.length === 0) this.#heads.delete(conversation);
    }
  }

  /** The transaction is committed. */
  keep(): void {
    this.#steps.length = 0;
    this.#recovered = false;
  }

  /** The transaction, or what of it came after `mark`, is undone. */
  undo(mark = 0): void {
    for (const { head, was } of this.#steps.splice(mark).reverse()) {
      this.#release(head);
      if (was === null) this.#heads.delete(head.conversation);
      else {
        head.at = was.at;
        head.rows = was.rows;
        this.#heads.set(head.conversation, head);
        this.#count += was.rows.length;
        if (was.rows.length > 0) this.#waiting.add(head);
      }
    }
    if (mark > 0 || !this.#recovered) return;
    this.#recovered = false;
    this.#version = null;
  }

  #release(head: Head): void {
    this.#count -= head.rows.length;
    this.#waiting.delete(head);
    head.rows = NONE;
  }

  #load(conversation: number): Head | null {
    const row = this.#statements.load.get(conversation);
    if (row === undefined) return null;
    const { lastSeq, lastPublicSeq, messageCount, updatedAt, dispatchedSeq, epoch } = row;
    const head: Head = {
      conversation, epoch: Number(epoch), checked: this.#trust, rows: NONE,
      at: {
        lastSeq: Number(lastSeq), lastPublicSeq: Number(lastPublicSeq), messageCount: Number(messageCount),
        updatedAt: Number(updatedAt), dispatchedSeq: Number(dispatchedSeq),
      },
    };
    this.#heads.set(conversation, head);
    this.#steps.push({ head, was: null });
    return head;
  }

  #settle(id: number): void {
    if (id === this.#settled) return;
    this.#statements.mark.run(id);
    this.#settled = id;
  }

  #forget(): void {
    this.#heads.clear();
    this.#waiting.clear();
    this.#steps.length = 0;
    this.#count = 0;
  }

  /** Puts everything in its place that a process which is no more, or another one, left in the log. */
  #recover(): void {
    const { mark, settled, last, placeRest, moveRest } = this.#statements;
    const from = Number(settled.get()?.value);
    const to = Number(last.get()?.id);
    if (to > from) {
      placeRest.run(from);
      moveRest.run(from);
      mark.run(to);
    }
    this.#settled = to;
    this.#next = to + 1;
  }

  #readVersion(): unknown {
    return this.#statements.version.get()?.data_version;
  }
}

const NONE: readonly number[] = [];
