import type { CommandFrame, Position } from '#wire/protocol.ts';
import type { Command, ConversationEvent, ErrorCode } from '#wire/vocabulary.ts';
import type { Platform } from './platform.ts';
import { StreamStorage } from './storage.ts';
import type { Item } from './storage.ts';
import type { Pending } from './types.ts';

/** Commands on their way at once. Small, so that a long absence does not run into the server's rate limit. */
const WINDOW = 16;
/** A node may forget to answer: after so long without an answer the unanswered are sent again. */
const ANSWER_MS = 10_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

/** The commands for one conversation. */
interface Lane {
  /** Of one stream ascending by number. */
  items: readonly Item[];
  readonly onTheWay: Set<Item>;
  /** A refusal asked for patience. */
  waiting: boolean;
  failures: number;
  cancelTimer: () => void;
}

export interface OutboxEvents {
  /** Puts a command on the wire; false when this conversation cannot be reached now. */
  readonly transmit: (conversation: string, frame: CommandFrame) => boolean;
  /** The position up to which its events are shown; Infinity where nobody looks. */
  readonly position: (conversation: string) => Position;
  /** `pending(conversation)` is another. */
  readonly changed: (conversation: string) => void;
}

export interface Refused {
  readonly id?: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds. */
  readonly retryAfter?: number;
}

const isSending = ({ status }: Item): boolean => status === 'sending';

/**
 * Every command of this client, kept until it is answered: its own stream, and those it adopted. In order for each
 * conversation, by go-back-N: after a refusal that may be tried again everything unanswered is sent anew.
 */
export class Outbox {
  readonly #platform: Platform;
  readonly #events: OutboxEvents;
  readonly #storage: StreamStorage;
  readonly #lanes = new Map<string, Lane>();
  #last = 0;

  constructor(platform: Platform, storageKey: string, events: OutboxEvents) {
    this.#platform = platform;
    this.#events = events;
    this.#storage = new StreamStorage(platform, storageKey);
  }

  /** Takes over what former tabs left; `close` leaves what is unsent to the next. */
  open(): void {
    this.#storage.open((items) => {
      for (const item of items) if (this.#find(item.id) === undefined) this.#insert(item);
    });
  }

  close(): void {
    this.#storage.close();
  }

  post(conversation: string, command: Command): string {
    const stream = this.#storage.own;
    const number = ++this.#last;
    const id = `${stream}:${number}`;
    this.#insert({ id, stream, number, conversation, command, at: this.#platform.clock.now(), status: 'sending', code: null, seq: 0 });
    return id;
  }

  pending(conversation: string): readonly Pending[] {
    return this.#lanes.get(conversation)?.items ?? [];
  }

  conversations(): string[] {
    return [...this.#lanes.keys()];
  }

  /** The event may be on its way still: until it is shown the command stays in `pending`, so that nothing flickers. */
  acked(id: string | undefined, seq: Position | null): void {
    const item = this.#find(id);
    if (item === undefined) return;
    const early = seq !== null && seq > this.#events.position(item.conversation);
    this.#replace(item, early ? { ...item, status: 'accepted', seq } : null);
    this.#progress(item.conversation);
  }

  refused({ id, code, retryable, retryAfter }: Refused): void {
    const item = this.#find(id);
    const lane = this.#lanes.get(item?.conversation ?? '');
    // Not on the way: an answer to what was sent before we went back.
    if (item === undefined || !lane?.onTheWay.has(item)) return;
    if (!retryable) {
      this.#replace(item, { ...item, status: 'failed', code });
      return this.#progress(item.conversation);
    }
    const backOff = this.#platform.random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** lane.failures++);
    this.#goBack(lane, retryAfter ?? backOff, item.conversation);
  }

  /** An event of ours is as good as an ack, which may have been lost with the line. */
  shown(conversation: string, events: readonly ConversationEvent[], position: Position): void {
    for (const item of this.#lanes.get(conversation)?.items ?? []) {
      if ((item.status !== 'accepted' || item.seq > position) && !events.some(({ id }) => id === item.id)) continue;
      this.#replace(item, null);
      this.#progress(conversation);
    }
  }

  /** Removes a failed command and returns it. */
  take(id: string): Command | null {
    const item = this.#find(id);
    if (item?.status !== 'failed') return null;
    this.#replace(item, null);
    return item.command;
  }

  /** Words given before there was a conversation: none of them was sent, so they keep their ids. */
  move(from: string, to: string): void {
    for (const item of this.#lanes.get(from)?.items ?? []) {
      this.#replace(item, null);
      this.#insert({ ...item, conversation: to });
    }
  }

  /** Gives up what was meant for a conversation that cannot be reached any more. */
  fail(conversation: string, code: ErrorCode): void {
    for (const item of this.#lanes.get(conversation)?.items ?? []) if (isSending(item)) this.#replace(item, { ...item, status: 'failed', code });
  }

  /** The line is down: nothing that was sent counts as on its way. */
  pause(): void {
    for (const lane of this.#lanes.values()) {
      lane.cancelTimer();
      lane.onTheWay.clear();
      lane.waiting = false;
      lane.failures = 0;
    }
  }

  /** The line is up: sends what is unanswered. */
  resume(): void {
    for (const conversation of this.#lanes.keys()) this.#pump(conversation);
  }

  #lane(conversation: string): Lane {
    let lane = this.#lanes.get(conversation);
    if (lane === undefined) {
      lane = { items: [], onTheWay: new Set(), waiting: false, failures: 0, cancelTimer: () => {} };
      this.#lanes.set(conversation, lane);
    }
    return lane;
  }

  #find(id: string | undefined): Item | undefined {
    for (const { items } of this.#lanes.values()) {
      const item = items.find((item) => item.id === id);
      if (item !== undefined) return item;
    }
    return undefined;
  }

  #insert(item: Item): void {
    const lane = this.#lane(item.conversation);
    lane.items = [...lane.items, item].sort((a, b) => (a.stream === b.stream ? a.number - b.number : a.at - b.at));
    this.#changed(item);
    this.#pump(item.conversation);
  }

  #replace(item: Item, next: Item | null): void {
    const lane = this.#lane(item.conversation);
    lane.onTheWay.delete(item);
    lane.items = lane.items.flatMap((each) => (each === item ? (next ?? []) : [each]));
    this.#changed(item);
  }

  /** A refused message is somebody's words and outlives the tab; other refusals do not. */
  #changed({ stream, conversation }: Item): void {
    this.#storage.save(stream, () =>
      [...this.#lanes.values()].flatMap(({ items }) => items)
        .filter((item) => item.stream === stream && (isSending(item) || (item.status === 'failed' && item.command.type === 'message.post'))));
    this.#events.changed(conversation);
  }

  #progress(conversation: string): void {
    this.#lane(conversation).failures = 0;
    this.#pump(conversation);
  }

  #goBack(lane: Lane, delay: number, conversation: string): void {
    lane.onTheWay.clear();
    lane.waiting = true;
    this.#schedule(lane, delay, () => {
      lane.waiting = false;
      this.#pump(conversation);
    });
  }

  /**
   * Streams take turns, so that older words come first. `p` is the unanswered command before, else 0: what was answered
   * is in the log or had no effect, and a server that has forgotten this stream must not wait for it.
   */
  #pump(conversation: string): void {
    const lane = this.#lane(conversation);
    if (lane.waiting) return;
    let before: Item | null = null;
    for (const item of lane.items.filter(isSending)) {
      if (before !== null && before.stream !== item.stream) break;
      if (!lane.onTheWay.has(item)) {
        const frame = { id: item.id, p: before?.number ?? 0, cmd: item.command };
        if (lane.onTheWay.size >= WINDOW || !this.#events.transmit(conversation, frame)) break;
        lane.onTheWay.add(item);
      }
      before = item;
    }
    lane.cancelTimer();
    if (lane.onTheWay.size > 0) this.#schedule(lane, ANSWER_MS, () => this.#goBack(lane, 0, conversation));
  }

  #schedule(lane: Lane, ms: number, run: () => void): void {
    lane.cancelTimer();
    lane.cancelTimer = this.#platform.clock.after(ms, run);
  }
}
