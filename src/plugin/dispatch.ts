import type { ConversationEvent } from '#domain/events.ts';
import type { Hooks } from './hooks.ts';

/**
 * Hands a conversation's committed events to the observers, one after the other. The log is the outbox: the
 * position up to which this is done is stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #hooks: Hooks;
  readonly #conversation: string;
  /** Everything up to here was observed. */
  dispatchedSeq: number;
  #waiting: ConversationEvent[] | undefined;

  constructor(hooks: Hooks, conversation: string, dispatchedSeq: number) {
    this.#hooks = hooks;
    this.#conversation = conversation;
    this.dispatchedSeq = dispatchedSeq;
  }

  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  offer(event: ConversationEvent): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(event);
      return;
    }
    const pending = this.#hooks.observed(event, this.#conversation);
    if (pending === undefined) {
      this.dispatchedSeq = event.seq;
      return;
    }
    this.#waiting = [];
    void this.#drain(event, pending);
  }

  async #drain(first: ConversationEvent, pending: Promise<void>): Promise<void> {
    let event: ConversationEvent | undefined = first;
    let observing: Promise<void> | undefined = pending;
    while (event !== undefined) {
      // Hooks report for themselves; a chat that waits for ever would never rest.
      await observing?.catch(() => {});
      this.dispatchedSeq = event.seq;
      event = this.#waiting?.shift();
      if (event !== undefined) observing = this.#hooks.observed(event, this.#conversation);
    }
    this.#waiting = undefined;
  }
}
