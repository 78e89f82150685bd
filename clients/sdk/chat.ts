import { Frame } from '#wire/protocol.ts';
import type { OpenedFrame, UpFrames, UpType } from '#wire/protocol.ts';
import type { Audience, Command, ConversationEvent, ErrorCode } from '#wire/vocabulary.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './platform.ts';
import { Store } from './store.ts';
import { emptyPicture, Thread } from './thread.ts';
import type { Chat, ChatSnapshot } from './types.ts';

/** The node that has the chat may be gone: ask again after so long. */
const OPEN_AGAIN_MS = 5_000;

export interface ChatHost {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly self: () => string;
  readonly send: <T extends UpType>(type: T, payload: UpFrames[T]) => boolean;
}

/** One chat on a desk's line: opened, opened again after every join or gap, left. */
export class DeskChat implements Chat {
  readonly id: string;
  readonly thread: Thread;
  readonly #host: ChatHost;
  readonly #store = new Store<ChatSnapshot>({ ...emptyPicture, live: false, error: null, visitorOnline: false });
  #wanted = false;
  #stale = false;
  #cancelRetry = () => {};

  constructor(id: string, host: ChatHost) {
    this.id = id;
    this.#host = host;
    this.thread = new Thread({
      clock: host.clock,
      outbox: host.outbox,
      self: host.self,
      conversation: () => id,
      send: (type, payload) => this.#wanted && host.send(type, { ...payload, c: id }),
      changed: (picture) => this.#store.set(picture),
    });
  }

  get snapshot(): ChatSnapshot {
    return this.#store.snapshot;
  }

  get subscribe(): Chat['subscribe'] {
    return this.#store.subscribe;
  }

  /** Up to where it shows events; Infinity while it shows none. */
  get position(): number {
    return this.#wanted ? this.thread.position : Infinity;
  }

  post(text: string, audience: Audience = 'public'): string {
    this.thread.stopTyping();
    return this.command({ type: 'message.post', kind: 'text', body: { text }, audience });
  }

  command(command: Command): string {
    return this.#host.outbox.post(this.id, command);
  }

  retry(id: string): void {
    this.#store.batch(() => {
      const command = this.#host.outbox.take(id);
      if (command !== null) this.command(command);
    });
  }

  discard(id: string): void {
    this.#host.outbox.take(id);
  }

  typing(on: boolean, text?: string): void {
    this.thread.typing(on, text);
  }

  read(): void {
    this.thread.read();
  }

  prepend({ events, more }: Parameters<Chat['prepend']>[0]): void {
    this.thread.addOlder(events, more);
  }

  /* ---- for the desk ---- */

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#ask();
  }

  leave(): void {
    if (!this.#wanted) return;
    this.thread.stopTyping();
    this.offline();
    this.#wanted = false;
    this.#host.send(Frame.leave, { c: this.id });
    this.#host.outbox.shown(this.id, [], Infinity);
  }

  /** The line is back, and with `stale` what is held is not to be trusted. */
  again(stale = false): void {
    this.#stale ||= stale;
    if (this.#wanted) this.#ask();
  }

  offline(): void {
    this.#cancelRetry();
    this.thread.quiet();
    this.#store.set({ live: false });
  }

  opened(frame: OpenedFrame): void {
    if (!this.#wanted) return;
    this.#store.batch(() => {
      if (!this.thread.show(frame, frame.resumed)) return this.again(true);
      this.#cancelRetry();
      this.#stale = false;
      this.#store.set({ live: true, error: null, visitorOnline: frame.visitor.online });
    });
  }

  openRefused(code: ErrorCode, retryable: boolean): void {
    if (retryable || !this.#wanted) return;
    this.offline();
    this.#store.set({ error: code });
  }

  notice(event: ConversationEvent): void {
    this.#store.batch(() => {
      if (!this.thread.add(event) && this.snapshot.live) this.again();
    });
  }

  changed(): void {
    this.#store.set({ pending: this.#host.outbox.pending(this.id) });
  }

  #ask(): void {
    this.#cancelRetry();
    this.#store.set({ live: false });
    if (!this.#host.send(Frame.open, { c: this.id, since: this.#stale ? 0 : this.thread.position })) return;
    this.#cancelRetry = this.#host.clock.after(OPEN_AGAIN_MS, () => this.#ask());
  }
}
