import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { BatchApplier } from './apply.ts';
import { copyRest, openWriter, type WriterSettings } from './connection.ts';
import { isConstraint, isFatal, isIoError, toFailure } from './failure.ts';
import type { Failure, Reply, Request, Statement, StatementResult } from './protocol.ts';
import { Statements } from './statements.ts';
import { Tail } from './tail.ts';

const OWNERS = /\bactors\b/;

/** Where everything is written, in a thread of its own: here a sync may block. */
class Writer {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;
  readonly #synchronous: WriterSettings['synchronous'];
  #tail: Tail | undefined;
  #applier: BatchApplier | undefined;

  constructor(settings: WriterSettings) {
    this.#db = openWriter(settings);
    this.#synchronous = settings.synchronous;
    this.#statements = new Statements(this.#db);
  }

  answer(request: Request): Reply {
    switch (request.kind) {
      case 'statement':
        return { kind: 'statement', result: this.#run(request.statement) };
      case 'statements':
        return { kind: 'statements', results: this.#transaction(() => request.statements.map((statement) => this.#try(statement))) };
      case 'batch':
        return this.#batch(request);
      case 'settle':
        return { kind: 'settled', left: this.#settle(request.before) };
      case 'checkpoint':
        copyRest(this.#db);
        return { kind: 'done' };
      case 'abandon':
        this.#rollback();
        return { kind: 'done' };
      case 'close':
        this.#db.close();
        return { kind: 'done' };
    }
  }

  #batch({ careful, flat, extras }: Extract<Request, { kind: 'batch' }>): Reply {
    // Prepared late: the tables appear with the first migration.
    const applier = (this.#applier ??= new BatchApplier(this.#db, this.#prepareTail()));
    if (careful) return { kind: 'batch', outcomes: this.#transaction(() => applier.applyCarefully(flat, extras)) };
    try {
      return { kind: 'batch', outcomes: this.#transaction(() => applier.applyAll(flat, extras)) };
    } catch (error) {
      if (isConstraint(error)) return { kind: 'batch', outcomes: 'conflict' };
      throw error;
    }
  }

  /** The row before which there is more to settle, if there is. */
  #settle(before: number | null): number | null {
    if (this.#tail === undefined && !this.#hasLog()) return null;
    const tail = this.#prepareTail();
    if (tail.isSettled) return null;
    return this.#withoutSync(() =>
      this.#transaction(() => {
        tail.begin();
        const row = before ?? tail.next;
        return tail.settleBefore(row) ? null : row;
      }),
    );
  }

  /** For what the log has on disk already: readers see it at once, the next batch's sync covers it, and after a crash it is done again. */
  #withoutSync<T>(work: () => T): T {
    this.#db.exec('pragma synchronous = normal');
    try {
      return work();
    } finally {
      this.#db.exec(`pragma synchronous = ${this.#synchronous}`);
    }
  }

  #prepareTail(): Tail {
    return (this.#tail ??= new Tail(this.#db));
  }

  #hasLog(): boolean {
    return this.#db.prepare(`select 1 from sqlite_master where name = 'log'`).get() !== undefined;
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('begin immediate');
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.#rollback();
      throw error;
    }
    try {
      this.#db.exec('commit');
    } catch (error) {
      this.#rollback();
      throw new CommitError(error);
    }
    this.#tail?.keep();
    return result;
  }

  /** A statement that a constraint refuses leaves the transaction as it was. */
  #try(statement: Statement): StatementResult | Failure {
    try {
      return this.#run(statement);
    } catch (error) {
      // A full disk ends the transaction itself; then nothing of it may be reported as written.
      if (!this.#db.isTransaction) throw error;
      return toFailure(error);
    }
  }

  #run({ sql, parameters }: Statement): StatementResult {
    const statement = this.#statements.of(sql);
    if (OWNERS.test(sql)) this.#tail?.distrust();
    if (statement.columns().length > 0) return { rows: statement.all(...parameters), changes: 0, lastInsertRowid: 0 };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  #rollback(): void {
    if (this.#db.isTransaction) this.#db.exec('rollback');
    this.#tail?.undo();
  }
}

/** The commit itself failed. */
class CommitError extends Error {
  constructor(cause: unknown) {
    super('commit failed', { cause });
  }
}

function describe(error: unknown): Reply {
  const inner = error instanceof CommitError ? error.cause : error;
  return { kind: 'failed', failure: toFailure(inner, error instanceof CommitError && isIoError(inner)), fatal: isFatal(inner) };
}

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');

try {
  const writer = new Writer(workerData as WriterSettings);
  port.on('message', (request: Request) => {
    let reply: Reply;
    try {
      reply = writer.answer(request);
    } catch (error) {
      reply = describe(error);
    }
    port.postMessage(reply);
    if (request.kind === 'close' || (reply.kind === 'failed' && reply.fatal)) port.close();
  });
  port.postMessage({ kind: 'ready' } satisfies Reply);
} catch (error) {
  port.postMessage({ kind: 'failed', failure: toFailure(error), fatal: true } satisfies Reply);
  port.close();
}
