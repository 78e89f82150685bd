import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that has just been told to end may still be on its way out, ms. */
const PATIENCE_MS = 5_000;
const AGAIN_MS = 100;

/**
 * Holds a database file for one server, until the answer is called or the process ends, however it ends: by a lock of SQLite's on
 * a file beside it. Two servers on one file would take each other's chats. Null where another server holds it.
 */
export async function holdAlone(path: string, patience = PATIENCE_MS): Promise<(() => void) | null> {
  for (const until = performance.now() + patience; ;) {
    let lock: DatabaseSync | undefined;
    try {
      mkdirSync(dirname(path), { recursive: true });
      lock = new DatabaseSync(`${path}-server`, { timeout: 0 });
      lock.exec('begin exclusive');
      const held = lock;
      return () => held.close();
    } catch (error) {
      lock?.close();
      // A place where nothing can be written is for the store to say, which says it better.
      if (!String(error).includes('locked')) return () => {};
    }
    if (performance.now() > until) return null;
    await sleep(AGAIN_MS);
  }
}
