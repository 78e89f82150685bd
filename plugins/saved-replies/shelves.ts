import { on, revision, type Book } from './book.ts';
import type { Reply, Shelf } from './reply.ts';

/** How long what is known is taken for true though its revision is the same, ms: that a reply was used on another node changes none, nor does a node that died while it wrote. */
const KNOWN_MS = 60_000;
/** What a node keeps of texts, UTF-16 units: two full shelves; those that were not asked for the longest go first. */
const MOST_KEPT = 4_000_000;

interface Known {
  readonly revision: unknown;
  readonly readAt: number;
  replies: Promise<readonly Reply[]>;
  size: number;
}

/** By the plugin as it runs on a node. */
const nodes = new WeakMap<Book['data'], Map<string, Known>>();

/** As {@link on}, read only where somebody has written since: whoever types asks at every pause. */
export async function known(book: Book, shelves: readonly (Shelf | 'd')[]): Promise<readonly Reply[]> {
  const { data } = book;
  const kept = nodes.get(data) ?? new Map<string, Known>();
  nodes.set(data, kept);
  // Before the shelves: whoever writes marks it afterwards, so that what was read too early is read again.
  const now = await revision(book);
  const found = await Promise.all(shelves.map((shelf) => {
    const before = kept.get(shelf);
    kept.delete(shelf);
    const stands = before !== undefined && before.revision === now && Date.now() - before.readAt < KNOWN_MS;
    const entry = stands ? before : { revision: now, readAt: Date.now(), replies: on(book, [shelf]), size: 0 };
    kept.set(shelf, entry);
    if (!stands) entry.replies.then((replies) => weigh(kept, entry, replies), () => { if (kept.get(shelf) === entry) kept.delete(shelf); });
    return entry.replies;
  }));
  return found.flat();
}

/** Was used once more: this node knows so at once. */
export function learn({ data }: Book, used: Reply): void {
  for (const entry of nodes.get(data)?.values() ?? []) {
    entry.replies = entry.replies.then((replies) => replies.map((reply) => (reply.id === used.id && reply.shelf === used.shelf ? used : reply)));
    // Where the shelf could not be read, whoever asked for it has heard so.
    entry.replies.catch(() => {});
  }
}

function weigh(kept: Map<string, Known>, entry: Known, replies: readonly Reply[]): void {
  entry.size = replies.reduce((sum, { text, title }) => sum + text.length + title.length, 0);
  let sum = kept.values().reduce((all, { size }) => all + size, 0);
  for (const [shelf, { size }] of kept) {
    if (sum <= MOST_KEPT) return;
    kept.delete(shelf);
    sum -= size;
  }
}
