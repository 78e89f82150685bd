import { setTimeout as sleep } from 'node:timers/promises';
import type { TimerRepository } from '#store/timers.repository.ts';

/** After which what could not be written for now is tried again, ms. */
const RETRY_MS = 1_000;
/** What comes so soon is not written, ms: a chat stays up for longer by itself, and whoever is in it brings it up again after a crash. */
const SOON_MS = 5_000;
const NAME = 'silence';

export interface AlarmDeps {
  /** The actor's key. */
  readonly key: string;
  readonly timers: Pick<TimerRepository, 'cancel' | 'set'>;
  /** A chat that begins has no row. */
  readonly fresh: boolean;
  readonly now: () => number;
  readonly retiring: () => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * When this chat must be up again though nobody comes: a row that the sweeper reads, so it holds for a chat that has left
 * memory, and for one whose node died. Written behind the log's back: the log says what is due, the row only that it is.
 */
export class Alarm {
  readonly #deps: AlarmDeps;
  /** What the row says; undefined: what an activation before has left. */
  #kept: number | null | undefined;
  #wanted: number | null = null;
  #writing = false;

  constructor(deps: AlarmDeps) {
    this.#deps = deps;
    if (deps.fresh) this.#kept = null;
  }

  /** `at`: ms since the epoch; null for never. A row that is due stays until there is another time: the chat may go down again before it has done what it was woken for. */
  set(at: number | null): void {
    if (at !== null && at - this.#deps.now() < SOON_MS && typeof this.#kept !== 'number') return;
    this.#wanted = at;
    if (!this.#writing) void this.#write();
  }

  async #write(): Promise<void> {
    const { key, onError, retiring, timers } = this.#deps;
    this.#writing = true;
    while (this.#wanted !== this.#kept && !retiring()) {
      const at = this.#wanted;
      try {
        if (at === null) await timers.cancel(key, NAME);
        else await timers.set({ actorKey: key, name: NAME, dueAt: at, payload: '' });
        this.#kept = at;
      } catch (error) {
        onError(error);
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#writing = false;
  }
}
