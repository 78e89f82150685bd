import type { Dialect } from 'kysely';
import type { BatchWriter } from './batch.ts';
import type { Engine } from './database.ts';
import type { JournalOptions } from './journal-limits.ts';
import type { StoreError } from './store-error.ts';
import type { Durability } from './store.ts';

/** What an engine brings. */
export interface EngineParts {
  readonly engine: Engine;
  readonly dialect: Dialect;
  /** For what plugins keep, where writing it would be in the way of messages; else the same is used. */
  readonly background?: Dialect;
  readonly writer: BatchWriter;
  /** How its commits are best shared, where that is not the usual. */
  readonly journal?: Pick<JournalOptions, 'leastLingerMs'>;
  readonly failed: Promise<StoreError>;
  durability(): Promise<Durability>;
  /** Runs what may take long, as a change of the schema does. */
  unhurried<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
