import type { LocalText } from '#wire/api.ts';

type MaybePromise<T> = T | Promise<T>;

/** A piece of work as its worker gets it. */
export interface WorkPiece {
  /** As it was added; the same at every attempt. */
  readonly key: string;
  readonly lane: string;
  readonly payload: unknown;
  /** 1 for the first. */
  readonly attempt: number;
  /** Ms since the epoch. */
  readonly createdAt: number;
  /** Of a worker that `gathers`: payloads of what waits behind it in its lane, in order, 19 at most. Of others: none. */
  readonly behind: readonly unknown[];
}

/**
 * Tried again: after `retryMs`, or after the usual back-off. Given up: shown to administrators, who may have it tried again.
 * `along`: done, and the first so many of `behind` with it.
 */
export type WorkOutcome = { readonly error: string; readonly retryMs?: number } | { readonly dead: string } | { readonly along: number };

/** Does pieces of work, at least once each. Throwing means: again, later. */
export interface PluginWorker<X> {
  readonly title: LocalText;
  /** Lanes at a time. Default 16. */
  readonly parallel?: number;
  /** The wait before the second attempt, doubled with each further one up to an hour, ms. Default 5,000. */
  readonly firstRetryMs?: number;
  /** So long after it was added a piece is given up, ms. Default 24 hours. */
  readonly giveUpAfterMs?: number;
  /** It may do several pieces of a lane at once, and is told of those behind each. Default false. */
  readonly gathers?: boolean;
  readonly run: (ctx: X, piece: WorkPiece) => MaybePromise<WorkOutcome | void>;
  /** Before a piece is given up, at least once. Throwing leaves it waiting, and both are tried again. */
  readonly gaveUp?: (ctx: X, piece: WorkPiece, why: GivenUp) => MaybePromise<void>;
}

/** `dead`: the worker said so; else its time was up. */
export interface GivenUp {
  readonly dead: boolean;
  readonly error: string;
}

/** When a job runs: every so many seconds (10 at least), or by a cron expression. */
export type Schedule = { readonly seconds: number } | { readonly cron: string; readonly timeZone?: string };

/** Runs on one node of the cluster at a time, at least once each time it is due. A run that must end, because its time is up or another node takes over, finds its ctx closed. */
export interface PluginJob<X> {
  readonly title: LocalText;
  readonly schedule: Schedule;
  /** How long a run may take, ms. Default 10 minutes. */
  readonly budgetMs?: number;
  readonly run: (ctx: X) => MaybePromise<void>;
}

/**
 * Goes on for as long as the plugin is active, on one node of the cluster at a time: for what has to be asked for all the time.
 * A round has 60 s, and the next one begins when it is over, a second after its own beginning at the soonest, or after `restMs` where
 * it says so (10 minutes at most); throwing means again, after a second, doubled up to a minute. Where another node takes over a round finds its ctx closed, and may be done
 * again there: it must bear that.
 */
export interface PluginLoop<X> {
  readonly title: LocalText;
  readonly run: (ctx: X) => MaybePromise<{ readonly restMs: number } | void>;
}

/** What is added to a worker's queue. */
export interface NewPiece {
  /** 1 to 128 characters. What waits under the same key already is not added again. */
  readonly key: string;
  /** 1 to 128 characters. The pieces of a lane are done in the order in which they were added. Default: the key, so no order. */
  readonly lane?: string;
  /** JSON, of at most 256 KB. */
  readonly payload: unknown;
}
