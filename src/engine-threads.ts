import { readFileSync, readdirSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** As V8 calls the threads on which it marks garbage and compiles beside the program. */
const WORKER = 'V8Worker';

/**
 * The engine's own threads let the thread that serves chats have its core: where there are fewer cores than threads, four that mark
 * garbage take four fifths of it for a quarter of a second. Linux has a priority a thread; elsewhere nothing changes.
 */
export function engineGivesWay(): void {
  try {
    // From where the node itself stands: whoever runs it as something less important has its engine below that.
    const below = Math.min(constants.priority.PRIORITY_LOW, getPriority() + constants.priority.PRIORITY_BELOW_NORMAL);
    for (const thread of readdirSync('/proc/self/task')) {
      if (readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() === WORKER) setPriority(Number(thread), below);
    }
  } catch {
    // Then they share evenly.
  }
}
