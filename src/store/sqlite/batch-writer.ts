import { UnknownCommit, type BatchWriter, type Group, type Outcome } from '../batch.ts';
import { StoreError } from '../store-error.ts';
import { encodeGroups, toOutcome } from './encode.ts';
import { WriterFailure, type SqliteWriter } from './writer.ts';

export class SqliteBatchWriter implements BatchWriter {
  readonly #writer: SqliteWriter;

  constructor(writer: SqliteWriter) {
    this.#writer = writer;
  }

  write(groups: readonly Group[]): Promise<readonly Outcome[] | 'conflict'> {
    return this.#send(groups, false);
  }

  async writeCarefully(groups: readonly Group[]): Promise<readonly Outcome[]> {
    const outcomes = await this.#send(groups, true);
    return outcomes === 'conflict' ? groups.map(() => 'store-failed') : outcomes;
  }

  /** The thread is the store's. */
  async close(): Promise<void> {}

  async #send(groups: readonly Group[], careful: boolean): Promise<readonly Outcome[] | 'conflict'> {
    try {
      const reply = await this.#writer.request({ kind: 'batch', careful, ...encodeGroups(groups) });
      if (reply.kind !== 'batch') throw new StoreError('store.failed', 'the writing thread lost an answer');
      if (reply.outcomes === 'conflict') return 'conflict';
      return reply.outcomes === null ? groups.map(() => null) : reply.outcomes.map(toOutcome);
    } catch (error) {
      throw error instanceof WriterFailure && error.unknown ? new UnknownCommit(error) : error;
    }
  }
}
