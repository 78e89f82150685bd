import { isEnded } from '#domain/state.ts';
import { isDown } from '#wire/codec.ts';
import type { Incoming } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { VisitorWelcome } from '#wire/protocol.ts';
import type { Command, ConversationEvent } from '#wire/vocabulary.ts';
import { Line } from './connection.ts';
import { Outbox } from './outbox.ts';
import { platformOf } from './platform.ts';
import { Store } from './store.ts';
import { emptyPicture, Thread } from './thread.ts';
import type { VisitorClient, VisitorOptions, VisitorSnapshot } from './types.ts';

/** Commands given before there is a conversation. */
const NEXT = '';

export function createVisitorClient(options: VisitorOptions): VisitorClient {
  return new Visitor(options);
}

class Visitor implements VisitorClient {
  readonly #options: VisitorOptions;
  readonly #store = new Store<VisitorSnapshot>({
    ...emptyPicture, connection: { status: 'idle' }, conversation: null, self: null, department: null, queue: null,
  });
  readonly #outbox: Outbox;
  readonly #line: Line;
  readonly #thread: Thread;
  #starting = false;
  /** The picture is not to be trusted: join without a position. */
  #stale = false;

  constructor(options: VisitorOptions) {
    this.#options = options;
    const platform = platformOf(options);
    this.#outbox = new Outbox(platform, options.storageKey, {
      transmit: (conversation, frame) => conversation === this.snapshot.conversation && this.#line.send(Frame.command, frame),
      position: (conversation) => (conversation === this.#conversation ? this.#thread.position : Infinity),
      changed: () => this.#store.set({ pending: this.#outbox.conversations().flatMap((id) => this.#outbox.pending(id)) }),
    });
    this.#line = new Line(platform, {
      address: () => this.#address(),
      frame: (incoming) => this.#store.batch(() => this.#receive(incoming)),
      changed: (connection) => this.#store.batch(() => {
        this.#store.set({ connection });
        if (connection.status === 'online') return;
        this.#outbox.pause();
        this.#thread.quiet();
      }),
    });
    this.#thread = new Thread({
      clock: platform.clock,
      outbox: this.#outbox,
      conversation: () => this.#conversation,
      self: () => this.snapshot.self ?? '',
      send: (type, payload) => this.#line.send(type, payload),
      changed: (picture) => this.#store.set(picture),
    });
  }

  get snapshot(): VisitorSnapshot {
    return this.#store.snapshot;
  }

  get subscribe(): VisitorClient['subscribe'] {
    return this.#store.subscribe;
  }

  connect(): void {
    this.#outbox.open();
    this.#line.open();
  }

  start(): void {
    const { state } = this.snapshot;
    if (state !== null && !isEnded(state)) return this.connect();
    this.#starting = true;
    this.#store.batch(() => {
      if (state !== null) this.#forget();
      this.#line.close();
      this.connect();
    });
  }

  post(text: string): string {
    this.#thread.stopTyping();
    return this.#command({ type: 'message.post', kind: 'text', body: { text }, audience: 'public' });
  }

  end(): string {
    return this.#command({ type: 'conversation.close' });
  }

  reopen(): string {
    return this.#command({ type: 'conversation.reopen', agent: null, offer: null });
  }

  feedback(solved: boolean): string {
    return this.#command({ type: 'feedback.give', solved });
  }

  retry(id: string): void {
    this.#store.batch(() => {
      const command = this.#outbox.take(id);
      if (command !== null) this.#command(command);
    });
  }

  discard(id: string): void {
    this.#thread.discard(id);
  }

  typing(on: boolean, text?: string): void {
    this.#thread.typing(on, text);
  }

  read(): void {
    this.#thread.read();
  }

  disconnect(): void {
    this.#line.close();
    this.#outbox.close();
  }

  get #conversation(): string {
    return this.snapshot.conversation ?? NEXT;
  }

  #command(command: Command): string {
    return this.#outbox.post(this.#conversation, command);
  }

  async #address(): Promise<string> {
    const { url, conversation } = await this.#options.ticket({ start: this.#starting });
    const resumable = conversation === this.snapshot.conversation && this.#thread.position > 0 && !this.#stale;
    return resumable ? `${url}&since=${this.#thread.position}` : url;
  }

  #receive(incoming: Incoming): void {
    if (isDown(incoming, Frame.welcome)) this.#welcome(incoming.payload as VisitorWelcome);
    else if (isDown(incoming, Frame.notice)) this.#notice(incoming.payload.e);
    else if (isDown(incoming, Frame.ack)) this.#outbox.acked(incoming.payload.id ?? '', incoming.payload.seq);
    else if (isDown(incoming, Frame.refusal)) this.#outbox.refused({ ...incoming.payload, id: incoming.payload.id ?? '' });
    else if (isDown(incoming, Frame.signal)) this.#thread.signal(incoming.payload);
    else if (isDown(incoming, Frame.receipts)) this.#thread.receipts(incoming.payload.receipts);
    else if (isDown(incoming, Frame.queue)) this.#store.set({ queue: incoming.payload });
    else if (isDown(incoming, Frame.resync)) this.#resync();
  }

  #welcome(welcome: VisitorWelcome): void {
    const { conversation, self, department, queue, heartbeat } = welcome;
    const same = conversation === this.snapshot.conversation;
    if (!same) this.#forget();
    this.#starting = false;
    this.#store.set({ conversation, self, department, queue });
    this.#line.welcome(heartbeat);
    if (!this.#thread.show(welcome, same && welcome.resumed)) return this.#resync();
    this.#stale = false;
    for (const other of this.#outbox.conversations()) {
      if (other === NEXT) this.#outbox.move(NEXT, conversation);
      else if (other !== conversation) this.#outbox.fail(other, 'conversation.ended');
    }
    this.#outbox.resume();
  }

  #notice(event: ConversationEvent): void {
    if (!this.#thread.add(event)) return this.#line.rejoin();
    if (this.snapshot.state?.status !== 'queued') this.#store.set({ queue: null });
  }

  #resync(): void {
    this.#stale = true;
    this.#line.rejoin();
  }

  #forget(): void {
    this.#thread.reset();
    this.#store.set({ conversation: null, queue: null });
  }
}
