import { afterAll } from 'vitest';
import { FunctionPool, type CallResult, type Host, type PoolOptions, type Scope } from '../../../plugins/bot/engine/functions/pool.ts';

const NOBODY: Scope = { user: { id: 'u1', history: [] }, message: { original: 'hi' }, intent: null };

interface Given {
  readonly args?: readonly unknown[];
  readonly scope?: Partial<Scope>;
  readonly host?: Host;
  readonly config?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly name?: string;
}

/** A pool for the tests of a file, and a way to call the function `f` of a plugin. */
export function poolFor(options: PoolOptions): { readonly pool: FunctionPool; readonly call: (source: string, given?: Given) => Promise<CallResult> } {
  const pool = new FunctionPool(options);
  afterAll(() => pool.stop());
  const call = (source: string, { args = [], config = {}, host = () => Promise.resolve(null), key = source, name = 'f', scope = {} }: Given = {}) =>
    pool.call({ plugin: { key, source, config }, name, args, scope: { ...NOBODY, ...scope }, host });
  return { pool, call };
}
