import { setTimeout as sleep } from 'node:timers/promises';
import { UnknownCommit, type BatchWriter, type Group, type Outcome } from '../batch.ts';
import { nameConflict } from '../conflict.ts';
import type { Grant } from '../journal-entry.ts';
import { batchSql, type BatchSql } from './batch-sql.ts';
import { DUPLICATE, errorNumber, isGone, toStoreError, withoutSql } from './failure.ts';
import type { MysqlSession } from './session.ts';

/** A row at fault: null, duplicate, out of range, not a value of the type, too long. The other rows are innocent. */
const GUILTY = new Set([1048, DUPLICATE, 1264, 1366, 1406]);
/** Lock wait time-out, deadlock: the transaction did nothing and may do it again. */
const RETRYABLE = new Set([1205, 1213]);
const ATTEMPTS = 5;
/** How long a batch waits for a server that is away, ms; later ones then fail at once, until it is back. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 100;

export class MysqlBatchWriter implements BatchWriter {
  readonly #session: MysqlSession;
  #awaySince: number | null = null;

  constructor(session: MysqlSession) {
    this.#session = session;
  }

  write(groups: readonly Group[]): Promise<readonly Outcome[] | 'conflict'> {
    const sorted = groups.toSorted((a, b) => a.conversation - b.conversation);
    const granted = sorted.some(hasGrant);
    return this.#attempt(async () => {
      const sound = granted ? await this.#sound(sorted) : sorted;
      const sql = batchSql(sound);
      const first = granted ? [] : ['begin'];
      const results = await this.#send([...first, ...sql.statements, 'commit']);
      if (results === 'conflict') return results;
      const outcome = readOutcomes(sql, results.slice(first.length));
      return groups.map((group) => outcome(group));
    });
  }

  writeCarefully(groups: readonly Group[]): Promise<readonly Outcome[]> {
    const ids = [...new Set(groups.map((group) => group.conversation))].sort((a, b) => a - b).join(',');
    return this.#attempt(async () => {
      const sound = new Set(await this.#sound(groups));
      await this.#send([`select id from actors where id in (${ids}) order by id for update`]);
      const outcomes: Outcome[] = [];
      const failed = new Set<number>();
      for (const group of groups) {
        const outcome = failed.has(group.conversation) || !sound.has(group) ? 'fenced' : await this.#guarded(group);
        if (typeof outcome === 'string') failed.add(group.conversation);
        outcomes.push(outcome);
      }
      await this.#send(['commit']);
      return outcomes;
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  /** Begins, and locks those on whose word groups were decided: without the groups of which one is not the latest of its actor any more. */
  async #sound(groups: readonly Group[]): Promise<readonly Group[]> {
    const ids = [...new Set(groups.flatMap(grantsOf).map(({ actor }) => actor))].sort((a, b) => a - b);
    if (ids.length === 0) {
      await this.#session.query('begin');
      return groups;
    }
    const [, rows] = asResults(await this.#session.query(`begin;select id, owner_epoch as epoch from actors where id in (${ids.join(',')}) order by id lock in share mode`));
    const latest = new Map((rows as readonly { readonly id: number; readonly epoch: number }[]).map(({ epoch, id }) => [id, epoch]));
    return groups.filter((group) => grantsOf(group).every(({ actor, epoch }) => latest.get(actor) === epoch));
  }

  async #guarded(group: Group): Promise<Outcome> {
    const sql = batchSql([group]);
    try {
      const results = asResults(await this.#session.query(['savepoint one', ...sql.statements].join(';')));
      return readOutcomes(sql, results.slice(1))(group);
    } catch (error) {
      const number = errorNumber(error);
      if (!GUILTY.has(number)) throw error;
      await this.#session.query('rollback to savepoint one');
      return number === DUPLICATE ? nameConflict(error) : 'store-failed';
    }
  }

  async #send(statements: readonly string[]): Promise<readonly unknown[] | 'conflict'> {
    try {
      return asResults(await this.#session.query(statements.join(';')));
    } catch (error) {
      if (!GUILTY.has(errorNumber(error))) throw error;
      await this.#session.query('rollback');
      return 'conflict';
    }
  }

  /** Nothing has been sent yet: a batch can wait until the server is back. */
  async #reach(): Promise<void> {
    for (;;) {
      try {
        await this.#session.connect();
        this.#awaySince = null;
        return;
      } catch (error) {
        this.#awaySince ??= performance.now();
        if (!isGone(error) || performance.now() - this.#awaySince > PATIENCE_MS) throw error;
        await sleep(RETRY_MS);
      }
    }
  }

  /** Once more while the server says so. What a lost connection had committed nobody knows. */
  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    await this.#reach();
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const number = errorNumber(error);
        if (number === 0) throw new UnknownCommit(withoutSql(error));
        await this.#session.query('rollback').catch(() => this.#session.drop());
        if (!RETRYABLE.has(number) || attempt === ATTEMPTS) throw toStoreError(error);
        // Apart from the other node that met the same deadlock.
        await sleep(Math.random() * 5 * attempt);
      }
    }
  }
}

const grantsOf = ({ entries }: Group): readonly Grant[] => entries.flatMap(({ grant }) => grant ?? []);
const hasGrant = ({ entries }: Group): boolean => entries.some(({ grant }) => grant !== undefined);

const asResults = (results: unknown): readonly unknown[] => (Array.isArray(results) ? results : [results]);

interface AnswerRow {
  readonly id: number;
  readonly ticket?: number | null;
}

function readOutcomes(sql: BatchSql, results: readonly unknown[]): (group: Group) => Outcome {
  const rowsOf = (index: number): readonly AnswerRow[] => results[index] as readonly AnswerRow[];
  const survivors = new Set(rowsOf(sql.survivors).map((row) => row.id));
  const tickets = new Map(sql.tickets === null ? [] : rowsOf(sql.tickets).map((row) => [row.id, row.ticket ?? null]));
  return ({ conversation }) => (survivors.has(conversation) ? (tickets.get(conversation) ?? null) : 'fenced');
}
