import { isDown } from '#wire/codec.ts';
import type { Incoming } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { AckFrame, CardsFrame, DeskCommand, DeskWelcome, PresenceStatus, RefusalFrame } from '#wire/protocol.ts';
import { DeskChat } from './chat.ts';
import { Line } from './connection.ts';
import { Outbox } from './outbox.ts';
import { platformOf } from './platform.ts';
import type { Clock } from './platform.ts';
import { Requests } from './requests.ts';
import { Store } from './store.ts';
import type { Chat, DeskClient, DeskOptions, DeskSnapshot } from './types.ts';

/** Pictures of chats that were left, kept so that coming back shows them at once. */
const KEPT_PICTURES = 20;

export function createDeskClient(options: DeskOptions): DeskClient {
  return new Desk(options);
}

class Desk implements DeskClient {
  readonly #store = new Store<DeskSnapshot>({ connection: { status: 'idle' }, self: null, desk: null, cards: new Map() });
  readonly #clock: Clock;
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  readonly #chats = new Map<string, DeskChat>();
  readonly #left = new Set<string>();

  constructor(options: DeskOptions) {
    const platform = platformOf(options);
    this.#clock = platform.clock;
    this.#line = new Line(platform, {
      address: async () => (await options.ticket()).url,
      frame: (incoming) => this.#store.batch(() => this.#receive(incoming)),
      changed: (connection) => {
        this.#store.set({ connection });
        if (connection.status !== 'online') this.#offline();
      },
    });
    this.#outbox = new Outbox(platform, options.storageKey, {
      transmit: (c, frame) => this.#line.send(Frame.command, { c, ...frame }),
      position: (conversation) => this.#chats.get(conversation)?.position ?? Infinity,
      changed: (conversation) => this.#chats.get(conversation)?.changed(),
    });
    this.#requests = new Requests(this.#clock, (type, payload) => this.#line.send(type, payload));
  }

  get snapshot(): DeskSnapshot {
    return this.#store.snapshot;
  }

  get subscribe(): DeskClient['subscribe'] {
    return this.#store.subscribe;
  }

  connect(): void {
    this.#outbox.open();
    this.#line.open();
  }

  disconnect(): void {
    this.#line.close();
    this.#outbox.close();
  }

  chat(id: string): Chat {
    return this.#chat(id);
  }

  open(id: string): void {
    this.#left.delete(id);
    this.#chat(id).open();
  }

  leave(id: string): void {
    this.#chats.get(id)?.leave();
    this.#left.add(id);
    const [oldest] = this.#left;
    if (this.#left.size <= KEPT_PICTURES || oldest === undefined) return;
    this.#left.delete(oldest);
    this.#chats.get(oldest)?.thread.reset();
  }

  request(command: DeskCommand): Promise<AckFrame> {
    return this.#requests.ask(command);
  }

  setPresence(status: PresenceStatus): Promise<AckFrame> {
    return this.request({ type: 'presence.set', status });
  }

  #chat(id: string): DeskChat {
    let chat = this.#chats.get(id);
    if (chat === undefined) {
      chat = new DeskChat(id, {
        clock: this.#clock,
        outbox: this.#outbox,
        self: () => this.snapshot.self ?? '',
        send: (type, payload) => this.#line.send(type, payload),
      });
      this.#chats.set(id, chat);
      chat.changed();
    }
    return chat;
  }

  #receive(incoming: Incoming): void {
    if (isDown(incoming, Frame.welcome)) this.#welcome(incoming.payload as DeskWelcome);
    else if (isDown(incoming, Frame.notice)) this.#chats.get(incoming.payload.c ?? '')?.notice(incoming.payload.e);
    else if (isDown(incoming, Frame.ack)) this.#acked(incoming.payload);
    else if (isDown(incoming, Frame.refusal)) this.#refused(incoming.payload);
    else if (isDown(incoming, Frame.signal)) this.#chats.get(incoming.payload.c ?? '')?.thread.signal(incoming.payload);
    else if (isDown(incoming, Frame.receipts)) this.#chats.get(incoming.payload.c ?? '')?.thread.receipts(incoming.payload.receipts);
    else if (isDown(incoming, Frame.opened)) this.#chats.get(incoming.payload.conversation)?.opened(incoming.payload);
    else if (isDown(incoming, Frame.cards)) this.#cards(incoming.payload);
    else if (isDown(incoming, Frame.deskState)) this.#store.set({ desk: incoming.payload });
    else if (isDown(incoming, Frame.resync)) this.#resync(incoming.payload.c);
  }

  #welcome({ self, desk, cards, heartbeat }: DeskWelcome): void {
    this.#store.set({ self, desk, cards: new Map(cards.map((card) => [card.id, card])) });
    this.#line.welcome(heartbeat);
    for (const chat of this.#chats.values()) chat.again();
    this.#outbox.resume();
  }

  #acked(ack: AckFrame): void {
    if (ack.n !== undefined) this.#requests.acked(ack.n, ack);
    else if (ack.id !== undefined) this.#outbox.acked(ack.id, ack.seq);
  }

  #refused(refusal: RefusalFrame): void {
    const { c, id, n, code, retryable } = refusal;
    if (n !== undefined) this.#requests.refused(n, refusal);
    else if (id !== undefined) this.#outbox.refused({ ...refusal, id });
    else if (c !== undefined) this.#chats.get(c)?.openRefused(code, retryable);
  }

  #cards({ put, drop }: CardsFrame): void {
    const cards = new Map(this.snapshot.cards);
    for (const id of drop) cards.delete(id);
    for (const card of put) cards.set(card.id, card);
    this.#store.set({ cards });
  }

  #resync(conversation: string | undefined): void {
    if (conversation !== undefined) return this.#chats.get(conversation)?.again(true);
    for (const chat of this.#chats.values()) chat.again(true);
    this.#line.rejoin();
  }

  #offline(): void {
    this.#outbox.pause();
    this.#requests.offline();
    for (const chat of this.#chats.values()) chat.offline();
  }
}
