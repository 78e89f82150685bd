import { Frame } from '#wire/protocol.ts';
import type { OpenedFrame, RefusalFrame, SignalFrame, UpFrames, UpType } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { Conversation, emptyPicture } from './conversation.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './platform.ts';
import type { Chat, ChatSnapshot } from './types.ts';

/** The node that has the chat may be gone: ask again after so long. */
const OPEN_AGAIN_MS = 2_000;

const closed = { ...emptyPicture, live: false, error: null, visitorOnline: false };

/** What a chat needs of its desk. */
export interface ChatHost {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly self: string;
  send<T extends UpType>(type: T, payload: UpFrames[T]): boolean;
}

/** One chat on a desk's line: opened, opened again after every join or gap, left. */
export class DeskChat extends Conversation<ChatSnapshot> implements Chat {
  readonly id: string;
  readonly #host: ChatHost;
  #wanted = false;
  #stale = false;
  #cancelRetry = () => {};

  constructor(id: string, host: ChatHost) {
    super({ ...closed, pending: host.outbox.pending(id) }, host.clock);
    this.id = id;
    this.#host = host;
    this.handlers = {
      ...this.handlers,
      [Frame.opened]: (page) => this.#opened(page),
      [Frame.refusal]: (refusal) => this.#refused(refusal),
      [Frame.resync]: () => this.again(true),
    };
  }

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#ask();
  }

  leave(): void {
    if (!this.#wanted) return;
    this.offline();
    this.send(Frame.leave, { c: this.id });
    this.#wanted = false;
    this.set({ ...closed, pending: this.snapshot.pending });
    this.outbox.shown(this.id, [], Infinity);
  }

  /** The line is back, or events are missing; with `stale` what is held is not to be trusted. */
  again(stale = false): void {
    this.#stale ||= stale;
    if (this.#wanted) this.#ask();
  }

  offline(): void {
    this.#cancelRetry();
    this.quiet();
    this.set({ live: false });
  }

  protected override signal(frame: SignalFrame): void {
    super.signal(frame);
    this.set({ visitorOnline: frame.online ?? this.snapshot.visitorOnline });
  }

  protected notice(event: ConversationEvent): void {
    if (!this.add(event) && this.snapshot.live) this.again();
  }

  protected get outbox(): Outbox {
    return this.#host.outbox;
  }

  protected get self(): string {
    return this.#host.self;
  }

  protected send<T extends UpType>(type: T, payload: UpFrames[T]): boolean {
    return this.#wanted && this.#host.send(type, { ...payload, c: this.id });
  }

  #opened(frame: OpenedFrame): void {
    if (!this.#wanted) return;
    if (!this.show(frame, frame.resumed)) return this.again(true);
    this.#cancelRetry();
    this.#stale = false;
    this.set({ live: true, error: null, visitorOnline: frame.visitor.online });
    this.outbox.resume();
  }

  /** One that may be tried again is, by the timer. */
  #refused({ code, retryable }: RefusalFrame): void {
    if (retryable || !this.#wanted) return;
    this.offline();
    this.set({ error: code });
  }

  #ask(): void {
    this.#cancelRetry();
    this.set({ live: false });
    if (!this.send(Frame.open, { c: this.id, since: this.#stale ? 0 : this.position })) return;
    this.#cancelRetry = this.#host.clock.after(OPEN_AGAIN_MS, () => this.#ask());
  }
}
