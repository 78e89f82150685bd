import type { DatabaseSync } from 'node:sqlite';
import {
  SqliteAdapter, SqliteQueryCompiler,
  type CompiledQuery, type DatabaseConnection, type DatabaseIntrospector, type Dialect, type Driver, type Kysely,
  type QueryCompiler, type QueryResult,
} from 'kysely';
import { StoreError } from '../store-error.ts';
import { TableNames } from '../table-names.ts';
import { isIoError, toFailure } from './failure.ts';
import type { Lease } from './lease.ts';
import type { Statement, StatementResult, Value } from './protocol.ts';
import { Statements } from './statements.ts';
import { WriterFailure, type WriterFace } from './writer.ts';

/** What the writer puts in its place later, and before anybody reads it. */
const LOG = /\b(events|heads)\b/;

/** Kysely over two connections: selects on a read-only one here, everything else and transactions on the writer's. */
export class SqliteDialect implements Dialect {
  readonly #reader: DatabaseSync;
  readonly #writer: WriterFace;

  constructor(reader: DatabaseSync, writer: WriterFace) {
    this.#reader = reader;
    this.#writer = writer;
  }

  createAdapter(): SqliteAdapter {
    return new TwoConnections();
  }

  createDriver(): Driver {
    return new SqliteDriver(new Reader(this.#reader), this.#writer);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    const tables = db.$extendTables<SqliteSchema>().selectFrom('sqlite_master').select('name').where('type', '=', 'table');
    return new TableNames(() => tables.where('name', 'not like', 'sqlite%').execute());
  }
}

type SqliteSchema = { readonly sqlite_master: { readonly name: string; readonly type: string } };

class TwoConnections extends SqliteAdapter {
  /** Kysely would let one query run at a time; the writer has a queue of its own, and reads need none. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** One transaction around all migrations is also their lock: it begins by taking the write lock of the file. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Reader {
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#statements = new Statements(db);
  }

  all({ sql, parameters }: Statement): Record<string, unknown>[] {
    try {
      return this.#statements.of(sql).all(...parameters);
    } catch (error) {
      throw new WriterFailure(toFailure(error, isIoError(error)));
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  lease: Lease | null = null;
  readonly #reader: Reader;
  readonly #writer: WriterFace;

  constructor(reader: Reader, writer: WriterFace) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = { sql, parameters: parameters.map(toValue) };
    if (this.lease !== null) return toResult<R>(await this.lease.execute(statement));
    if (query.kind === 'SelectQueryNode') {
      if (LOG.test(sql)) await this.#writer.settle();
      return { rows: this.#reader.all(statement) as R[] };
    }
    return toResult<R>(await this.#writer.execute(statement));
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

class SqliteDriver implements Driver {
  readonly #reader: Reader;
  readonly #writer: WriterFace;

  constructor(reader: Reader, writer: WriterFace) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return new SqliteConnection(this.#reader, this.#writer);
  }

  /** `immediate`: a transaction that writes later must not find out then that it cannot. */
  async beginTransaction(connection: SqliteConnection): Promise<void> {
    const lease = await this.#writer.lease();
    try {
      await lease.execute({ sql: 'begin immediate', parameters: [] });
      connection.lease = lease;
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    await connection.lease?.execute({ sql: 'commit', parameters: [] });
    await this.#end(connection);
  }

  /** Also after a failed commit. Releasing undoes what is left. */
  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    await this.#end(connection);
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    await this.#end(connection);
  }

  /** The store closes both connections. */
  async destroy(): Promise<void> {}

  async #end(connection: SqliteConnection): Promise<void> {
    const { lease } = connection;
    connection.lease = null;
    await lease?.release();
  }
}

function toResult<R>({ rows, changes, lastInsertRowid }: StatementResult): QueryResult<R> {
  return { rows: rows as R[], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}

function toValue(value: unknown): Value {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return Number(value);
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new StoreError('store.query', `a parameter of type ${typeof value} cannot be stored`);
  }
}
