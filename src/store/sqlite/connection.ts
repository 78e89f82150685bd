import { DatabaseSync } from 'node:sqlite';

/** Time to wait for another process's lock, ms. In the writing thread, so nobody else waits. */
const WRITER_PATIENCE = 5000;
/** WAL readers wait only while a log is recovered or reset; this one would block the event loop. */
const READER_PATIENCE = 100;

export interface WriterSettings {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
  /** Pages of log before the writer itself copies them into the file, where nobody else did: 8,000 pages are 32 MB. */
  readonly checkpointPages: number;
}

export function openWriter({ path, synchronous, checkpointPages }: WriterSettings): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: WRITER_PATIENCE, enableForeignKeyConstraints: false });
  enterWal(db);
  db.exec(`pragma synchronous = ${synchronous}; pragma wal_autocheckpoint = ${checkpointPages};
    pragma cache_size = -16384; pragma temp_store = memory`);
  return db;
}

/** Beside the writer, which goes on meanwhile. */
export function openCopier(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: WRITER_PATIENCE });
}

/** Copies of the log of commits what can be copied now, and answers how many pages it has. Waits for nobody. */
export function copyLog(db: DatabaseSync): number {
  return Number(db.prepare('pragma wal_checkpoint(passive)').get()?.['log']);
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
