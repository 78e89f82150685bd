import type { FileRef } from '#domain/file.ts';
import { Frame } from '#wire/protocol.ts';
import type { ConversationPage, Receipt, SignalFrame, TypingFrame, UpFrames, UpType } from '#wire/protocol.ts';
import type { Audience, Command, ConversationEvent, MessageKind } from '#wire/vocabulary.ts';
import { addEvent, mergeReceipts, positionOf, receiptOf, showPage } from './chat-view.ts';
import type { Handlers } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Clock } from './platform.ts';
import { Signals, Typing } from './signals.ts';
import { Store } from './store.ts';
import type { ConversationActions, ConversationPicture, Older } from './types.ts';

const RECEIPT_MS = 1_000;

export const emptyPicture: ConversationPicture = { state: null, events: [], more: false, receipts: [], signals: [], pending: [] };

type Cursors = Pick<Receipt, 'delivered' | 'read'>;

/** One conversation as it is held here: what the visitor's and the desk's have in common. */
export abstract class Conversation<S extends ConversationPicture> extends Store<S> implements ConversationActions {
  readonly #clock: Clock;
  readonly #signals: Signals;
  readonly #typing: Typing;
  /** What the server knows of our cursors. */
  #told: Cursors = { delivered: 0, read: 0 };
  #telling = false;

  constructor(initial: S, clock: Clock) {
    super(initial);
    this.#clock = clock;
    this.#signals = new Signals(clock, (signals) => this.picture({ signals }));
    this.#typing = new Typing(clock, (frame) => this.send(Frame.typing, frame as TypingFrame));
  }

  protected abstract readonly outbox: Outbox;
  /** Its name in the outbox. */
  abstract readonly id: string;
  /** The own participant id, once known. */
  protected abstract readonly self: string;
  protected abstract notice(event: ConversationEvent): void;
  /** Sends a frame about this conversation; false when it cannot be. */
  protected abstract send<T extends UpType>(type: T, payload: UpFrames[T]): boolean;

  get position(): number {
    return positionOf(this.snapshot);
  }

  post(text: string, audience: Audience = 'public', kind: MessageKind = 'text', file?: FileRef): string {
    this.#typing.set(null);
    return this.command({ type: 'message.post', kind, body: file ? { text, file } : { text }, audience });
  }

  command(command: Command): string {
    return this.outbox.post(this.id, command);
  }

  retry(id: string): void {
    this.batch(() => {
      const command = this.outbox.take(id);
      if (command !== null) this.command(command);
    });
  }

  discard(id: string): void {
    this.outbox.take(id);
  }

  typing(on: boolean, text?: string): void {
    this.#typing.set(on ? { on, text } : null);
  }

  read(): void {
    this.#cursor(true);
  }

  prepend({ events, more }: Older): void {
    const first = this.snapshot.events[0]?.seq ?? Infinity;
    this.picture({ events: [...events.filter(({ seq }) => seq < first), ...this.snapshot.events], more });
  }

  /** False when the page does not join to what is held. */
  protected show(page: ConversationPage, resumed: boolean): boolean {
    const view = showPage(this.snapshot, page, resumed);
    if (view === null) return false;
    this.#told = receiptOf(page.receipts, this.self);
    this.#update(view, page.events);
    return true;
  }

  /** False when events are missing before this one. */
  protected add(event: ConversationEvent): boolean {
    const view = addEvent(this.snapshot, event);
    if (view !== null) this.#update(view, [event]);
    return view !== null;
  }

  protected signal({ participant, name, typing, text, ttl }: SignalFrame): void {
    if (!typing) this.#signals.hide(participant);
    else if (participant !== this.self) this.#signals.show({ participant, name, text: text ?? null }, ttl);
  }

  /** What comes down about a conversation, whichever line it comes on. */
  handlers: Handlers = {
    [Frame.notice]: ({ e }) => this.notice(e),
    [Frame.signal]: (signal) => this.signal(signal),
    [Frame.receipts]: ({ receipts }) => this.#merge(receipts),
  };

  /** The line is down, or the chat was left. */
  protected quiet(): void {
    this.#typing.set(null);
    this.#signals.clear();
  }

  protected picture(patch: Partial<ConversationPicture>): void {
    this.set(patch as Partial<S>);
  }

  #update(view: Partial<ConversationPicture>, events: readonly ConversationEvent[]): void {
    this.picture(view);
    this.outbox.shown(this.id, events, this.position);
    for (const { by } of events) this.#signals.hide(by);
    this.#cursor(false);
  }

  #merge(news: readonly Receipt[]): void {
    this.picture({ receipts: mergeReceipts(this.snapshot.receipts, news) });
  }

  /** Cursors are about what others wrote, in public positions. */
  #cursor(read: boolean): void {
    const participant = this.self;
    const delivered = this.snapshot.events.findLast(({ by, publicSeq }) => publicSeq !== null && by !== participant)?.publicSeq ?? 0;
    this.#merge([{ participant, delivered, read: read ? delivered : 0 }]);
    if (this.#telling || this.#news() === null) return;
    this.#telling = true;
    this.#clock.after(RECEIPT_MS, () => {
      this.#telling = false;
      const news = this.#news();
      if (news !== null && this.send(Frame.receipt, news)) this.#told = news;
    });
  }

  /** Our cursors, where the server knows less. */
  #news(): Cursors | null {
    const { delivered, read } = receiptOf(this.snapshot.receipts, this.self);
    return delivered > this.#told.delivered || read > this.#told.read ? { delivered, read } : null;
  }
}
