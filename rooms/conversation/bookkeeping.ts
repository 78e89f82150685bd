import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { Dispatch } from '#plugin/dispatch.ts';
import type { ChatLog, Luggage, Passenger } from './chat-log.ts';
import type { Cursors } from './cursors.ts';

/** Cursors, previews and dispatch positions that no event carries to the disk travel alone after this long, ms. */
const ALONE_AFTER_MS = 2_000;

/**
 * What must reach the disk but may be late: how far people have read and observers have got, and what lists show. It
 * rides along with the next events for nothing, and alone only when there are none.
 */
export class Bookkeeping implements Passenger {
  readonly #owner: object;
  readonly #timers: TimerWheel;
  readonly #dispatch: Dispatch;
  readonly #cursors: Cursors;
  #storedDispatch: number;
  #rode = false;
  #due = false;
  /** The wide row of a chat in which messages flow is written once in so long, not for every message. */
  #previewDue = false;

  constructor(owner: object, timers: TimerWheel, dispatch: Dispatch, cursors: Cursors) {
    this.#owner = owner;
    this.#timers = timers;
    this.#dispatch = dispatch;
    this.#cursors = cursors;
    this.#storedDispatch = dispatch.dispatchedSeq;
  }

  get #dirty(): boolean {
    return this.#dispatch.dispatchedSeq !== this.#storedDispatch || this.#cursors.dirty;
  }

  board(): Luggage {
    const { dispatchedSeq } = this.#dispatch;
    const luggage: Luggage = {
      ...(dispatchedSeq === this.#storedDispatch ? {} : { dispatchedSeq }),
      ...(this.#cursors.dirty ? { receipts: this.#cursors.takeUnsaved() } : {}),
      ...(this.#previewDue ? { preview: true } : {}),
    };
    this.#storedDispatch = dispatchedSeq;
    this.#previewDue = false;
    this.#rode = true;
    return luggage;
  }

  /** Everything, for an entry without events. */
  boardAlone(): Luggage {
    return { ...this.board(), preview: true };
  }

  /** Sees to it that what is open now gets written soon. */
  settleLater(log: ChatLog): void {
    if (this.#due) return;
    this.#due = true;
    this.#rode = false;
    this.#timers.set(this.#owner, 'settle', ALONE_AFTER_MS, () => {
      this.#due = false;
      if (!this.#dirty && !log.previewStale) {
        // An observer that is not through yet will have got further, and no event may come to tell so.
        if (this.#dispatch.busy) this.settleLater(log);
        return;
      }
      // While messages flow, they carry it.
      this.#previewDue = this.#rode;
      if (this.#rode || !log.accepts || !log.note(this.boardAlone())) this.settleLater(log);
    });
  }
}
