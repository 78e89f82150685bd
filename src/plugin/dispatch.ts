import type { ConversationEvent } from '#domain/events.ts';
import { withoutMemory } from '#wire/log-line.ts';
import type { Hooks } from './hooks.ts';

/** Never rejects. */
type Tell = (event: ConversationEvent) => Promise<void> | undefined;

/**
 * Hands a conversation's committed events to the observers, and to whoever else follows the log: its bots, its channel's way out.
 * Each gets one after the other, and none waits for the others. The log is the outbox: the position up to which this is done is
 * stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #ways: readonly Way[];

  constructor(hooks: Hooks, conversation: string, dispatchedSeq: number, ...others: readonly (Tell | undefined)[]) {
    const tells: readonly Tell[] = [(event) => hooks.observed(withoutMemory(event), conversation), ...others.filter((tell) => tell !== undefined)];
    this.#ways = tells.map((tell) => new Way(tell, dispatchedSeq));
  }

  /** Everything up to here is done. */
  get dispatchedSeq(): number {
    let least = Infinity;
    for (const { seq } of this.#ways) least = Math.min(least, seq);
    return least;
  }

  get busy(): boolean {
    return this.#ways.some(({ busy }) => busy);
  }

  offer(event: ConversationEvent): void {
    for (const way of this.#ways) way.offer(event);
  }
}

/** One event after the other. */
class Way {
  readonly #tell: Tell;
  /** Of the last that was told. */
  seq: number;
  #waiting: ConversationEvent[] | undefined;

  constructor(tell: Tell, seq: number) {
    this.#tell = tell;
    this.seq = seq;
  }

  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  offer(event: ConversationEvent): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(event);
      return;
    }
    const pending = this.#tell(event);
    if (pending === undefined) {
      this.seq = event.seq;
      return;
    }
    this.#waiting = [];
    void this.#drain(event, pending);
  }

  async #drain(first: ConversationEvent, pending: Promise<void>): Promise<void> {
    let event: ConversationEvent | undefined = first;
    let telling: Promise<void> | undefined = pending;
    while (event !== undefined) {
      // Hooks report for themselves; a chat that waits for ever would never rest.
      await telling?.catch(() => {});
      this.seq = event.seq;
      event = this.#waiting?.shift();
      if (event !== undefined) telling = this.#tell(event);
    }
    this.#waiting = undefined;
  }
}
