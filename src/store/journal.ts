import { checkEntry, extendGroup, sizeOf, startGroup, UnknownCommit, type BatchWriter, type Group, type Outcome } from './batch.ts';
import type { Committed, Journal, JournalEntry, JournalFailure, JournalStats } from './journal-entry.ts';
import { JOURNAL_DEFAULTS, lingerFor } from './journal-limits.ts';
import type { JournalOptions } from './journal-limits.ts';
import type { StoreLogger } from './store.ts';

/** Conversations whose failure is remembered. Continuity protects the log also without it. */
const MAX_BROKEN = 10_000;

const NO_TICKET: Committed = { ticket: null };

/** In {@link Batch.places}: the entry goes into no group. */
const FENCED = -1;

/** A batch on its way: entries in the order of `append`, and of each which group it is in. */
interface Batch {
  readonly entries: readonly JournalEntry[];
  readonly places: readonly number[];
  readonly groups: readonly Group[];
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Group commit: one commit in flight, and the next batch is what arrived meanwhile. The writer decides what is
 * fenced; this class decides what goes together, who is told, and when to say no.
 */
export class GroupJournal implements Journal {
  afterBatch: (() => void) | undefined;
  readonly #writer: BatchWriter;
  readonly #logger: StoreLogger;
  readonly #options: Required<JournalOptions>;
  /** Conversation to the epoch that failed: its later entries were decided on what never happened. */
  readonly #broken = new Map<number, number>();
  readonly #stats = { commits: 0, rows: 0, failures: 0, retries: 0, commitMs: 0 };
  /** How long a commit takes lately, ms. */
  #usualMs = 0;
  #queue: JournalEntry[] = [];
  /** Of each entry in the queue: when it came. */
  #since: number[] = [];
  #rows = 0;
  #bytes = 0;
  #writing = false;
  #scheduled = false;
  #closed = false;
  #lastStart = 0;
  #idle: (() => void)[] = [];

  constructor(writer: BatchWriter, logger: StoreLogger, options: JournalOptions = {}) {
    this.#writer = writer;
    this.#logger = logger;
    this.#options = { ...JOURNAL_DEFAULTS, ...options };
  }

  get depth(): number {
    return this.#rows;
  }

  get stats(): JournalStats {
    return { ...this.#stats };
  }

  get accepts(): boolean {
    const { maxQueuedRows, maxQueuedBytes, maxWaitMs } = this.#options;
    return !this.#closed && this.#rows < maxQueuedRows && this.#bytes < maxQueuedBytes && this.waitMs < maxWaitMs;
  }

  get waitMs(): number {
    const [oldest] = this.#since;
    return oldest === undefined ? 0 : performance.now() - oldest;
  }

  append(entry: JournalEntry): boolean {
    checkEntry(entry);
    if (!this.accepts) return false;
    this.#bytes += sizeOf(entry);
    this.#rows += weigh(entry);
    this.#queue.push(entry);
    this.#since.push(performance.now());
    this.#schedule();
    return true;
  }

  drain(): Promise<void> {
    if (!this.#writing && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.drain();
    await this.#writer.close();
  }

  #schedule(): void {
    if (this.#scheduled || this.#writing || this.#queue.length === 0) return;
    this.#scheduled = true;
    const flush = (): void => {
      this.#scheduled = false;
      void this.#flush();
    };
    const wait = this.#lastStart + (this.#options.lingerMs ?? lingerFor(this.#usualMs, this.#options.leastLingerMs)) - performance.now();
    if (wait > 0 && this.#rows < this.#options.maxBatchRows) setTimeout(flush, wait);
    else setImmediate(flush);
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    this.#lastStart = performance.now();
    const batch = this.#take();
    const outcomes = await this.#commit(batch);
    this.#stats.commitMs = performance.now() - this.#lastStart;
    this.#usualMs += (this.#stats.commitMs - this.#usualMs) / 16;
    this.#rows -= batch.rows;
    this.#bytes -= batch.bytes;
    this.#report(batch, outcomes);
    this.#writing = false;
    this.#schedule();
    if (!this.#scheduled) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Takes the next batch from the queue: the longest run within the limits in which no conversation changes its epoch. */
  #take(): Batch {
    const { maxBatchRows, maxBatchBytes } = this.#options;
    const places: number[] = [];
    const groups: Group[] = [];
    const placeOf = new Map<number, number>();
    let rows = 0;
    let bytes = 0;
    for (const entry of this.#queue) {
      if (rows >= maxBatchRows || bytes >= maxBatchBytes) break;
      const place = placeOf.get(entry.conversation) ?? groups.length;
      const group = groups[place];
      if (group !== undefined && group.epoch !== entry.epoch) break;
      rows += weigh(entry);
      bytes += sizeOf(entry);
      if (this.#isBroken(entry)) places.push(FENCED);
      else if (group === undefined) {
        placeOf.set(entry.conversation, place);
        groups.push(startGroup(entry));
        places.push(place);
      } else if (extendGroup(group, entry)) places.push(place);
      else {
        this.#break(entry);
        places.push(FENCED);
      }
    }
    const entries = this.#queue;
    this.#queue = entries.splice(places.length);
    this.#since = this.#since.slice(places.length);
    return { entries, places, groups, rows, bytes };
  }

  /** The outcome of each entry. Never rejects. */
  async #commit(batch: Batch): Promise<readonly Outcome[]> {
    const { places, groups } = batch;
    if (groups.length === 0) return places.map(() => 'fenced');
    try {
      const written = await this.#writer.write(groups);
      if (written === 'conflict') return await this.#isolate(batch);
      return places.map((place) => (place === FENCED ? 'fenced' : (written[place] ?? null)));
    } catch (error) {
      const reason: JournalFailure = error instanceof UnknownCommit ? 'unknown' : 'store-failed';
      this.#logger.error({ err: error, reason, entries: places.length }, 'journal batch failed');
      return places.map((place) => (place === FENCED ? 'fenced' : reason));
    }
  }

  /** A constraint refused the batch: once more, entry by entry in the order of `append`, so that only the guilty fail. */
  async #isolate({ entries, places }: Batch): Promise<readonly Outcome[]> {
    this.#stats.retries++;
    const singles = entries.filter((_, i) => places[i] !== FENCED).map(startGroup);
    const written = await this.#writer.writeCarefully(singles);
    let next = 0;
    return places.map((place) => (place === FENCED ? 'fenced' : (written[next++] ?? null)));
  }

  #report({ entries }: Batch, outcomes: readonly Outcome[]): void {
    this.#stats.commits++;
    for (const [i, entry] of entries.entries()) this.#answer(entry, outcomes[i] ?? null);
    try {
      this.afterBatch?.();
    } catch (error) {
      this.#logThrown(error);
    }
  }

  /** A callback that throws is its owner's problem, not that of the other conversations in the batch. */
  #answer(entry: JournalEntry, outcome: Outcome): void {
    try {
      if (typeof outcome === 'string') {
        this.#stats.failures++;
        this.#break(entry);
        entry.failed(outcome);
      } else {
        this.#stats.rows += entry.rows.length;
        entry.committed(entry.issueTicket === true ? { ticket: outcome } : NO_TICKET);
      }
    } catch (error) {
      this.#logThrown(error);
    }
  }

  #break({ conversation, epoch }: JournalEntry): void {
    const [oldest] = this.#broken.keys();
    if (this.#broken.size >= MAX_BROKEN && oldest !== undefined) this.#broken.delete(oldest);
    this.#broken.set(conversation, Math.max(epoch, this.#broken.get(conversation) ?? 0));
  }

  #isBroken({ conversation, epoch }: JournalEntry): boolean {
    if (this.#broken.size === 0) return false;
    const failed = this.#broken.get(conversation);
    if (failed === undefined) return false;
    if (epoch <= failed) return true;
    this.#broken.delete(conversation);
    return false;
  }

  #logThrown(error: unknown): void {
    this.#logger.error({ err: error }, 'journal callback threw');
  }
}

/** What an entry counts against the limits. */
const weigh = (entry: JournalEntry): number => Math.max(1, entry.rows.length);
