import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import { createPool, type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2';
import { StoreError } from '../store-error.ts';
import type { StoreTarget } from '../url.ts';
import { isGone, toStoreError } from './failure.ts';
import { sayGoodbye } from './goodbye.ts';
import { connectionOptions, SESSION } from './settings.ts';

/** Connections for everything beside the journal. */
const POOL = 8;
/** Statements that may wait for one of them. */
const MAX_WAITING = 2_000;
/** How long a statement waits for a connection, ms: a server that was started anew is back by then, and beyond it the caller is told. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 100;
/** A statement without an answer for so long, ms, met a server or a line that is gone. Longer than a wait for a lock. */
const ANSWER_MS = 4_000;

/** What a driver must know of the work it does. */
export interface Pace {
  /** False while the schema changes, which takes as long as it takes. */
  hurried: boolean;
}

class PooledConnection implements DatabaseConnection {
  readonly #raw: PoolConnection;
  readonly #pace: Pace;

  constructor(raw: PoolConnection, pace: Pace) {
    this.#raw = raw;
    this.#pace = pace;
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult<R>>();
    const options = { sql, values: [...parameters], ...(this.#pace.hurried ? { timeout: ANSWER_MS } : {}) };
    this.#raw.query<RowDataPacket[] | ResultSetHeader>(options, (error, result) => {
      if (error === null) return resolve(resultOf<R>(result));
      // The answer may come yet, and would be taken for that of the next statement.
      if (isGone(error)) this.#raw.destroy();
      reject(toStoreError(error));
    });
    return promise;
  }

  streamQuery(): never {
    throw new StoreError('store.query', 'rows are read in pages');
  }

  release(): void {
    this.#raw.release();
  }
}

/** Kysely on a pool whose connections are made again, and on which nothing waits without an end. */
export class MysqlDriver implements Driver {
  readonly #pool: Pool;
  readonly #pace: Pace;
  readonly #open = new Set<PoolConnection>();
  readonly #known = new WeakMap<PoolConnection, PooledConnection>();

  constructor(target: Extract<StoreTarget, { engine: 'mysql' }>, pace: Pace) {
    this.#pool = createPool({ ...connectionOptions(target), connectionLimit: POOL, maxIdle: POOL, queueLimit: MAX_WAITING });
    this.#pool.on('connection', (raw) => {
      this.#open.add(raw);
      raw.once('end', () => this.#open.delete(raw)).once('error', () => this.#open.delete(raw));
    });
    this.#pace = pace;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing has been sent yet, so that it may be tried again. Throws `store.unavailable` when that was of no use. */
  async acquireConnection(): Promise<PooledConnection> {
    for (const until = performance.now() + PATIENCE_MS; ;) {
      try {
        return await this.#prepared(await this.#take(until - performance.now()));
      } catch (error) {
        if (!isGone(error) || performance.now() + RETRY_MS > until) throw toStoreError(error);
        await sleep(RETRY_MS);
      }
    }
  }

  beginTransaction(connection: PooledConnection): Promise<void> {
    return run(connection, 'begin');
  }

  commitTransaction(connection: PooledConnection): Promise<void> {
    return run(connection, 'commit');
  }

  rollbackTransaction(connection: PooledConnection): Promise<void> {
    return run(connection, 'rollback');
  }

  releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return sayGoodbye((done) => this.#pool.end(done), () => this.#open.forEach((raw) => raw.destroy()));
  }

  #take(withinMs: number): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new StoreError('store.unavailable', 'no connection became free in time'));
      }, withinMs);
      this.#pool.getConnection((error, raw) => {
        clearTimeout(timer);
        if (error) reject(error);
        else if (late) raw.release();
        else resolve(raw);
      });
    });
  }

  async #prepared(raw: PoolConnection): Promise<PooledConnection> {
    const known = this.#known.get(raw);
    if (known !== undefined) return known;
    const connection = new PooledConnection(raw, this.#pace);
    try {
      for (const statement of SESSION) await run(connection, statement);
    } catch (error) {
      raw.destroy();
      throw error;
    }
    this.#known.set(raw, connection);
    return connection;
  }
}

const run = async (connection: PooledConnection, sql: string): Promise<void> => void (await connection.executeQuery(CompiledQuery.raw(sql)));

function resultOf<R>(result: RowDataPacket[] | ResultSetHeader): QueryResult<R> {
  if (Array.isArray(result)) return { rows: result as R[] };
  const { affectedRows, changedRows, insertId } = result;
  return { rows: [], numAffectedRows: BigInt(affectedRows), numChangedRows: BigInt(changedRows), ...(insertId > 0 ? { insertId: BigInt(insertId) } : {}) };
}
