import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx, OpenCtx } from '../ctx.ts';
import { within } from '../within.ts';
import type { PluginLoop } from './work.ts';

/** How long a round may take, ms. */
const ROUND_BUDGET_MS = 60_000;
/** Rounds that fail are this far apart at first, doubled with each up to the other, ms. */
const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 60_000;
const MOST_REST_MS = 600_000;
/** Between the beginnings of two rounds, ms: one that does not wait itself would take a whole core. */
const LEAST_MS = 1_000;

/** One plugin's loop, while this node does its work: a round after the other. */
export class Loop {
  readonly #loop: PluginLoop<Ctx>;
  readonly #open: () => OpenCtx;
  readonly #mayWork: () => boolean;
  readonly #onError: (error: unknown) => void;
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  #round: OpenCtx | undefined;

  /** `open`: a ctx for each round, which ends with it: a round that takes too long can do nothing beside the next one. */
  constructor(loop: PluginLoop<Ctx>, open: () => OpenCtx, mayWork: () => boolean, onError: (error: unknown) => void) {
    this.#loop = loop;
    this.#open = open;
    this.#mayWork = mayWork;
    this.#onError = onError;
    this.#done = this.#go();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    this.#round?.close();
    await this.#done;
  }

  async #go(): Promise<void> {
    for (let failures = 0; !this.#end.signal.aborted && this.#mayWork();) {
      const began = performance.now();
      let rest = 0;
      try {
        this.#round = this.#open();
        const answer = await within(Promise.resolve(this.#loop.run(this.#round.ctx)), ROUND_BUDGET_MS);
        failures = 0;
        rest = Math.max(restIn(answer), LEAST_MS - (performance.now() - began));
      } catch (error) {
        // What is cut off at the end has not failed.
        if (this.#end.signal.aborted) return;
        if (failures === 0) this.#onError(error);
        rest = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
      } finally {
        this.#round?.close();
      }
      await sleep(rest, undefined, { ref: false, signal: this.#end.signal }).catch(() => {});
    }
  }
}

/** What a loop answers is whatever its author wrote. */
function restIn(answer: unknown): number {
  const { restMs } = Object(answer) as { readonly restMs?: unknown };
  return typeof restMs === 'number' && restMs > 0 ? Math.min(MOST_REST_MS, restMs) : 0;
}
