import type { ConversationEvent } from '#domain/events.ts';
import { withoutMemory } from '#wire/log-line.ts';
import { pageAfter } from './log-pages.ts';
import type { ReadLog } from './log-pages.ts';
import type { Observers } from './observers.ts';
import type { Semaphore } from './semaphore.ts';
import type { Teller } from './teller.ts';
import { unlessAborted } from './within.ts';

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

/** Events that are kept in memory for one who is not through with an earlier one. What comes after them is read from the log again. */
const MOST_HELD = 8;

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
export class Dispatch implements Teller {
  readonly #read: ReadLog;
  readonly #fans: readonly Fan[];
  left = false;
  #leaving: AbortController | undefined;
  /** Of the last that was handed to all, and of the last that there is: what lies between is in the log only. */
  #handed: number;
  #end: number;

  constructor(read: ReadLog, dispatchedSeq: number, followers: readonly Followers[], onError: (error: unknown) => void) {
    // Told of each time: a chat stands still here while its store is away.
    this.#read = (after, limit) => read(after, limit).catch((error: unknown) => (onError(error), []));
    this.#fans = followers.map((each) => new Fan(each, this.#read, dispatchedSeq, this));
    this.#handed = dispatchedSeq;
    this.#end = dispatchedSeq;
  }

  /** Everything up to here is done. */
  get dispatchedSeq(): number {
    let least = Infinity;
    for (const { seq } of this.#fans) least = Math.min(least, seq);
    return least;
  }

  get busy(): boolean {
    return this.#handed < this.#end || this.#fans.some(({ busy }) => busy);
  }

  /** Aborts when it leaves. Made where it is asked for: most chats never have anybody to wait for. */
  get leaving(): AbortSignal {
    return (this.#leaving ??= new AbortController()).signal;
  }

  offer(event: ConversationEvent): void {
    if (this.left) return;
    const follows = this.#handed === this.#end;
    this.#end = event.seq;
    if (follows) this.#hand(event);
  }

  /** What an earlier activation had not got to: where it begins, oldest first, and the position of the last. The rest is read from the log. */
  goOn(first: readonly ConversationEvent[], end: number): void {
    for (const event of first) this.offer(event);
    if (end <= this.#end) return;
    this.#end = end;
    void this.#catchUp();
  }

  /** Nobody is told any more from here: the chat's next activation does so, from the position that is stored. */
  leave(): void {
    this.left = true;
    this.#leaving?.abort();
  }

  #hand(event: ConversationEvent): void {
    this.#handed = event.seq;
    for (const fan of this.#fans) fan.offer(event);
  }

  /** A page at a time: who takes a while with one reads what comes after it again. */
  async #catchUp(): Promise<void> {
    while (!this.left && this.#handed < this.#end) {
      const events = await pageAfter(this.#read, this.#handed, this);
      for (const event of events) if (!this.left && event.seq <= this.#end) this.#hand(event);
    }
  }
}

/** Followers of one kind. */
class Fan {
  readonly followers: Followers;
  readonly read: ReadLog;
  readonly chat: Dispatch;
  /** Of those that are not through with what they were told. */
  readonly #queues = new Map<unknown, Queue>();
  #offered: number;

  constructor(followers: Followers, read: ReadLog, seq: number, chat: Dispatch) {
    this.followers = followers;
    this.read = read;
    this.chat = chat;
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

  offer(event: ConversationEvent): void {
    // One that is busy hears of it too where it is named no more: that may be what it is to hear.
    for (const queue of this.#queues.values()) queue.add(event);
    for (const name of this.followers.names()) {
      if (this.#queues.has(name)) continue;
      const pending = this.followers.tell(name, event, this.chat);
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
      if (this.#fan.chat.left) return;
      if (this.#held.length === 0 && followers.has?.(this.#name) === false) break;
      if (!(await (this.#held.length > 0 ? this.#tellHeld() : this.#catchUp()))) return;
    }
    done();
  }

  /** False where it is for the next activation to tell the rest. */
  async #tellHeld(): Promise<boolean> {
    const { followers } = this.#fan;
    while (!this.#fan.chat.left && this.seq !== this.#offered) {
      const event = this.#held.shift();
      if (event === undefined) return true;
      this.#telling = event.seq;
      if (!(await this.#through(followers.tell(this.#name, event, this.#fan.chat)))) return false;
    }
    return true;
  }

  /** Followers report for themselves; a chat that waits for ever would never rest. False where it is for the next activation to tell this. */
  async #through(pending: Promise<void> | undefined): Promise<boolean> {
    const through = (await pending?.then(() => true, () => !this.#fan.chat.left)) ?? true;
    if (through) this.seq = this.#telling;
    return through;
  }

  /** What was read is told before another chat reads: pages of all chats at once would only wait for each other, in memory. */
  async #catchUp(): Promise<boolean> {
    const { chat: { leaving }, followers } = this.#fan;
    const lanes = followers.lanes?.(this.#name);
    if (lanes === undefined) return this.#tellPage();
    try {
      // One that leaves makes room at once, whatever it waits for: for the lane, the log, or its follower.
      return await lanes.run(() => unlessAborted(this.#tellPage(), leaving), leaving);
    } catch (error) {
      if (!leaving.aborted) throw error;
      this.#held = [];
      return false;
    }
  }

  async #tellPage(): Promise<boolean> {
    this.#held = [...(await pageAfter(this.#fan.read, this.seq, this.#fan.chat))];
    return this.#tellHeld();
  }
}
