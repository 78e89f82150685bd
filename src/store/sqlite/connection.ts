import { DatabaseSync } from 'node:sqlite';

/** Time to wait for another process's lock, ms. In the writing thread, so nobody else waits. */
const WRITER_PATIENCE = 5000;
/** WAL readers wait only while a log is recovered or reset; this one would block the event loop. */
const READER_PATIENCE = 100;
/** Of copying the log; a writer in a hurry is not raced for ever. */
const PASSES = 5;

export interface WriterSettings {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
}

export function openWriter({ path, synchronous }: WriterSettings): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: WRITER_PATIENCE, enableForeignKeyConstraints: false });
  enterWal(db);
  // Copied when asked: of what it copies by itself SQLite keeps errors to itself, and a failed sync is not to be passed over.
  db.exec(`pragma synchronous = ${synchronous}; pragma wal_autocheckpoint = 0;
    pragma cache_size = -16384; pragma temp_store = memory`);
  return db;
}

/** Beside the writer, which goes on meanwhile. */
export function openCopier(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: WRITER_PATIENCE });
  db.exec('pragma wal_autocheckpoint = 0');
  return db;
}

/** Copies of the log of commits what can be copied now, and answers how many pages it has. Waits for nobody. */
export function copyRest(db: DatabaseSync): number {
  return Number(db.prepare('pragma wal_checkpoint(passive)').get()?.['log']);
}

/**
 * The same again until a pass found nothing new: only one that reaches the end of the log has SQLite sync the file, and while others write
 * the first never does.
 */
export function copyLog(db: DatabaseSync): number {
  let pages = copyRest(db);
  for (let pass = 1; pass < PASSES; pass++) {
    const before = pages;
    pages = copyRest(db);
    if (pages === before) break;
  }
  return pages;
}

/** Readers never write: `query_only` even if the file were opened otherwise. */
export function openReader(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: READER_PATIENCE });
  db.exec('pragma query_only = on; pragma cache_size = -16384; pragma temp_store = memory');
  return db;
}

/** Changing the journal mode does not wait for locks: two processes that start together must try again. */
function enterWal(db: DatabaseSync): void {
  const deadline = Date.now() + WRITER_PATIENCE;
  for (;;) {
    try {
      db.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
