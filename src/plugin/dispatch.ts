import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationEvent } from '#domain/events.ts';
import { withoutMemory } from '#wire/log-line.ts';
import type { Observers } from './observers.ts';
import { Semaphore } from './semaphore.ts';
import type { Teller } from './teller.ts';

/** Several who follow the log of one conversation, and come and go: each by its name. */
export interface Followers {
  names(): readonly unknown[];
  /** One of those that it named; a promise where it takes a while. It rejects where the teller has left first; else who failed has had the event. */
  tell(name: unknown, event: ConversationEvent, teller: Teller): Promise<void> | undefined;
  /** False: there is no such one any more, and what it has not been told is for nobody. Where it is left out, everything is told. */
  has?(name: unknown): boolean;
  /** In which its chats catch up, a few at a time. Where it is left out, all of them do at once. */
  lanes?(name: unknown): Semaphore | undefined;
}

/** Events of the conversation after a position, from the log, oldest first. Rejects where the store is away. */
export type ReadLog = (after: number, limit: number) => Promise<readonly ConversationEvent[]>;

/** Events that are kept in memory for one who is not through with an earlier one. What comes after them is read from the log again. */
const MOST_HELD = 8;
/** Events that are read at a time. */
const PAGE = 64;
/** A store in this process reads on the thread that serves chats: one page at a time, and so long after the one before, ms, however many chats catch up at once. */
const BETWEEN_MS = 10;
const reading = new Semaphore(1);
/** How soon the log is asked again after the store was away, ms. */
const AGAIN_MS = 1_000;

/** Plugins' and the house's own observers, as they follow one conversation. */
export function following(observers: Observers, conversation: string): Followers {
  return { names: () => observers.owners, tell: (owner, event, teller) => observers.tell(owner, withoutMemory(event), conversation, teller), has: (owner) => observers.has(owner), lanes: (owner) => observers.lanes(owner) };
}

/** One who is always there. */
export function alone(tell: (event: ConversationEvent, teller: Teller) => Promise<void> | undefined): Followers {
  const names = [tell];
  return { names: () => names, tell: (_, event, teller) => tell(event, teller) };
}

/**
 * Hands a conversation's committed events to all who follow its log: observers, bots, its channel's way out. Each gets one after
 * the other at its own pace, and one that is stuck holds up nobody else and costs no memory. The log is the outbox: the position
 * up to which everybody is through is stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #fans: readonly Fan[];

  constructor(read: ReadLog, dispatchedSeq: number, followers: readonly Followers[], onError: (error: unknown) => void) {
    // Told of each time: a chat stands still here while its store is away.
    const told: ReadLog = (after, limit) => read(after, limit).catch((error: unknown) => (onError(error), []));
    this.#fans = followers.map((each) => new Fan(each, told, dispatchedSeq));
  }

  /** Everything up to here is done. */
  get dispatchedSeq(): number {
    let least = Infinity;
    for (const { seq } of this.#fans) least = Math.min(least, seq);
    return least;
  }

  get busy(): boolean {
    return this.#fans.some(({ busy }) => busy);
  }

  offer(event: ConversationEvent): void {
    for (const fan of this.#fans) fan.offer(event);
  }

  /** Nobody is told any more from here: the chat's next activation does so, from the position that is stored. */
  leave(): void {
    for (const fan of this.#fans) fan.leave();
  }
}

/** Followers of one kind. */
class Fan implements Teller {
  readonly followers: Followers;
  readonly read: ReadLog;
  left = false;
  /** Of those that are not through with what they were told. */
  readonly #queues = new Map<unknown, Queue>();
  #offered: number;

  constructor(followers: Followers, read: ReadLog, seq: number) {
    this.followers = followers;
    this.read = read;
    this.#offered = seq;
  }

  get seq(): number {
    let least = this.#offered;
    for (const { seq } of this.#queues.values()) least = Math.min(least, seq);
    return least;
  }

  get busy(): boolean {
    return this.#queues.size > 0;
  }

  leave(): void {
    this.left = true;
  }

  offer(event: ConversationEvent): void {
    if (this.left) return;
    // One that is busy hears of it too where it is named no more: that may be what it is to hear.
    for (const queue of this.#queues.values()) queue.add(event);
    for (const name of this.followers.names()) {
      if (this.#queues.has(name)) continue;
      const pending = this.followers.tell(name, event, this);
      if (pending !== undefined) this.#begin(name, event.seq, pending);
    }
    this.#offered = event.seq;
  }

  #begin(name: unknown, seq: number, pending: Promise<void>): void {
    const queue = new Queue(this, name, seq);
    this.#queues.set(name, queue);
    void queue.drain(pending, () => this.#queues.delete(name));
  }
}

/** What one follower has still to be told. */
class Queue {
  readonly #fan: Fan;
  readonly #name: unknown;
  /** Of the last that it is through with. */
  seq: number;
  #offered: number;
  #held: ConversationEvent[] = [];
  #telling: number;

  constructor(fan: Fan, name: unknown, telling: number) {
    this.#fan = fan;
    this.#name = name;
    this.seq = telling - 1;
    this.#telling = telling;
    this.#offered = telling;
  }

  add(event: ConversationEvent): void {
    const follows = (this.#held.at(-1)?.seq ?? this.#telling) === this.#offered;
    if (follows && this.#held.length < MOST_HELD) this.#held.push(event);
    this.#offered = event.seq;
  }

  /** `done` is called in the tick in which nothing is left to tell, and not where somebody else is to tell it. */
  async drain(pending: Promise<void>, done: () => void): Promise<void> {
    const { followers } = this.#fan;
    if (!(await this.#through(pending))) return;
    while (this.seq !== this.#offered) {
      if (this.#fan.left) return;
      if (this.#held.length === 0 && followers.has?.(this.#name) === false) break;
      if (!(await (this.#held.length > 0 ? this.#tellHeld() : this.#catchUp()))) return;
    }
    done();
  }

  /** False where it is for the next activation to tell the rest. */
  async #tellHeld(): Promise<boolean> {
    const { followers } = this.#fan;
    while (!this.#fan.left && this.seq !== this.#offered) {
      const event = this.#held.shift();
      if (event === undefined) return true;
      this.#telling = event.seq;
      if (!(await this.#through(followers.tell(this.#name, event, this.#fan)))) return false;
    }
    return true;
  }

  /** Followers report for themselves; a chat that waits for ever would never rest. False where it is for the next activation to tell this. */
  async #through(pending: Promise<void> | undefined): Promise<boolean> {
    const through = (await pending?.then(() => true, () => !this.#fan.left)) ?? true;
    if (through) this.seq = this.#telling;
    return through;
  }

  /** What was read is told before another chat reads: pages of all chats at once would only wait for each other, in memory. */
  #catchUp(): Promise<boolean> {
    const turn = async (): Promise<boolean> => {
      await this.#readOn();
      return this.#tellHeld();
    };
    return this.#fan.followers.lanes?.(this.#name)?.run(turn) ?? turn();
  }

  async #readOn(): Promise<void> {
    const { read } = this.#fan;
    this.#held = await reading.run(async () => {
      // Its turn may come when there is nothing left to read from.
      if (this.#fan.left) return [];
      const events = await read(this.seq, PAGE);
      await sleep(BETWEEN_MS, undefined, { ref: false });
      return [...events];
    });
    if (this.#held.length === 0 && !this.#fan.left) await sleep(AGAIN_MS, undefined, { ref: false });
  }
}
