import { describeError, isErrorCode } from '#domain/errors.ts';
import type { Post } from '../faults/evidence.ts';

/** One step of the plugin's life, and the time in which chats might have felt it, ms since the epoch. */
export interface Window {
  readonly step: string;
  readonly node: string;
  readonly from: number;
  readonly to: number;
  readonly doneMs: number;
  /** From its begin until both nodes said the same. */
  readonly agreedMs: number;
}

/** Waits for an acknowledgement, ms. */
export interface Waits {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

export interface Findings {
  /** No answer may wait for longer during a step, ms. */
  readonly longestMs: number;
  readonly posts: readonly Pick<Post, 'postedAt' | 'refused' | 'settledAt'>[];
  readonly windows: readonly Window[];
  /** Visitors that were offline at once, at most. */
  readonly lost: number;
  /** By code. Of those for good the checker asks whether the log gives a reason. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
  /** What was not over at the end; null where everything was. */
  readonly unrest: string | null;
}

export interface Report {
  readonly during: Waits;
  readonly beside: Waits;
  /** What must not be, however busy the machine is; empty where all is well. */
  readonly wrong: readonly string[];
  /** What chats felt, where the machine had time for them; empty where they noticed nothing. */
  readonly felt: readonly string[];
}

export function reportOf({ longestMs, lost, posts, refusals, unrest, violations, windows }: Findings): Report {
  const isDuring = (at: number): boolean => windows.some(({ from, to }) => at >= from && at <= to);
  const waits = (during: boolean): Waits => waitsOf(posts.flatMap(({ postedAt, settledAt }) => (settledAt === null || isDuring(postedAt) !== during ? [] : settledAt - postedAt)));
  const report = { during: waits(true), beside: waits(false) };
  const unanswered = posts.filter(({ refused, settledAt }) => settledAt === null && refused === null).length;
  const refused = Object.entries(refusals).filter(([code]) => !isErrorCode(code) || describeError(code).retryable).map(([code, times]) => `${times} x ${code}`);
  return {
    ...report,
    wrong: [
      ...violations,
      ...(unrest === null ? [] : [unrest]),
      ...(unanswered === 0 ? [] : [`${unanswered} commands without an answer`]),
      ...(report.during.count === 0 ? ['nobody spoke while a step was taken'] : []),
    ],
    felt: [
      ...(lost === 0 ? [] : [`${lost} visitors lost their socket`]),
      ...(refused.length === 0 ? [] : [`refusals: ${refused.join(', ')}`]),
      ...(report.during.worst <= longestMs ? [] : [`an answer took ${report.during.worst} ms`]),
    ],
  };
}

function waitsOf(ms: readonly number[]): Waits {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), worst: sorted.at(-1) ?? 0 };
}
