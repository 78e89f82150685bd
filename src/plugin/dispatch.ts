import type { ConversationEvent } from '#domain/events.ts';
import type { Post } from './channel/outbox.ts';
import type { Hooks } from './hooks.ts';

/**
 * Hands a conversation's committed events to the observers, and what is said to the channel's way out, one after the other. The log is the outbox: the
 * position up to which this is done is stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #hooks: Hooks;
  readonly #conversation: string;
  /** Everything up to here was observed. */
  dispatchedSeq: number;
  readonly #post: Post | undefined;
  #waiting: ConversationEvent[] | undefined;

  /** `post`: the way out to a visitor who has no socket. It never rejects. */
  constructor(hooks: Hooks, conversation: string, dispatchedSeq: number, post?: Post) {
    this.#hooks = hooks;
    this.#post = post;
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
    const pending = this.#tell(event);
    if (pending === undefined) {
      this.dispatchedSeq = event.seq;
      return;
    }
    this.#waiting = [];
    void this.#drain(event, pending);
  }

  #tell(event: ConversationEvent): Promise<void> | undefined {
    const observed = this.#hooks.observed(event, this.#conversation);
    const posted = this.#post?.(event);
    // Hooks report for themselves; a chat that waits for ever would never rest.
    return posted === undefined ? observed : Promise.all([posted, observed?.catch(() => {})]).then(() => {});
  }

  async #drain(first: ConversationEvent, pending: Promise<void>): Promise<void> {
    let event: ConversationEvent | undefined = first;
    let observing: Promise<void> | undefined = pending;
    while (event !== undefined) {
      // Hooks report for themselves; a chat that waits for ever would never rest.
      await observing?.catch(() => {});
      this.dispatchedSeq = event.seq;
      event = this.#waiting?.shift();
      if (event !== undefined) observing = this.#tell(event);
    }
    this.#waiting = undefined;
  }
}
