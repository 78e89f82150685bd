/** How much goes together, and how much may wait. */
export interface JournalOptions {
  /** Least time between the starts of two commits, ms. Default: what {@link lingerFor} makes of the commits' own time. */
  readonly lingerMs?: number | null;
  /** Where that is made of the commits' time, at least this, ms. Default 2. */
  readonly leastLingerMs?: number;
  /** Rows a commit. Default 1,000: above it the cost a row no longer falls, and the last row waits for all. */
  readonly maxBatchRows?: number;
  /** Bytes a commit, about. Default 4 MB: one packet must stay below MySQL's max_allowed_packet (16 MB). */
  readonly maxBatchBytes?: number;
  /** Rows that may wait before `append` refuses. Default 20,000: what a storm of new chats brings at once. */
  readonly maxQueuedRows?: number;
  /** Bytes that may wait before `append` refuses. Default 64 MB. */
  readonly maxQueuedBytes?: number;
  /**
   * How long the oldest entry may have waited for its commit to begin before `append` refuses, ms. Default 500: beyond
   * saturation a bounded wait and a refusal serve people better than a queue that all wait in.
   */
  readonly maxWaitMs?: number;
}

export const JOURNAL_DEFAULTS = { lingerMs: null, leastLingerMs: 2, maxBatchRows: 1000, maxBatchBytes: 4 << 20, maxQueuedRows: 20_000, maxQueuedBytes: 64 << 20, maxWaitMs: 500 };

/**
 * How long a row takes from `append` to its answer, in the middle, ms, where the disk allows it: nobody notices it, and all of it that the
 * disk does not need is spent on sharing commits. A row more a commit saves little above fifteen or so.
 */
const MEDIAN_MS = 3.2;

/** A row waits for half of the time between two commits, and then for its own. */
export const lingerFor = (commitMs: number, leastMs = JOURNAL_DEFAULTS.leastLingerMs): number => Math.max(leastMs, 2 * (MEDIAN_MS - commitMs));
