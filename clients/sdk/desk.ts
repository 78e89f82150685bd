import { Frame } from '#wire/protocol.ts';
import type { AckFrame, CardsFrame, DeskCommand, DeskWelcome, PresenceStatus, RefusalFrame } from '#wire/protocol.ts';
import { DeskChat } from './chat.ts';
import type { ChatHost } from './chat.ts';
import { Line } from './connection.ts';
import { Outbox } from './outbox.ts';
import { platformOf } from './platform.ts';
import { Requests } from './requests.ts';
import { Store } from './store.ts';
import type { Chat, Connection, DeskClient, DeskOptions, DeskSnapshot } from './types.ts';

/** Pictures of chats that were left, kept so that coming back shows them at once. */
const KEPT_PICTURES = 20;

export const createDeskClient = (options: DeskOptions): DeskClient => new Desk(options);

class Desk extends Store<DeskSnapshot> implements DeskClient {
  readonly #line: Line;
  readonly #requests: Requests;
  readonly #chats = new Map<string, DeskChat>();
  readonly #left = new Set<string>();
  readonly #host: ChatHost;

  constructor(options: DeskOptions) {
    super({ connection: { status: 'idle' }, self: null, desk: null, cards: new Map() });
    const platform = platformOf(options);
    this.#line = new Line(platform, {
      address: async () => (await options.ticket()).url,
      batch: (run) => this.batch(run),
      changed: (connection) => this.batch(() => this.#changed(connection)),
      handlers: {
        [Frame.welcome]: (welcome) => this.#welcome(welcome as DeskWelcome),
        [Frame.notice]: ({ c = '', e }) => this.#chats.get(c)?.notice(e),
        [Frame.ack]: (ack) => (ack.n === undefined ? outbox.acked(ack.id, ack.seq) : this.#requests.acked(ack.n, ack)),
        [Frame.refusal]: (refusal) => this.#refused(refusal),
        [Frame.signal]: (signal) => this.#chats.get(signal.c ?? '')?.signal(signal),
        [Frame.receipts]: ({ c = '', receipts }) => this.#chats.get(c)?.receipts(receipts),
        [Frame.opened]: (page) => this.#chats.get(page.conversation)?.opened(page),
        [Frame.cards]: (cards) => this.#cards(cards),
        [Frame.deskState]: (desk) => this.set({ desk }),
        [Frame.resync]: ({ c }) => this.#resync(c),
      },
    });
    const send: ChatHost['send'] = (type, payload) => this.#line.send(type, payload);
    const outbox = new Outbox(platform, options.storageKey, {
      transmit: (c, frame) => send(Frame.command, { c, ...frame }),
      position: (id) => this.#chats.get(id)?.shownTo ?? Infinity,
      changed: (id) => this.#chats.get(id)?.set({ pending: outbox.pending(id) }),
    });
    this.#requests = new Requests(platform.clock, send);
    this.#host = { clock: platform.clock, outbox, self: () => this.snapshot.self ?? '', send };
  }

  connect(): void {
    this.#host.outbox.open();
    this.#line.open();
  }

  disconnect(): void {
    this.#line.close();
    this.#host.outbox.close();
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
    this.#chats.get(oldest)?.forget();
  }

  request(command: DeskCommand): Promise<AckFrame> {
    return this.#requests.ask(command);
  }

  setPresence(status: PresenceStatus): Promise<AckFrame> {
    return this.request({ type: 'presence.set', status });
  }

  #chat(id: string): DeskChat {
    let chat = this.#chats.get(id);
    if (chat === undefined) this.#chats.set(id, (chat = new DeskChat(id, this.#host)));
    return chat;
  }

  #changed(connection: Connection): void {
    const { outbox } = this.#host;
    this.set({ connection });
    if (connection.status === 'online') {
      for (const chat of this.#chats.values()) chat.again();
      return outbox.resume();
    }
    outbox.pause();
    this.#requests.offline();
    for (const chat of this.#chats.values()) chat.offline();
  }

  #welcome({ self, desk, cards }: DeskWelcome): void {
    this.set({ self, desk, cards: new Map(cards.map((card) => [card.id, card])) });
  }

  #refused(refusal: RefusalFrame): void {
    const { c = '', id, n, code, retryable } = refusal;
    if (n !== undefined) this.#requests.refused(n, refusal);
    else if (id !== undefined) this.#host.outbox.refused(refusal);
    else this.#chats.get(c)?.openRefused(code, retryable);
  }

  #cards({ put, drop }: CardsFrame): void {
    const cards = new Map(this.snapshot.cards);
    for (const id of drop) cards.delete(id);
    for (const card of put) cards.set(card.id, card);
    this.set({ cards });
  }

  #resync(conversation: string | undefined): void {
    if (conversation !== undefined) return this.#chats.get(conversation)?.again(true);
    for (const chat of this.#chats.values()) chat.again(true);
    this.#line.rejoin();
  }
}
