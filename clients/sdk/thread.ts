import { Frame } from '#wire/protocol.ts';
import type { ConversationPage, Receipt, SignalFrame, UpFrames, UpType } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { addEvent, addOlder, emptyView, lastOfOthers, mergeReceipts, positionOf, receiptOf, showPage } from './chat-view.ts';
import type { ChatView } from './chat-view.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './platform.ts';
import { Cursors } from './receipts.ts';
import { Signals, Typing } from './signals.ts';
import type { ConversationActions, ConversationPicture } from './types.ts';

export const emptyPicture: ConversationPicture = { ...emptyView, signals: [], pending: [] };

export interface ThreadHost {
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** The key of its commands in the outbox. */
  readonly conversation: () => string;
  /** The own participant id, once known. */
  readonly self: () => string;
  /** Sends a frame about this conversation; false when it cannot be. */
  readonly send: <T extends UpType>(type: T, payload: UpFrames[T]) => boolean;
  readonly changed: (picture: Partial<ConversationPicture>) => void;
}

/** One conversation as it is held here: what visitor and desk have in common. */
export class Thread implements Omit<ConversationActions, 'retry'> {
  readonly #host: ThreadHost;
  readonly #cursors: Cursors;
  readonly #signals: Signals;
  readonly #typing: Typing;
  #view: ChatView = emptyView;

  constructor(host: ThreadHost) {
    this.#host = host;
    this.#cursors = new Cursors(host.clock, (delivered, read) => host.send(Frame.receipt, { delivered, read }));
    this.#signals = new Signals(host.clock, (signals) => host.changed({ signals }));
    this.#typing = new Typing(host.clock, (state) => host.send(Frame.typing, state));
  }

  get position(): number {
    return positionOf(this.#view);
  }

  /** False when the page does not join to what is held. */
  show(page: ConversationPage, resumed: boolean): boolean {
    const view = showPage(this.#view, page, resumed);
    if (view === null) return false;
    this.#update(view, page.events);
    const { delivered, read } = receiptOf(page, this.#host.self());
    this.#cursors.known(delivered, read);
    return true;
  }

  /** False when events are missing before this one. */
  add(event: ConversationEvent): boolean {
    const view = addEvent(this.#view, event);
    if (view === null) return false;
    if (view !== this.#view) this.#update(view, [event]);
    return true;
  }

  addOlder(events: readonly ConversationEvent[], more: boolean): void {
    this.#set(addOlder(this.#view, events, more));
  }

  receipts(receipts: readonly Receipt[]): void {
    this.#set(mergeReceipts(this.#view, receipts));
  }

  signal(frame: SignalFrame): void {
    if (frame.participant !== this.#host.self()) this.#signals.receive(frame);
  }

  quiet(): void {
    this.#signals.clear();
  }

  typing(on: boolean, text?: string): void {
    this.#typing.set(text === undefined ? { on } : { on, text });
  }

  stopTyping(): void {
    this.#typing.stop();
  }

  read(): void {
    const participant = this.#host.self();
    const last = lastOfOthers(this.#view, participant);
    if (last === 0) return;
    this.#cursors.move(last, last);
    this.receipts([{ participant, delivered: last, read: last }]);
  }

  discard(id: string): void {
    this.#host.outbox.take(id);
  }

  reset(): void {
    this.quiet();
    this.#typing.stop();
    this.#cursors.reset();
    this.#set(emptyView);
  }

  #update(view: ChatView, events: readonly ConversationEvent[]): void {
    this.#set(view);
    this.#host.outbox.shown(this.#host.conversation(), events.flatMap(({ id }) => id ?? []), this.position);
    for (const { by, type } of events) if (type === 'message.posted') this.#signals.stopped(by);
    this.#cursors.move(lastOfOthers(view, this.#host.self()), 0);
  }

  #set(view: ChatView): void {
    this.#view = view;
    this.#host.changed(view);
  }
}
