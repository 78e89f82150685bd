import type { Delivery } from './delivery.ts';
import type { Own } from './config.ts';

/** One attempt, as the page shows it. */
export interface Attempt {
  readonly endpoint: string;
  readonly delivery: Delivery;
  /** Ms since the epoch. */
  readonly at: number;
  /** How long it took, ms. */
  readonly took: number;
  /** Null where no answer came. */
  readonly status: number | null;
  /** Null where it was taken. */
  readonly error: string | null;
}

const KEY = 'attempts';
const MOST = 50;
/** Attempts a write: one for each would cost more than the deliveries themselves, ms. */
const EVERY_MS = 2_000;

let unwritten: Attempt[] = [];
let writtenAt = -Infinity;
let writing = Promise.resolve();

/** Workers and jobs are on one node at a time, so no other node writes. What a node takes with it when it dies is a few lines. */
export async function note(ctx: Own, attempt: Attempt): Promise<void> {
  unwritten = [attempt, ...unwritten].slice(0, MOST);
  if (performance.now() - writtenAt >= EVERY_MS) await write(ctx);
}

/** One after the other: the worker and the job may both be about to. */
export function write(ctx: Own): Promise<void> {
  const written = writing.then(() => writeNow(ctx));
  writing = written.catch(() => {});
  return written;
}

async function writeNow(ctx: Own): Promise<void> {
  if (unwritten.length === 0) return;
  writtenAt = performance.now();
  const fresh = unwritten;
  unwritten = [];
  await ctx.data.set(KEY, [...fresh, ...(await attempts(ctx))].slice(0, MOST));
}

/** The newest first. */
export const attempts = async ({ data }: Own): Promise<readonly Attempt[]> => ((await data.get(KEY)) ?? []) as readonly Attempt[];

/** What another start left behind is of other values. */
export function forgetAttempts(): void {
  unwritten = [];
  writtenAt = -Infinity;
}
