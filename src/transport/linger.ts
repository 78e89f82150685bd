import { setTimeout as sleep } from 'node:timers/promises';

/** How long a client whose body was refused may go on sending, ms, however much: a connection that closes at once eats the answer. */
const LEAST_MS = 500;
/** How long it may where it sends little, ms: it is slow, or this node is, and nearly through. */
const MOST_MS = 10_000;
/** What is little, bytes after the refusal. */
const MOST_BYTES = 4 << 20;

/** The answer of one that was too slow: it has had its time. */
const TOO_SLOW = 408;

/** Waits for the rest of a body that was answered with `status`, of which `unread` bytes have come since. True where its end came, or the client has gone. */
export async function linger({ status }: { readonly status: number }, ended: Promise<void>, unread: () => number): Promise<boolean> {
  const until = performance.now() + (status === TOO_SLOW ? LEAST_MS : MOST_MS);
  do if (await Promise.race([ended.then(() => true), sleep(LEAST_MS, false)])) return true;
  while (unread() <= MOST_BYTES && performance.now() < until);
  return false;
}
