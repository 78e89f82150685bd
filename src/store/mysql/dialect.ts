import {
  CompiledQuery, MysqlAdapter, MysqlDriver, MysqlIntrospector, MysqlQueryCompiler,
  type DatabaseConnection, type DatabaseIntrospector, type Dialect, type Driver, type Kysely, type MysqlDialectConfig,
  type QueryCompiler, type QueryResult, type TransactionSettings,
} from 'kysely';
import { createPool } from 'mysql2';
import type { StoreTarget } from '../url.ts';
import { toStoreError } from './failure.ts';
import { connectionOptions, SESSION } from './settings.ts';

/** Connections for everything beside the journal. */
const POOL = 8;

/** Kysely's own MySQL dialect with our session settings, and failures as StoreError, as on SQLite. */
export class MysqlDialect implements Dialect {
  readonly #config: MysqlDialectConfig;

  constructor(target: Extract<StoreTarget, { engine: 'mysql' }>) {
    this.#config = {
      pool: async () => createPool({ ...connectionOptions(target), connectionLimit: POOL, maxIdle: POOL }),
      onCreateConnection: async (connection) => {
        for (const statement of SESSION) await connection.executeQuery(CompiledQuery.raw(statement));
      },
    };
  }

  createAdapter(): MysqlAdapter {
    return new MysqlAdapter();
  }

  createDriver(): Driver {
    return new TypedDriver(new MysqlDriver(this.#config));
  }

  createQueryCompiler(): QueryCompiler {
    return new MysqlQueryCompiler();
  }

  // Kysely's own signature.
  // oxlint-disable-next-line typescript/no-explicit-any
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new MysqlIntrospector(db);
  }
}

class TypedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return typed(this.inner.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

class TypedDriver implements Driver {
  readonly #inner: Driver;

  constructor(inner: Driver) {
    this.#inner = inner;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<TypedConnection> {
    return new TypedConnection(await typed(this.#inner.acquireConnection()));
  }

  beginTransaction({ inner }: TypedConnection, settings: TransactionSettings): Promise<void> {
    return typed(this.#inner.beginTransaction(inner, settings));
  }

  commitTransaction({ inner }: TypedConnection): Promise<void> {
    return typed(this.#inner.commitTransaction(inner));
  }

  rollbackTransaction({ inner }: TypedConnection): Promise<void> {
    return typed(this.#inner.rollbackTransaction(inner));
  }

  releaseConnection({ inner }: TypedConnection): Promise<void> {
    return this.#inner.releaseConnection(inner);
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

async function typed<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toStoreError(error);
  }
}
