import type { ConversationEvent } from '#domain/events.ts';
import type { Post } from './channel/outbox.ts';
import type { Hooks } from './hooks.ts';

type Tell = (event: ConversationEvent) => Promise<void> | undefined;

/**
 * Hands a conversation's committed events to the observers, and what is said to the channel's way out: each gets one after the
 * other, and neither waits for the other. The log is the outbox: the position up to which this is done is stored with the
 * conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #observers: Way;
  readonly #outbox: Way | undefined;

  /** `post`: the way out to a visitor who has no socket. It never rejects. */
  constructor(hooks: Hooks, conversation: string, dispatchedSeq: number, post?: Post) {
    this.#observers = new Way((event) => hooks.observed(event, conversation), dispatchedSeq);
    this.#outbox = post && new Way(post, dispatchedSeq);
  }

  /** Everything up to here is done. */
  get dispatchedSeq(): number {
    return this.#outbox === undefined ? this.#observers.seq : Math.min(this.#observers.seq, this.#outbox.seq);
  }

  get busy(): boolean {
    return this.#observers.busy || this.#outbox?.busy === true;
  }

  offer(event: ConversationEvent): void {
    this.#observers.offer(event);
    this.#outbox?.offer(event);
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
