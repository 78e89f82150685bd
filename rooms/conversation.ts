import type { Activation } from '#cluster/actor.ts';
import { LATER } from '#cluster/messages.ts';
import type { Handlers } from '#cluster/messages.ts';
import { VISITOR_COMMANDS } from '#domain/commands.ts';
import { isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { VisitorClaims } from '#desk/tickets.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeDown, frameOf } from '#wire/codec.ts';
import { Frame, PROTOCOL_VERSION } from '#wire/protocol.ts';
import { ActorRoom } from './actor-room.ts';
import type { Connection } from './connection.ts';
import { Chat } from './conversation/chat.ts';
import type { ChatActor } from './conversation/chat-actor.ts';
import { recover } from './conversation/recovery.ts';
import { commandIdOf, readCommand, readReceipt, readTyping } from './frames.ts';

/** A visitor's ticket, with where the client left off. */
export interface VisitorSeat extends VisitorClaims {
  readonly since: number;
}

/** One chat's actor: what others ask of it, its visitor's sockets, and how long it stays. The chat itself is {@link Chat}. */
export abstract class ConversationRoom extends ActorRoom<'conversation', VisitorSeat> implements ChatActor {
  private chat!: Chat;

  private static readonly answers: Handlers<'conversation', ConversationRoom> = {
    submit: (room, { grant, previous, submission }, reply) => {
      room.chat.submit(submission, previous, (outcome) => reply(isRefusal(outcome) ? outcome : { seq: outcome.seq }), grant === undefined ? undefined : { grant });
      return LATER;
    },
    watch: (room, { agent, since }) => room.chat.watch(agent, since),
    unwatch: (room, { agent }) => room.chat.audience.unwatch(agent),
    watching: (room, { agent }) => (room.retiring ? refuse('actor.moved') : { watched: room.chat.audience.watchedBy(agent), card: room.chat.announcer.card }),
    card: (room) => room.chat.announcer.card,
    settled: (room) => room.chat.settledCard(),
    typing: (room, { by, on }) => room.chat.signals.typing(by, on),
    receipt: (room, { participant, delivered, read }) => room.chat.signals.receipt(participant, delivered, read),
    position: (room, queue) => room.chat.position(queue),
    renamed: (room, { channel }) => (channel === undefined ? room.chat.recognise() : room.chat.announcer.callWay(channel)),
    // Of a chat that has ended; the ticket that they ask for next is for the other one.
    succeeded: (room) => room.toVisitor(encodeDown(Frame.resync, {})),
    // Lists may have been told by an activation of theirs that is gone.
    wake: (room) => room.chat.announce(),
  };

  protected override get handlers(): Handlers<'conversation', this> {
    return ConversationRoom.answers;
  }

  protected override async load({ creation }: Activation): Promise<void> {
    const { directory, settings, store, timers } = this.services;
    if (creation === null) {
      const found = await recover(store, this.actorId);
      const { channelAccountId: channelAccount, contactId: contact } = found.row;
      this.chat = new Chat(this, { contact, channelAccount, account: await directory.channel(channelAccount) }, found);
      this.chat.goOn(found);
    } else {
      const { channelAccount, contact } = creation;
      this.chat = new Chat(this, { contact, channelAccount, account: await directory.channel(channelAccount) });
      await this.chat.begin(creation);
    }
    timers.set(this, 'idle', settings.trimAfter, () => this.idle());
  }

  /* ---- the visitor's sockets ---- */

  protected override admit(auth: unknown): VisitorSeat | Refusal {
    const seat = auth as VisitorSeat;
    return seat.kind === 'visitor' && seat.conversation === this.identity.id ? seat : refuse('ticket.invalid');
  }

  protected override async welcome(connection: Connection<VisitorSeat>): Promise<void> {
    const { since, contact } = connection.who;
    const { cursors, log, pages, place, presence } = this.chat;
    const department = await this.services.directory.departmentName(log.durable.department);
    const { state, events, more, resumed } = await pages.read(since, 'public');
    const welcome = JSON.stringify({
      version: PROTOCOL_VERSION, self: visitorId(contact), conversation: this.identity.id, resumed, queue: place.frame,
      department, heartbeat: this.services.settings.heartbeat, state, more, receipts: cursors.all,
    });
    this.push(connection, frameOf(Frame.welcome, `${welcome.slice(0, -1)},"events":[${events.join(',')}]}`));
    connection.greeted = true;
    presence.changed();
  }

  protected override left(): void {
    if (!this.retiring) this.chat.presence.changed();
  }

  get attended(): boolean {
    return this.clients.length > 0;
  }

  toVisitor(frame: string): void {
    for (const connection of this.connections) if (connection.greeted) this.push(connection, frame);
  }

  protected override frame(connection: Connection<VisitorSeat>, type: number, payload: unknown): void {
    const [visitor] = this.chat.log.state.participants;
    if (visitor === undefined || visitor.id !== visitorId(connection.who.contact)) return this.offence(connection, refuse('command.forbidden'));
    switch (type) {
      case Frame.command: return this.command(connection, visitor, payload);
      // What filters have not seen nobody sees: they may be there to hide it.
      case Frame.typing: {
        const frame = readTyping(payload);
        return frame === null ? this.offence(connection, refuse('frame.malformed')) : this.chat.audience.typing(visitor, frame.on, this.services.hooks.hasFilters ? '' : frame.text);
      }
      case Frame.receipt: {
        const frame = readReceipt(payload);
        return frame === null ? this.offence(connection, refuse('frame.malformed')) : this.chat.signals.receipt(visitor.id, frame.delivered, frame.read);
      }
      default: return this.offence(connection, refuse('frame.unknown'));
    }
  }

  private command(connection: Connection<VisitorSeat>, by: Participant, payload: unknown): void {
    const frame = readCommand(payload, VISITOR_COMMANDS);
    if (isRefusal(frame)) return this.refuseFrame(connection, frame, commandIdOf(payload));
    const { id } = frame;
    this.chat.submit({ id, by, command: frame.cmd }, frame.p, (outcome) => {
      if (isRefusal(outcome)) this.refuseFrame(connection, outcome, { id });
      else this.push(connection, encodeDown(Frame.ack, { id, seq: outcome.publicSeq }));
    });
  }

  /* ---- going quiet ---- */

  /** Long quiet: first drop what is held for convenience, then, with nobody here and nothing to do, leave. */
  private idle(): void {
    const { onError, settings, timers } = this.services;
    const { needed, quiet } = this.chat;
    if (quiet >= settings.trimAfter) this.chat.trim();
    if (quiet >= settings.passivateAfter && !needed) return void this.retire(CloseCode.moved).catch(onError);
    timers.set(this, 'idle', Math.max(1_000, needed ? settings.trimAfter : settings.passivateAfter - quiet), () => this.idle());
  }

  override discard(closeCode: number): void {
    this.chat.leave();
    super.discard(closeCode);
  }

  protected override gone(): void {
    this.chat.audience.dismiss();
  }

  protected override async settle(): Promise<void> {
    await this.chat.settle();
    this.chat.leave();
  }
}
