import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { Dispatch } from '#plugin/dispatch.ts';
import type { ReceiptWrite } from '#store/journal-entry.ts';
import type { ChatLog, Passenger } from './chat-log.ts';
import type { Cursors } from './cursors.ts';

/** Cursors and dispatch positions that no event carries to the disk travel alone after this long, ms. */
const ALONE_AFTER_MS = 2_000;

/**
 * What must reach the disk but may be late: how far people have read and observers have got. It rides along with
 * the next events for nothing, and alone only when there are none.
 */
export class Bookkeeping implements Passenger {
  readonly #owner: object;
  readonly #timers: TimerWheel;
  readonly #dispatch: Dispatch;
  readonly #cursors: Cursors;
  #storedDispatch: number;
  #rode = false;

  constructor(owner: object, timers: TimerWheel, dispatch: Dispatch, cursors: Cursors) {
    this.#owner = owner;
    this.#timers = timers;
    this.#dispatch = dispatch;
    this.#cursors = cursors;
    this.#storedDispatch = dispatch.dispatchedSeq;
  }

  get dirty(): boolean {
    return this.#dispatch.dispatchedSeq !== this.#storedDispatch || this.#cursors.dirty;
  }

  board(): { readonly dispatchedSeq?: number; readonly receipts?: readonly ReceiptWrite[] } {
    this.#rode = true;
    const { dispatchedSeq } = this.#dispatch;
    const dispatched = dispatchedSeq === this.#storedDispatch ? {} : { dispatchedSeq };
    this.#storedDispatch = dispatchedSeq;
    return this.#cursors.dirty ? { ...dispatched, receipts: this.#cursors.takeUnsaved() } : dispatched;
  }

  /** Sees to it that what is open now gets written soon. */
  settleLater(log: ChatLog): void {
    if (this.#timers.has(this.#owner, 'settle')) return;
    this.#rode = false;
    this.#timers.set(this.#owner, 'settle', ALONE_AFTER_MS, () => {
      if (!this.dirty) return;
      // While messages flow, they carry it.
      if (this.#rode || !log.note(this.board())) this.settleLater(log);
    });
  }
}
