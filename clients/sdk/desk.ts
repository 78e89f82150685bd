import { Frame } from '#wire/protocol.ts';
import type { AckFrame, CardsFrame, DeskCommand, DeskWelcome, PresenceStatus, RefusalFrame, ResyncFrame, UpFrames, UpType } from '#wire/protocol.ts';
import { DeskChat } from './chat.ts';
import type { ChatHost } from './chat.ts';
import { createLine, handle } from './connection.ts';
import type { Down, Handlers, Line } from './connection.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { platformOf } from './platform.ts';
import type { Clock } from './platform.ts';
import { createRequests } from './requests.ts';
import type { Requests } from './requests.ts';
import { Store } from './store.ts';
import type { Connection, DeskClient, DeskOptions, DeskSnapshot } from './types.ts';

export const createDeskClient = (options: DeskOptions): DeskClient => new Desk(options);

class Desk extends Store<DeskSnapshot> implements DeskClient, ChatHost {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly #line: Line;
  readonly #requests: Requests;
  readonly #chats = new Map<string, DeskChat>();

  constructor(options: DeskOptions) {
    super({ connection: { status: 'idle' }, self: null, desk: null, cards: new Map() });
    const platform = platformOf(options);
    this.clock = platform.clock;
    const handlers: Handlers = {
      [Frame.welcome]: (welcome) => this.#welcome(welcome as DeskWelcome),
      [Frame.ack]: (ack) => {
        this.#requests.acked(ack);
        this.outbox.acked(ack.id, ack.seq);
      },
      [Frame.refusal]: (refusal) => this.#refused(refusal),
      [Frame.cards]: (cards) => this.#cards(cards),
      [Frame.deskState]: (desk) => this.set({ desk }),
      [Frame.resync]: (resync) => this.#resync(resync),
    };
    this.#line = createLine(platform, {
      // A desk that came up anew meanwhile knows the status from nobody else.
      address: async () => `${(await options.ticket()).url}&status=${this.snapshot.desk?.status ?? ''}`,
      batch: (run) => this.batch(run),
      receive: (down) => (down.type in handlers ? handle(handlers, down) : this.#toChat(down)),
      changed: (connection) => this.batch(() => this.#changed(connection)),
    });
    this.outbox = createOutbox(platform, options.storageKey, {
      // The desk takes commands for chats that it lists or shows: one that is being opened may be neither yet.
      transmit: (c, frame) => (this.snapshot.cards.has(c) || this.#chats.get(c)?.snapshot.live === true) && this.send(Frame.command, { c, ...frame }),
      position: (id) => this.#chats.get(id)?.position || Infinity,
      changed: (id) => this.#chats.get(id)?.set({ pending: this.outbox.pending(id) }),
    });
    this.#requests = createRequests(this);
  }

  connect(): void {
    this.outbox.open();
    this.#line.open();
  }

  disconnect(): void {
    this.#line.close();
    this.outbox.close();
  }

  chat(id: string): DeskChat {
    const chat = this.#chats.get(id) ?? new DeskChat(id, this);
    this.#chats.set(id, chat);
    return chat;
  }

  open(id: string): void {
    this.chat(id).open();
  }

  leave(id: string): void {
    this.#chats.get(id)?.leave();
  }

  request(command: DeskCommand): Promise<AckFrame> {
    return this.#requests.ask(command);
  }

  setPresence(status: PresenceStatus): Promise<AckFrame> {
    return this.request({ type: 'presence.set', status });
  }

  get self(): string {
    return this.snapshot.self ?? '';
  }

  send<T extends UpType>(type: T, payload: UpFrames[T]): boolean {
    return this.#line.send(type, payload);
  }

  #changed(connection: Connection): void {
    this.set({ connection });
    if (connection.status === 'online') {
      for (const chat of this.#chats.values()) chat.again();
      return this.outbox.resume();
    }
    this.outbox.pause();
    this.#requests.offline();
    for (const chat of this.#chats.values()) chat.offline();
  }

  #welcome({ self, desk, cards }: DeskWelcome): void {
    this.set({ self, desk, cards: new Map(cards.map((card) => [card.id, card])) });
  }

  #refused(refusal: RefusalFrame): void {
    this.#requests.refused(refusal);
    this.outbox.refused(refusal);
    if (!refusal.n && !refusal.id) this.#toChat({ type: Frame.refusal, payload: refusal });
  }

  #toChat(down: Down): void {
    const { c, conversation = c } = down.payload as { readonly c: string; readonly conversation?: string };
    const chat = this.#chats.get(conversation);
    chat?.batch(() => handle(chat.handlers, down));
  }

  #cards({ put, drop }: CardsFrame): void {
    const cards = new Map(this.snapshot.cards);
    for (const id of drop) cards.delete(id);
    for (const card of put) cards.set(card.id, card);
    this.set({ cards });
  }

  #resync(resync: ResyncFrame): void {
    if (resync.c) return this.#toChat({ type: Frame.resync, payload: resync });
    for (const chat of this.#chats.values()) chat.again(true);
    this.#line.rejoin();
  }
}
