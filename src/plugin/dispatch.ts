import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationEvent } from '#domain/events.ts';
import { withoutMemory } from '#wire/log-line.ts';
import type { Observers } from './observers.ts';
import { Semaphore } from './semaphore.ts';

/** Several who follow the log of one conversation, and come and go: each by its name. */
export interface Followers {
  names(): readonly unknown[];
  /** One of those that it named; a promise where it takes a while, and it never rejects. */
  tell(name: unknown, event: ConversationEvent): Promise<void> | undefined;
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
  return { names: () => observers.owners, tell: (owner, event) => observers.tell(owner, withoutMemory(event), conversation), has: (owner) => observers.has(owner), lanes: (owner) => observers.lanes(owner) };
}

/** One who is always there. */
export function alone(tell: (event: ConversationEvent) => Promise<void> | undefined): Followers {
  const names = [tell];
  return { names: () => names, tell: (_, event) => tell(event) };
}

/**
 * Hands a conversation's committed events to all who follow its log: observers, bots, its channel's way out. Each gets one after
 * the other at its own pace, and one that is stuck holds up nobody else and costs no memory. The log is the outbox: the position
 * up to which everybody is through is stored with the conversation, and after a crash it goes on from there.
 */
export class Dispatch {
  readonly #fans: readonly Fan[];

  constructor(read: ReadLog, dispatchedSeq: number, followers: readonly Followers[], onError: (error: unknown) => void) {
    // Told of each time: a chat whose log cannot be read stands still here.
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
class Fan {
  readonly #followers: Followers;
  readonly #read: ReadLog;
  /** Of those that are not through with what they were told. */
  readonly #queues = new Map<unknown, Queue>();
  #offered: number;
  #left = false;

  constructor(followers: Followers, read: ReadLog, seq: number) {
    this.#followers = followers;
    this.#read = read;
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
    this.#left = true;
    for (const queue of this.#queues.values()) queue.leave();
  }

  offer(event: ConversationEvent): void {
    if (this.#left) return;
    // One that is busy hears of it too where it is named no more: that may be what it is to hear.
    for (const queue of this.#queues.values()) queue.add(event);
    for (const name of this.#followers.names()) {
      if (this.#queues.has(name)) continue;
      const pending = this.#followers.tell(name, event);
      if (pending !== undefined) this.#begin(name, event.seq, pending);
    }
    this.#offered = event.seq;
  }

  #begin(name: unknown, seq: number, pending: Promise<void>): void {
    const queue = new Queue(this.#followers, name, this.#read, seq);
    this.#queues.set(name, queue);
    void queue.drain(pending, () => this.#queues.delete(name));
  }
}

/** What one follower has still to be told. */
class Queue {
  readonly #followers: Followers;
  readonly #name: unknown;
  readonly #read: ReadLog;
  /** Of the last that it is through with. */
  seq: number;
  #telling: number;
  #offered: number;
  #held: ConversationEvent[] = [];
  #left = false;

  constructor(followers: Followers, name: unknown, read: ReadLog, telling: number) {
    this.#followers = followers;
    this.#name = name;
    this.#read = read;
    this.seq = telling - 1;
    this.#telling = telling;
    this.#offered = telling;
  }

  add(event: ConversationEvent): void {
    const follows = (this.#held.at(-1)?.seq ?? this.#telling) === this.#offered;
    if (follows && this.#held.length < MOST_HELD) this.#held.push(event);
    this.#offered = event.seq;
  }

  leave(): void {
    this.#left = true;
  }

  /** `done` is called in the tick in which nothing is left to tell, and not where somebody else is to tell it. */
  async drain(pending: Promise<void>, done: () => void): Promise<void> {
    // Followers report for themselves; a chat that waits for ever would never rest.
    await pending.catch(() => {});
    this.seq = this.#telling;
    while (this.seq !== this.#offered) {
      if (this.#left) return;
      if (this.#held.length > 0) await this.#tellHeld();
      else if (this.#followers.has?.(this.#name) === false) break;
      else await this.#catchUp();
    }
    done();
  }

  async #tellHeld(): Promise<void> {
    while (!this.#left && this.seq !== this.#offered) {
      const event = this.#held.shift();
      if (event === undefined) return;
      this.#telling = event.seq;
      await this.#followers.tell(this.#name, event)?.catch(() => {});
      this.seq = event.seq;
    }
  }

  /** What was read is told before another chat reads: pages of all chats at once would only wait for each other, in memory. */
  async #catchUp(): Promise<void> {
    const turn = async (): Promise<void> => {
      await this.#readOn();
      await this.#tellHeld();
    };
    await (this.#followers.lanes?.(this.#name)?.run(turn) ?? turn());
  }

  async #readOn(): Promise<void> {
    this.#held = await reading.run(async () => {
      // Its turn may come when there is nothing left to read from.
      if (this.#left) return [];
      const events = await this.#read(this.seq, PAGE);
      await sleep(BETWEEN_MS, undefined, { ref: false });
      return [...events];
    });
    if (this.#held.length === 0 && !this.#left) await sleep(AGAIN_MS, undefined, { ref: false });
  }
}
