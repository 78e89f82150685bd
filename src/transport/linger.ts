/** How long a client whose body was refused may go on sending, ms, however much: a connection that closes at once eats the answer. */
const LEAST_MS = 500;
/** How long it may where it sends little, ms: it is slow, or this node is, and nearly through. */
const MOST_MS = 10_000;
/** What is little, bytes after the refusal. */
const MOST_BYTES = 4 << 20;

const moment = (): Promise<false> => new Promise((resolve) => void setTimeout(resolve, LEAST_MS, false));

/** A body that was answered before its end. */
export interface Rest {
  /** Resolves with its end, or when the client has gone. */
  readonly ended: Promise<void>;
  /** Bytes of it that came since it was refused. */
  unread(): number;
  /** It has had its time, or this node has none any more: it gets the least. */
  hurried(): boolean;
}

/** Waits for the rest of a body. True where its end came, or the client has gone. */
export async function linger({ ended, hurried, unread }: Rest): Promise<boolean> {
  const until = performance.now() + MOST_MS;
  do if (await Promise.race([ended.then(() => true), moment()])) return true;
  while (!hurried() && unread() <= MOST_BYTES && performance.now() < until);
  return false;
}
