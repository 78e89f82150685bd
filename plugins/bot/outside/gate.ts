import type { Own } from '../own.ts';
import { Breaker, pauseOf } from './breaker.ts';
import { OutsideError, type Failure } from './failure.ts';
import { KillSwitch, offOf } from './kill-switch.ts';
import { Ledger, NOTHING, type Spent } from './ledger.ts';
import { Shares } from './shares.ts';

/** Somebody who is asked outside, and how much of it there may be. */
export interface Target {
  /** `model`, or `engine.<name>`. */
  readonly id: string;
  /** How long an answer may take, ms. */
  readonly ms: number;
  /** A day. */
  readonly most: Spent;
}

export interface Passing {
  /** Of the turn, ms. */
  readonly left: number;
  /** Tokens that the call takes at most. */
  readonly mayCost: number;
  /** Who has a share of a day's answers. Left out: whoever may have all. */
  readonly by?: string | undefined;
}

/** What a call brought, and what it has cost. */
export interface Brought<T> {
  readonly got: T;
  readonly tokens: number;
}

export type Passed<T> = { readonly got: T; readonly tokens: number } | { readonly failure: Failure; readonly detail: string };

/** Less is not worth a call, ms. */
const LEAST_MS = 500;

/** The one way to whoever answers outside: by the kill switch, the breaker, what may be spent today, and what is left of the turn. */
export class Gate {
  readonly #breaker = new Breaker();
  readonly #ledger = new Ledger();
  readonly #shares = new Shares();
  readonly #switch = new KillSwitch();

  /** Rejects only where the store is away or the plugin's activation ends. */
  async pass<T>(ctx: Own, { id, most, ms }: Target, { by, left, mayCost }: Passing, call: (ms: number) => Promise<Brought<T>>): Promise<Passed<T>> {
    const now = Date.now();
    const within = Math.min(ms, left);
    if (within < LEAST_MS) return not('late');
    const [off, pause] = await Promise.all([offOf(ctx), pauseOf(ctx, id, now)]);
    if (off !== null) return not('off');
    if (pause !== undefined) return not('paused', pause.failure);
    if (by !== undefined && !this.#shares.take(by, now)) return not('enough');
    const settle = await this.#ledger.take(ctx, id, most, { answers: 1, tokens: mayCost }, now);
    if (settle === null) return not('spent');
    const done = new AbortController();
    try {
      const calling = this.#call(ctx, id, () => call(within), settle);
      const stopped = this.#switch.switchedOff(ctx, done.signal).then(() => not('off'));
      const passed = await Promise.race([calling, stopped]);
      // It may have been switched off between two looks: what is said after that was asked for in vain.
      return 'got' in passed && (await offOf(ctx)) !== null ? not('off') : passed;
    } finally {
      done.abort();
    }
  }

  /** Goes on although nobody waits any more: what it costs is counted. */
  async #call<T>(ctx: Own, id: string, call: () => Promise<Brought<T>>, settle: (spent: Spent) => Promise<void>): Promise<Passed<T>> {
    try {
      const brought = await call();
      await Promise.all([settle({ answers: 1, tokens: brought.tokens }), this.#breaker.worked(ctx, id)]);
      return brought;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      const { detail, failure } = error;
      // What took too long may be billed all the same: what was taken for it stays taken.
      const [paused] = await Promise.all([this.#breaker.failed(ctx, id, failure, detail, Date.now()), failure === 'time' ? undefined : settle(NOTHING)]);
      ctx.log('an answer from outside failed', { target: id, failure, detail, paused });
      return not(failure, detail);
    }
  }
}

const not = (failure: Failure, detail = ''): { readonly failure: Failure; readonly detail: string } => ({ failure, detail });
