import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import { StoreError } from '#store/store-error.ts';
import { Allowance } from './allowance.ts';
import { takeApart } from './bridge.ts';
import { carriesBytes, packed, unpacked } from './bytes.ts';
import type { ErrorFrame, HouseFrame } from './frames.ts';
import { MOST_ASKED } from './limits.ts';

/** Calls a second, in the long run; what comes sooner waits. Each may cost the store a commit. */
const ASKS = { burst: 500, perSecond: 200 } as const;
/** What costs more than one of them: a line in the node's log, a transaction of the store, a file through the pipe. */
const COSTS: Readonly<Record<string, number>> = { log: 10, 'queue.add': 4, 'files.keep': 50, 'files.read': 50 };

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** A function of a ctx, and what a call of it costs. */
interface Grant {
  readonly does: AnyFunction;
  readonly cost: number;
  readonly carriesBytes: boolean;
}

export interface Ask {
  readonly id: number;
  /** Number of the ctx, and of the function in it. */
  readonly ctx: number;
  readonly fn: number;
  readonly args: readonly unknown[];
  /** Characters. */
  readonly size: number;
}

export interface LendingOptions {
  readonly send: (frame: HouseFrame) => void;
  readonly nextId: () => number;
  /** The process is gone. */
  readonly over: AbortSignal;
}

/** The ctxs that a process knows, and what it asks of them. */
export class Lending {
  readonly #options: LendingOptions;
  readonly #ctxs = new Map<number, readonly Grant[]>();
  readonly #idOf = new WeakMap<object, number>();
  readonly #allowance = new Allowance(ASKS.burst, ASKS.perSecond);
  #asking = 0;
  #storeAwayAt = -Infinity;
  #waiting = 0;

  constructor(options: LendingOptions) {
    this.#options = options;
    options.over.addEventListener('abort', () => this.#ctxs.clear());
  }

  /** Characters of what it has asked and has no answer to yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** When the store was last seen to be away, by performance.now(). */
  get storeAwayAt(): number {
    return this.#storeAwayAt;
  }

  /** The process knows a ctx by a number, until the ctx ends. */
  introduce(ctx: object, end: AbortSignal): number {
    const known = this.#idOf.get(ctx);
    if (known !== undefined) return known;
    const { nextId, over, send } = this.#options;
    const number = nextId();
    const { apart, functions } = takeApart(ctx);
    this.#idOf.set(ctx, number);
    this.#ctxs.set(number, functions.map((does, index) => {
      const path = apart.functions[index];
      return { does: does as AnyFunction, cost: COSTS[path?.join('.') ?? ''] ?? 1, carriesBytes: carriesBytes(path) };
    }));
    send({ t: 'ctx', ctx: number, is: apart });
    end.addEventListener('abort', () => {
      this.#ctxs.delete(number);
      send({ t: 'over', ctx: number });
      // A ctx may outlive many processes: it must not hold on to each of them.
    }, { once: true, signal: over });
    return number;
  }

  /** Throws a RangeError where more are under way than its own half would send. */
  ask(ask: Ask): void {
    if (this.#asking === MOST_ASKED) throw new RangeError('too many calls');
    this.#asking++;
    this.#waiting += ask.size;
    void this.#answer(ask).finally(() => {
      this.#asking--;
      this.#waiting -= ask.size;
    });
  }

  async #answer({ args, ctx, fn, id }: Ask): Promise<void> {
    const { over, send } = this.#options;
    const grant = this.#ctxs.get(ctx)?.[fn];
    const wait = this.#allowance.take(grant?.cost ?? 1);
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    if (over.aborted) return;
    try {
      if (grant === undefined) throw new RefusalError('plugin.state');
      const value = grant.carriesBytes ? packed(await grant.does(...args.map(unpacked))) : await grant.does(...args);
      send({ t: 'reply', id, value });
    } catch (error) {
      if (error instanceof StoreError) this.#storeAwayAt = performance.now();
      send({ t: 'reply', id, error: told(error) });
    }
  }
}

/** Words of the catalogue go in; what else went wrong in the house is for its own log. */
function told(error: unknown): ErrorFrame {
  if (error instanceof RefusalError) return { message: error.message, code: error.refusal.code, ...(error.refusal.meta === undefined ? {} : { meta: error.refusal.meta }) };
  if (error instanceof StoreError) return { message: 'the store is away', code: error.code };
  return { message: 'the call could not be made' };
}
