import { createConnection, type Connection } from 'mysql2';
import { StoreError } from '../store-error.ts';
import type { StoreTarget } from '../url.ts';
import { errorNumber, withoutSql } from './failure.ts';
import { sayGoodbye } from './goodbye.ts';
import { connectionOptions, SESSION } from './settings.ts';

/** A batch without an answer for so long, ms, met a server that is gone: whether it was committed, only the log can tell. */
const ANSWER_MS = 6_000;

/** The journal's own connection: opened when first needed, and again after it was lost. */
export class MysqlSession {
  readonly #target: Extract<StoreTarget, { engine: 'mysql' }>;
  #connection: Connection | null = null;
  #closed = false;

  constructor(target: Extract<StoreTarget, { engine: 'mysql' }>) {
    this.#target = target;
  }

  /** Makes sure that there is a connection. Throws `store.unavailable`: nothing was sent then. */
  async connect(): Promise<void> {
    if (this.#closed) throw new StoreError('store.closed', 'the store is closed');
    if (this.#connection !== null) return;
    const connection = createConnection({ ...connectionOptions(this.#target), multipleStatements: true });
    const lost = (): void => {
      if (this.#connection === connection) this.#connection = null;
    };
    connection.on('error', lost);
    connection.on('end', lost);
    this.#connection = connection;
    try {
      await this.query(`${SESSION.join(';')}; set session group_concat_max_len = 1048576`);
    } catch (error) {
      this.drop();
      throw new StoreError('store.unavailable', 'the database cannot be reached', withoutSql(error));
    }
  }

  /** Results as the driver gives them: an array of rows, a header, or an array of these for several statements. */
  query(sql: string): Promise<unknown> {
    const connection = this.#connection;
    if (connection === null) return Promise.reject(new StoreError('store.unavailable', 'the connection was lost'));
    return new Promise((resolve, reject) => {
      connection.query({ sql, timeout: ANSWER_MS }, (error, results) => {
        if (error === null) return resolve(results);
        // The driver may call once more, seconds after the line was lost: by then another connection is in use.
        if (errorNumber(error) === 0) this.#lose(connection);
        reject(error);
      });
    });
  }

  drop(): void {
    if (this.#connection !== null) this.#lose(this.#connection);
  }

  #lose(connection: Connection): void {
    if (this.#connection === connection) this.#connection = null;
    connection.destroy();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = null;
    if (connection !== null) await sayGoodbye((done) => connection.end(done), () => connection.destroy());
  }
}
