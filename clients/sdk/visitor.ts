import { isEnded } from '#domain/state.ts';
import { Frame } from '#wire/protocol.ts';
import type { UpFrames, UpType, VisitorWelcome } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import { createLine, handle } from './connection.ts';
import type { Line } from './connection.ts';
import { Conversation, emptyPicture } from './conversation.ts';
import { NEXT, createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { platformOf } from './platform.ts';
import type { Connection, VisitorClient, VisitorOptions, VisitorSnapshot } from './types.ts';

/** Without its pending commands: those are the device's. */
const { pending: _pending, ...nothing } = emptyPicture;
const nowhere = { ...nothing, conversation: null, department: null, queue: null };

export const createVisitorClient = (options: VisitorOptions): VisitorClient => new Visitor(options);

/** A visitor's one conversation, on a line of its own. */
class Visitor extends Conversation<VisitorSnapshot> implements VisitorClient {
  protected readonly outbox: Outbox;
  readonly #line: Line;
  #starting = false;
  /** The picture is not to be trusted: join without a position. */
  #stale = false;

  constructor(options: VisitorOptions) {
    const platform = platformOf(options);
    super({ ...nowhere, pending: [], connection: { status: 'idle' }, self: null }, platform.clock);
    this.outbox = createOutbox(platform, options.storageKey, {
      transmit: (conversation, frame) => conversation === this.snapshot.conversation && this.send(Frame.command, frame),
      position: (conversation) => (conversation === this.id ? this.position : Infinity),
      changed: () => this.set({ pending: this.outbox.pending() }),
    });
    this.handlers = {
      ...this.handlers,
      [Frame.welcome]: (welcome) => this.#welcome(welcome as VisitorWelcome),
      [Frame.ack]: ({ id, seq }) => this.outbox.acked(id, seq),
      [Frame.refusal]: (refusal) => this.outbox.refused(refusal),
      [Frame.queue]: (queue) => this.set({ queue }),
      [Frame.resync]: () => this.#resync(),
    };
    this.#line = createLine(platform, {
      address: async () => {
        const { url, conversation } = await options.ticket({ start: this.#starting });
        return conversation === this.id && !this.#stale ? `${url}&since=${this.position}` : url;
      },
      batch: (run) => this.batch(run),
      receive: (down) => handle(this.handlers, down),
      changed: (connection) => this.batch(() => this.#changed(connection)),
    });
  }

  connect(): void {
    this.outbox.open();
    this.#line.open();
  }

  start(): void {
    const { state } = this.snapshot;
    if (!this.#starting && (state === null || isEnded(state))) {
      this.#starting = true;
      this.set(nowhere);
      this.#line.close();
    }
    this.connect();
  }

  end(): string {
    return this.command({ type: 'conversation.close' });
  }

  reopen(): string {
    return this.command({ type: 'conversation.reopen', agent: null, offer: null });
  }

  feedback(solved: boolean): string {
    return this.command({ type: 'feedback.give', solved });
  }

  disconnect(): void {
    this.#line.close();
    this.outbox.close();
  }

  get id(): string {
    return this.snapshot.conversation ?? NEXT;
  }

  protected get self(): string {
    return this.snapshot.self ?? '';
  }

  protected send<T extends UpType>(type: T, payload: UpFrames[T]): boolean {
    return this.#line.send(type, payload);
  }

  #changed(connection: Connection): void {
    const { status } = connection;
    this.set({ connection });
    if (status === 'stopped') this.#starting = false;
    if (status === 'online') return this.outbox.resume();
    this.outbox.pause();
    this.quiet();
  }

  #welcome(welcome: VisitorWelcome): void {
    const { conversation, self, department, queue, resumed } = welcome;
    const same = conversation === this.snapshot.conversation;
    if (!same) this.set(nowhere);
    this.set({ conversation, self, department, queue });
    this.#starting = false;
    if (!this.show(welcome, same && resumed)) return this.#resync();
    this.#stale = false;
    this.outbox.settle(conversation);
  }

  protected notice(event: ConversationEvent): void {
    if (!this.add(event)) this.#line.rejoin();
    else if (this.snapshot.state?.status !== 'queued') this.set({ queue: null });
  }

  #resync(): void {
    this.#stale = true;
    this.#line.rejoin();
  }
}
