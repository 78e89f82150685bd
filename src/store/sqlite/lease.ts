import { StoreError } from '../store-error.ts';
import type { Reply, Request, Statement, StatementResult } from './protocol.ts';

/** How long a transaction may hold the writer without using it, ms. Everything else that is written waits for it. */
const IDLE_LEASE_MS = 10_000;

/** The writer, for one transaction. */
export interface Lease {
  execute(statement: Statement): Promise<StatementResult>;
  /** Hands the writer on; what was not committed is undone. */
  release(): Promise<void>;
}

/** `send` reaches the writing thread past the queue; `over` is called once, when the writer is free for others. */
export function lend(send: (request: Request) => Promise<Reply>, over: () => void): Lease {
  let held = true;
  let idle: NodeJS.Timeout;
  const release = async (): Promise<void> => {
    if (!held) return;
    held = false;
    clearTimeout(idle);
    await send({ kind: 'abandon' }).catch(() => undefined);
    over();
  };
  const rest = (): void => {
    idle = setTimeout(() => void release(), IDLE_LEASE_MS);
  };
  const execute = async (statement: Statement): Promise<StatementResult> => {
    if (!held) throw new StoreError('store.unavailable', 'the transaction left the writer unused for too long');
    clearTimeout(idle);
    try {
      const reply = await send({ kind: 'statement', statement });
      if (reply.kind !== 'statement') throw new StoreError('store.failed', 'the writing thread lost an answer');
      return reply.result;
    } finally {
      if (held) rest();
    }
  };
  rest();
  return { execute, release };
}
