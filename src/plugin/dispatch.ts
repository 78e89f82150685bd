import type { ConversationEvent } from '#domain/events.ts';
import { withoutMemory } from '#wire/log-line.ts';
import type { Hooks } from './hooks.ts';

/** Never rejects. */
type Tell = (event: ConversationEvent) => Promise<void> | undefined;

/** Several who follow the log, and come and go: each by its name. */
export interface Followers {
  readonly names: () => readonly string[];
  /** Never rejects. */
  readonly tell: (name: string, event: ConversationEvent) => Promise<void> | undefined;
}

/**
 * Hands a conversation's committed events to the observers, and to whoever else follows the log: its bots, its channel's way out.
 * Each gets one after the other, and none waits for the others. The log is the outbox: the position up to which this is done is
 * stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #ways: readonly (Fan | Way)[];

  constructor(hooks: Hooks, conversation: string, dispatchedSeq: number, ...others: readonly (Followers | Tell | undefined)[]) {
    const tells: readonly (Followers | Tell)[] = [(event) => hooks.observed(withoutMemory(event), conversation), ...others.filter((tell) => tell !== undefined)];
    this.#ways = tells.map((tell) => (typeof tell === 'function' ? new Way(tell, dispatchedSeq) : new Fan(tell, dispatchedSeq)));
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

/** A way for each of several: one that is stuck holds up none of the others. */
class Fan {
  readonly #followers: Followers;
  readonly #ways = new Map<string, Way>();
  #offered: number;

  constructor(followers: Followers, seq: number) {
    this.#followers = followers;
    this.#offered = seq;
  }

  get seq(): number {
    let least = this.#offered;
    for (const way of this.#ways.values()) least = Math.min(least, way.seq);
    return least;
  }

  get busy(): boolean {
    for (const { busy } of this.#ways.values()) if (busy) return true;
    return false;
  }

  offer(event: ConversationEvent): void {
    const names = this.#followers.names();
    if (names.length > 0 || this.#ways.size > 0) this.#hand(event, new Set(names));
    this.#offered = event.seq;
  }

  #hand(event: ConversationEvent, named: ReadonlySet<string>): void {
    for (const [name, { busy }] of this.#ways) if (!busy && !named.has(name)) this.#ways.delete(name);
    for (const name of named) if (!this.#ways.has(name)) this.#ways.set(name, new Way((each) => this.#followers.tell(name, each), this.#offered));
    for (const way of this.#ways.values()) way.offer(event);
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
