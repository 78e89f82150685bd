import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { Transfer } from '#domain/state.ts';
import { DEPARTMENT_OFFER_MS } from '#desk/assignment.ts';

/** An offer stands at least so long after its chat came up, ms, whatever the clock there says. */
const LEAST_OFFER_MS = 5_000;

export interface OfferDeps {
  /** The actor, to which its timers belong. */
  readonly owner: object;
  readonly timers: TimerWheel;
  readonly now: () => number;
  /** How long an agent has to answer, ms; a department has longer. */
  readonly transferTimeout: number;
  readonly expire: (offer: string) => void;
}

/** Ends an offer that nobody answers. */
export class OfferClock {
  readonly #deps: OfferDeps;
  /** The offer whose end is being waited for. */
  #timed: string | null = null;

  constructor(deps: OfferDeps) {
    this.#deps = deps;
  }

  follow(transfer: Transfer | null): void {
    const { expire, now, owner, timers, transferTimeout } = this.#deps;
    if (transfer === null) return timers.clear(owner, 'transfer');
    const { offer, expiresAt, to } = transfer;
    const lasts = to.agent === undefined ? DEPARTMENT_OFFER_MS : transferTimeout;
    // Once an offer, by this node's own clock: another's, or this one's of an hour ago, may be far from it.
    if (this.#timed === offer && timers.has(owner, 'transfer')) return;
    this.#timed = offer;
    timers.set(owner, 'transfer', Math.min(lasts, Math.max(LEAST_OFFER_MS, expiresAt - now() || 0)), () => expire(offer));
  }
}
