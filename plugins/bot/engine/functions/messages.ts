import type { Limits } from './limits.ts';

/**
 * Why a function has no answer. `time`: it took too long, or can never end. `memory`, `size`: of what it used and said. `calls`: of
 * the host, too many. `threw`, `syntax`, `unknown`: of its code. `busy`: too many others run. `stopped`: by no fault of its own.
 */
export type FailureCode = 'time' | 'memory' | 'size' | 'calls' | 'threw' | 'syntax' | 'unknown' | 'busy' | 'stopped';

export interface Failed {
  readonly failure: FailureCode;
  readonly message: string;
}

/** The functions of one bot version. */
export interface Plugin {
  /** Another one for another source or configuration: what was compiled is kept by it. */
  readonly key: string;
  /** The text of plugin.js. */
  readonly source: string;
  /** Environment variables. */
  readonly config: Readonly<Record<string, string>>;
}

/** To a worker. JSON goes as text: who reads it decides how far. */
export type ToWorker =
  | { readonly type: 'run'; readonly run: number; readonly plugin: Plugin; readonly name: string | null; readonly args: string; readonly scope: string; readonly limits: Limits }
  | { readonly type: 'reply'; readonly run: number; readonly call: number; readonly ok: boolean; readonly value: string };

/** From a worker. `done`: what a function said, as JSON text. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'host'; readonly run: number; readonly call: number; readonly name: string; readonly args: string }
  | { readonly type: 'done'; readonly run: number; readonly value: string; readonly debug: readonly string[] }
  | ({ readonly type: 'failed'; readonly run: number; readonly debug: readonly string[] } & Failed);

/** What a worker runs at the moment, where both see it: which run, and a number that moves while its code can be interrupted. */
export const RUNNING = 0;
export const PULSE = 1;
export const SHARED_BYTES = 8;
