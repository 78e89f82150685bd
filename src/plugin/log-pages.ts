import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationEvent } from '#domain/events.ts';
import { Semaphore } from './semaphore.ts';
import type { Teller } from './teller.ts';

/** Events of the conversation after a position, from the log, oldest first. Rejects where the store is away. */
export type ReadLog = (after: number, limit: number) => Promise<readonly ConversationEvent[]>;

/** Events that are read at a time. */
const PAGE = 64;
/** A store in this process reads on the thread that serves chats: one page at a time, and so long after the one before, ms, however many chats catch up at once. */
const BETWEEN_MS = 10;
const reading = new Semaphore(1);
/** How soon the log is asked again after the store was away, ms. */
const AGAIN_MS = 1_000;

/** The log's next page. Empty where the store is away, and then a while later, or where the teller has left. `read` does not reject. */
export async function pageAfter(read: ReadLog, after: number, teller: Teller): Promise<readonly ConversationEvent[]> {
  const events = await reading.run(async () => {
    // Its turn may come when there is nothing left to read from.
    if (teller.left) return [];
    const page = await read(after, PAGE);
    await sleep(BETWEEN_MS, undefined, { ref: false });
    return page;
  });
  if (events.length === 0 && !teller.left) await sleep(AGAIN_MS, undefined, { ref: false });
  return events;
}
