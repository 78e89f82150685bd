import type { StoreErrorCode } from '../store-error.ts';

export type Value = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Value[];
}

/** What the writing thread is asked. It answers each request once, in order; only one is ever under way. */
export type Request =
  /** Statements of one transaction that the main thread controls (`begin immediate` ... `commit`). */
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** Independent writes that happened to wait together: one commit, each with its own outcome. */
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  /** A journal batch in the flat form of encode.ts. */
  | { readonly kind: 'batch'; readonly careful: boolean; readonly flat: readonly Flat[]; readonly extras: readonly Extras[] }
  /** Puts events that are only in the log into their place, where reads find them: some of those before this row, or before the next one. */
  | { readonly kind: 'settle'; readonly before: number | null }
  /** Copies what is left of the log of commits into the file, so that it begins anew. */
  | { readonly kind: 'checkpoint' }
  /** Undoes a transaction that its owner left behind. */
  | { readonly kind: 'abandon' }
  | { readonly kind: 'close' };

/** Structured clone copies a flat array of primitives several times faster than objects. */
export type Flat = string | number | null;

/** The rarer parts of a group, in the order of the groups that have any. */
export interface Extras {
  readonly creation: readonly Flat[] | null;
  readonly state: readonly Flat[] | null;
  readonly preview: readonly Flat[] | null;
  readonly ticket: boolean;
  /** Key and epoch of each activation on whose word it was decided. */
  readonly grants: readonly (readonly [actor: number, epoch: number])[];
  readonly snapshot: readonly Flat[] | null;
  readonly receipts: readonly (readonly Flat[])[];
  readonly bodies: readonly (readonly Flat[])[];
}

export interface Failure {
  readonly code: StoreErrorCode;
  readonly message: string;
  /** True when a commit was under way: it may or may not be on disk. */
  readonly unknown: boolean;
}

export interface StatementResult {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
  readonly lastInsertRowid: number;
}

export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly fatal: boolean }
  | { readonly kind: 'statement'; readonly result: StatementResult }
  | { readonly kind: 'statements'; readonly results: readonly (StatementResult | Failure)[] }
  /** `outcomes` as in batch.ts; null when all were written and none asked for a ticket. */
  | { readonly kind: 'batch'; readonly outcomes: readonly (string | number | null)[] | null | 'conflict' }
  /** `left`: ask again, with this row, for the others. */
  | { readonly kind: 'settled'; readonly left: number | null }
  | { readonly kind: 'done' };
