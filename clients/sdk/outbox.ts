import type { CommandFrame, Position } from '#wire/protocol.ts';
import type { Command, ErrorCode } from '#wire/vocabulary.ts';
import type { Platform } from './platform.ts';
import { SendQueue } from './send-queue.ts';
import { StreamStorage } from './storage.ts';
import type { Kept, KeptStream } from './storage.ts';
import type { Pending } from './types.ts';

export interface OutboxEvents {
  /** Puts a command on the wire; false when this conversation cannot be reached now. */
  readonly transmit: (conversation: string, frame: CommandFrame) => boolean;
  /** The position up to which its events are shown; Infinity where nobody looks. */
  readonly position: (conversation: string) => Position;
  /** `pending(conversation)` is another. */
  readonly changed: (conversation: string) => void;
}

export interface Refused {
  readonly id: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds. */
  readonly retryAfter?: number;
}

/** Every command of this client, kept until it is answered: its own stream, and those it adopted. */
export class Outbox {
  readonly #platform: Platform;
  readonly #events: OutboxEvents;
  readonly #storage: StreamStorage;
  readonly #queues = new Map<string, SendQueue>();
  readonly #adopted = new Set<string>();
  #last = 0;

  constructor(platform: Platform, storageKey: string, events: OutboxEvents) {
    this.#platform = platform;
    this.#events = events;
    this.#storage = new StreamStorage(platform, storageKey);
  }

  /** Takes over what former tabs left; `close` leaves what is unsent to the next. */
  open(): void {
    this.#storage.open(new Set([this.#storage.own, ...this.#adopted]), (stream, kept) => this.#adopt(stream, kept));
  }

  close(): void {
    this.pause();
    this.#storage.release();
  }

  post(conversation: string, command: Command): string {
    const number = ++this.#last;
    const item: Kept = { number, command, at: this.#platform.clock.now(), code: null };
    this.#queue(conversation).add(this.#storage.own, { base: 0, items: [item] });
    return `${this.#storage.own}:${number}`;
  }

  pending(conversation: string): readonly Pending[] {
    return this.#queues.get(conversation)?.pending ?? [];
  }

  conversations(): string[] {
    return [...this.#queues.keys()];
  }

  acked(id: string, seq: Position | null): void {
    this.#find(id)?.acked(id, seq);
  }

  refused(refusal: Refused): void {
    this.#find(refusal.id)?.refused(refusal);
  }

  /** The events of a conversation up to `position`, `ids` among them, are shown. */
  shown(conversation: string, ids: readonly string[], position: Position): void {
    this.#queues.get(conversation)?.shown(ids, position);
  }

  /** Removes a failed command and returns it. */
  take(id: string): Command | null {
    return this.#find(id)?.take(id) ?? null;
  }

  /** Words given before there was a conversation: none of them was sent, so they keep their ids. */
  move(from: string, to: string): void {
    const queue = this.#queues.get(from);
    if (queue === undefined) return;
    this.#queues.delete(from);
    queue.pause();
    for (const stream of queue.streams()) {
      const lane = queue.kept(stream);
      if (lane !== null) this.#queue(to).add(stream, lane);
    }
    this.#events.changed(from);
  }

  /** Gives up what was meant for a conversation that cannot be reached any more. */
  fail(conversation: string, code: ErrorCode): void {
    this.#queues.get(conversation)?.fail(code);
  }

  /** The line is down: nothing that was sent counts as on its way. */
  pause(): void {
    for (const queue of this.#queues.values()) queue.pause();
  }

  /** The line is up: sends what is unanswered, in order. */
  resume(): void {
    for (const queue of this.#queues.values()) queue.pump();
  }

  #queue(conversation: string): SendQueue {
    let queue = this.#queues.get(conversation);
    if (queue === undefined) {
      queue = new SendQueue(this.#platform, {
        transmit: (frame) => this.#events.transmit(conversation, frame),
        position: () => this.#events.position(conversation),
        changed: (stream) => {
          this.#save(stream);
          this.#events.changed(conversation);
        },
      });
      this.#queues.set(conversation, queue);
    }
    return queue;
  }

  #find(id: string): SendQueue | undefined {
    for (const queue of this.#queues.values()) if (queue.has(id)) return queue;
    return undefined;
  }

  #adopt(stream: string, kept: KeptStream): void {
    this.#adopted.add(stream);
    for (const [conversation, lane] of Object.entries(kept)) this.#queue(conversation).add(stream, lane);
  }

  #save(stream: string): void {
    if (this.#platform.storage === null) return;
    const lanes = [...this.#queues].flatMap(([conversation, queue]) => {
      const lane = queue.kept(stream);
      return lane === null ? [] : [[conversation, lane] as const];
    });
    this.#storage.save(stream, Object.fromEntries(lanes));
  }
}
