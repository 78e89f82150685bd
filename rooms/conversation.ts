import type { Activation, Creation } from '#cluster/actor.ts';
import { deskOf, keyOf } from '#cluster/identity.ts';
import { LATER } from '#cluster/messages.ts';
import type { Handlers, ReplyOf } from '#cluster/messages.ts';
import { VISITOR_COMMANDS } from '#domain/commands.ts';
import type { Command, Submission } from '#domain/commands.ts';
import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { SYSTEM, agentOf, contactOf, visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { findParticipant, isEnded, isUnattended } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { DEPARTMENT_OFFER_MS } from '#desk/assignment.ts';
import { wayOf } from '#desk/cards.ts';
import { openKeyOf } from '#desk/intake.ts';
import type { VisitorClaims } from '#desk/tickets.ts';
import type { WayOut } from '#plugin/channel/outbox.ts';
import { Dispatch } from '#plugin/dispatch.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { JournalFailure, NewConversation } from '#store/journal-entry.ts';
import { StoreError } from '#store/store-error.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeDown, frameOf } from '#wire/codec.ts';
import { isSeen } from '#wire/project.ts';
import { Frame, PROTOCOL_VERSION } from '#wire/protocol.ts';
import type { Card, QueueFrame } from '#wire/protocol.ts';
import { ActorRoom } from './actor-room.ts';
import type { Connection } from './connection.ts';
import { Announcer } from './conversation/announcer.ts';
import type { Answer } from './conversation/answers.ts';
import type { Append } from './conversation/append.ts';
import { Audience } from './conversation/audience.ts';
import { BotPart } from './conversation/bot-part.ts';
import { Bookkeeping } from './conversation/bookkeeping.ts';
import { ChatLog } from './conversation/chat-log.ts';
import type { Given, LogObserver, Start } from './conversation/chat-log.ts';
import { CommandLine } from './conversation/command-line.ts';
import { Cursors } from './conversation/cursors.ts';
import { Pages } from './conversation/pages.ts';
import { PlaceInQueue } from './conversation/place-in-queue.ts';
import { recover } from './conversation/recovery.ts';
import { settle } from './conversation/settle.ts';
import type { Positions } from './conversation/stream-gate.ts';
import { VisitorPresence } from './conversation/visitor-presence.ts';
import { commandIdOf, readCommand, readReceipt, readTyping } from './frames.ts';

/** A visitor's ticket, with where the client left off. */
export interface VisitorSeat extends VisitorClaims {
  readonly since: number;
}

/** After which the house tries again what was refused for now, ms. */
const RETRY_MS = 1_000;
/** An offer stands at least so long after its chat came up, ms, whatever the clock there says. */
const LEAST_OFFER_MS = 5_000;

/** One chat: its log, its visitor's sockets, and who watches it. */
export abstract class ConversationRoom extends ActorRoom<'conversation', VisitorSeat> implements LogObserver {
  private log!: ChatLog;
  private line!: CommandLine;
  private pages!: Pages;
  private cursors!: Cursors;
  private dispatch!: Dispatch;
  private bots!: BotPart;
  private bookkeeping!: Bookkeeping;
  private audience!: Audience;
  private announcer!: Announcer;
  private place!: PlaceInQueue;
  private presence!: VisitorPresence;
  /** Of a visitor who comes by a plugin's channel, and never has a socket. */
  private wayOut: WayOut | undefined;
  private lastActivity = 0;
  /** How often the visitor's name was looked up: only the last answer counts. */
  private looks = 0;
  /** The offer whose end is being waited for. */
  private timed: string | null = null;

  private static readonly answers: Handlers<'conversation', ConversationRoom> = {
    submit: (room, { grant, previous, submission }, reply) => {
      room.submit(submission, previous, (outcome) => reply(isRefusal(outcome) ? outcome : { seq: outcome.seq }), grant === undefined ? undefined : { grant });
      return LATER;
    },
    watch: (room, { agent, since }) => room.watch(agent, since),
    unwatch: (room, { agent }) => room.audience.unwatch(agent),
    watching: (room, { agent }) => (room.retiring ? refuse('actor.moved') : { watched: room.audience.watchedBy(agent), card: room.announcer.card }),
    card: (room) => room.announcer.card,
    settled: (room) => room.settledCard(),
    typing: (room, { by, on }) => {
      if (room.seen(by.id) === undefined) return;
      room.audience.typing(by, on, '');
      if (on && by.kind !== 'visitor') room.wayOut?.typing(by);
    },
    receipt: (room, { participant, delivered, read }) => room.receipt(participant, delivered, read),
    position: (room, queue) => room.position(queue),
    renamed: (room) => room.recognise(),
    // Of a chat that has ended; the ticket that they ask for next is for the other one.
    succeeded: (room) => room.toVisitor(encodeDown(Frame.resync, {})),
    // Lists may have been told by an activation of theirs that is gone.
    wake: (room) => room.announce(room.log.durable),
  };

  protected override get handlers(): Handlers<'conversation', this> {
    return ConversationRoom.answers;
  }

  /* ---- coming up ---- */

  protected override async load({ creation, identity }: Activation): Promise<void> {
    const { cluster, now, settings, timers } = this.services;
    this.lastActivity = now();
    this.audience = new Audience(cluster, identity.id, (frame) => this.toVisitor(frame));
    this.place = new PlaceInQueue({
      owner: this, timers, grace: settings.grace,
      isAway: () => this.wayOut === undefined && this.clients.length === 0 && isUnattended(this.log.durable),
      abandon: () => this.byItself({ type: 'conversation.abandon' }),
    });
    this.presence = new VisitorPresence({ isHere: () => this.clients.length > 0, tell: (online) => this.tellOnline(online), place: this.place });
    if (creation === null) await this.recover();
    else await this.begin(creation);
    timers.set(this, 'idle', settings.trimAfter, () => this.idle());
    this.announce(this.log.durable);
    this.recognise();
  }

  /** Looks up what the house calls the visitor. Nobody waits for it: until then they are who they say they are. */
  private recognise(): void {
    const [visitor] = this.log.durable.participants;
    const contact = visitor === undefined ? null : contactOf(visitor.id);
    if (contact === null) return;
    const look = ++this.looks;
    void this.services.store.people.name(contact).then((name) => {
      if (look === this.looks && !this.retiring) this.announcer.call(name ?? null);
    }, (error: unknown) => {
      if (!(error instanceof StoreError)) this.services.onError(error);
      else if (!this.retiring) this.services.timers.set(this, 'recognise', RETRY_MS, () => this.recognise());
    });
  }

  private async recover(): Promise<void> {
    const { store } = this.services;
    const { row, start, cursors, tail, undispatched, unread } = await recover(store, this.actorId);
    const { state } = start;
    await this.open(row, cursors, row.dispatchedSeq, start, tail);
    for (const event of unread) this.announcer.count(event);
    for (const event of undispatched) this.dispatch.offer(event);
    this.bookkeeping.settleLater(this.log);
    for (const agent of [agentOf(state.assignee), state.transfer?.to.agent ?? null]) if (agent !== null) this.resync(agent);
  }

  /** A desk that had this chat open had it from an activation that is gone. Asked until it has heard it. */
  private resync(agent: string): void {
    const { cluster, timers } = this.services;
    const { identity: { id: conversation }, retiring } = this;
    if (retiring) return;
    cluster.call(deskOf(agent), 'resync', { conversation }, (reply) => {
      if (isRefusal(reply) && describeError(reply.code).retryable && !this.retiring) timers.set(this, `resync:${agent}`, RETRY_MS, () => this.resync(agent));
    });
  }

  /** A new chat: its rows, ownership included, are written in the batch of its first events. */
  private async begin({ begun, channelAccount, contact, department, locale, visitorName }: Creation): Promise<void> {
    const { cluster, now } = this.services;
    await this.open({ channelAccountId: channelAccount, contactId: contact, queueTicket: null }, new Cursors(), 0);
    const creation: NewConversation = {
      key: keyOf(this.identity), node: cluster.owner, publicId: this.identity.id, contactId: contact,
      channelAccountId: channelAccount, locale, startedAt: now(),
    };
    const visitor: Participant = { id: visitorId(contact), kind: 'visitor', name: visitorName };
    const submission: Submission = begun === undefined
      ? { id: null, by: SYSTEM, command: { type: 'conversation.start', visitor, department, locale, bot: this.services.bots.firstIn(department) } }
      : { id: null, by: begun.by, command: { type: 'conversation.begin', visitor, department, locale, agent: begun.agent, offer: begun.offer } };
    const given = begun?.grant === undefined ? { creation } : { creation, grant: begun.grant };
    const outcome = await new Promise<Positions | Refusal>((answer) => this.log.submit(submission, now(), answer, undefined, given));
    if (isRefusal(outcome)) throw new RefusalError(outcome.code, outcome.meta);
  }

  private async open(
    { channelAccountId, contactId, queueTicket }: Pick<Conversation, 'channelAccountId' | 'contactId' | 'queueTicket'>,
    cursors: Cursors, dispatchedSeq: number, start?: Start, tail: readonly StoredEvent[] = [],
  ): Promise<void> {
    const { bots, cluster, directory, hooks, now, onError, outbox, store, timers } = this.services;
    const conversation = this.identity.id;
    const account = await directory.channel(channelAccountId);
    this.wayOut = account && outbox.for(account, { conversation, contact: contactId, author: (id) => findParticipant(this.log.durable, id) });
    const owner = { conversation: this.actorId, epoch: this.epoch, openKey: openKeyOf(channelAccountId, contactId) };
    this.log = start === undefined ? ChatLog.empty(store.journal, owner, this) : new ChatLog(store.journal, owner, start, this);
    this.announcer = new Announcer(this.log, { owner: this, conversation, cluster, timers, way: wayOf(account), ticket: queueTicket });
    this.cursors = cursors;
    this.pages = new Pages(store, this.actorId, this.log, tail);
    this.bots = new BotPart(bots, {
      owner: this, conversation, actorId: this.actorId, log: this.log, events: store.events, timers, now, onError,
      hasDepartment: async (id) => (await directory.department(id))?.archivedAt === null,
      submit: (by, command) => new Promise((answer) => this.submit({ id: null, by, command }, 0, answer)),
      retiring: () => this.retiring,
    });
    this.dispatch = new Dispatch(hooks, conversation, dispatchedSeq, this.bots.followers, this.wayOut?.post);
    this.bookkeeping = new Bookkeeping(this, timers, this.dispatch, cursors);
    this.line = new CommandLine({ conversation, actorId: this.actorId, log: this.log, bookkeeping: this.bookkeeping, hooks, files: this.services.files, events: store.events, now });
  }

  /* ---- the visitor's sockets ---- */

  protected override admit(auth: unknown): VisitorSeat | Refusal {
    const seat = auth as VisitorSeat;
    return seat.kind === 'visitor' && seat.conversation === this.identity.id ? seat : refuse('ticket.invalid');
  }

  protected override async welcome(connection: Connection<VisitorSeat>): Promise<void> {
    const { since, contact } = connection.who;
    const department = await this.services.directory.departmentName(this.log.durable.department);
    const { state, events, more, resumed } = await this.pages.read(since, 'public');
    const welcome = JSON.stringify({
      version: PROTOCOL_VERSION, self: visitorId(contact), conversation: this.identity.id, resumed, queue: this.place.frame,
      department, heartbeat: this.services.settings.heartbeat, state, more, receipts: this.cursors.all,
    });
    this.push(connection, frameOf(Frame.welcome, `${welcome.slice(0, -1)},"events":[${events.join(',')}]}`));
    connection.greeted = true;
    this.presence.changed();
  }

  protected override left(): void {
    if (!this.retiring) this.presence.changed();
  }

  private tellOnline(online: boolean): void {
    const [visitor] = this.log.durable.participants;
    if (visitor !== undefined) this.audience.online(visitor, online);
  }

  private toVisitor(frame: string): void {
    for (const connection of this.connections) if (connection.greeted) this.push(connection, frame);
  }

  protected override frame(connection: Connection<VisitorSeat>, type: number, payload: unknown): void {
    const [visitor] = this.log.state.participants;
    if (visitor === undefined || visitor.id !== visitorId(connection.who.contact)) return this.offence(connection, refuse('command.forbidden'));
    switch (type) {
      case Frame.command: return this.command(connection, visitor, payload);
      // What filters have not seen nobody sees: they may be there to hide it.
      case Frame.typing: {
        const frame = readTyping(payload);
        return frame === null ? this.offence(connection, refuse('frame.malformed')) : this.audience.typing(visitor, frame.on, this.services.hooks.hasFilters ? '' : frame.text);
      }
      case Frame.receipt: {
        const frame = readReceipt(payload);
        return frame === null ? this.offence(connection, refuse('frame.malformed')) : this.receipt(visitor.id, frame.delivered, frame.read);
      }
      default: return this.offence(connection, refuse('frame.unknown'));
    }
  }

  private command(connection: Connection<VisitorSeat>, by: Participant, payload: unknown): void {
    const frame = readCommand(payload, VISITOR_COMMANDS);
    if (isRefusal(frame)) return this.refuseFrame(connection, frame, commandIdOf(payload));
    const { id } = frame;
    this.submit({ id, by, command: frame.cmd }, frame.p, (outcome) => {
      if (isRefusal(outcome)) this.refuseFrame(connection, outcome, { id });
      else this.push(connection, encodeDown(Frame.ack, { id, seq: outcome.publicSeq }));
    });
  }

  private submit(submission: Submission, previous: number, answer: Answer, given?: Given): void {
    if (this.retiring) return answer(refuse('actor.moved'));
    this.lastActivity = this.services.now();
    // Most words for which there is no room have been refused where they were read, by whatever node that was.
    if ((submission.command.type === 'message.post' || submission.command.type === 'message.announce') && submission.id !== null && !this.services.load.take()) return answer(this.services.load.refusal());
    this.mailbox.run(() => this.line.take(submission, previous, answer, given));
  }

  /** What the house itself does, by a timer; again when it was not the time for it. */
  private byItself(command: Command): void {
    this.submit({ id: null, by: SYSTEM, command }, 0, (outcome) => {
      if (!isRefusal(outcome) || this.retiring || !describeError(outcome.code).retryable) return;
      this.services.timers.set(this, command.type, RETRY_MS, () => this.byItself(command));
    });
  }

  /* ---- after the commit ---- */

  committed(append: Append, ticket: number | null): void {
    if (ticket !== null) this.announcer.queued(ticket);
    for (let i = 0; i < append.events.length; i++) {
      const event = append.events[i];
      const line = append.lines[i];
      if (event === undefined || line === undefined) continue;
      this.announcer.count(event);
      this.audience.notice(event, line);
      this.dispatch.offer(event);
    }
    if (append.events.length > 0) this.pages.trim();
    if (append.projection !== null) this.announce(append.after);
    // An ended chat is in no list that shows its last words as they come.
    else if (!isEnded(append.after)) this.announcer.words();
    this.bookkeeping.settleLater(this.log);
  }

  override discard(closeCode: number): void {
    this.log.leave();
    super.discard(closeCode);
  }

  lost(reason: JournalFailure): void {
    if (reason !== 'fenced' && reason !== 'open-exists') this.services.onError(new Error(`conversation ${this.identity.id}: the journal answered ${reason}`));
    this.discard(CloseCode.moved);
  }

  /** The state changed: lists, queues and timers follow. */
  private announce(state: ConversationState): void {
    const { now, settings, timers } = this.services;
    this.announcer.state(state);
    if (isUnattended(state)) this.place.keep();
    else this.place.leave();
    this.bots.watch(state);
    if (state.transfer === null) return timers.clear(this, 'transfer');
    const { offer, expiresAt, to } = state.transfer;
    const lasts = to.agent === undefined ? DEPARTMENT_OFFER_MS : settings.transferTimeout;
    // Once an offer, by this node's own clock: another's, or this one's of an hour ago, may be far from it.
    if (this.timed === offer && timers.has(this, 'transfer')) return;
    this.timed = offer;
    timers.set(this, 'transfer', Math.min(lasts, Math.max(LEAST_OFFER_MS, expiresAt - now() || 0)), () => this.byItself({ type: 'transfer.expire', offer }));
  }

  private async watch(agent: string, since: number): Promise<ReplyOf<'conversation', 'watch'>> {
    if (this.retiring) return refuse('actor.moved');
    this.audience.watch(agent);
    const { state, events, more, resumed } = await this.pages.read(since, 'agents');
    return {
      state, events: events.map((json): ConversationEvent => JSON.parse(json)), more, resumed,
      receipts: this.cursors.all, visitor: { online: this.presence.online },
    };
  }

  /** Somebody who takes part and of whom the visitor may know. */
  private seen(id: string): Participant | undefined {
    const { durable } = this.log;
    const participant = findParticipant(durable, id);
    return participant !== undefined && isSeen(durable, participant) ? participant : undefined;
  }

  /** Colleagues who look on leave no trace: only those who take part, and openly, have cursors. */
  private receipt(participant: string, delivered: number, read: number): void {
    const { durable } = this.log;
    const known = this.seen(participant);
    const moved = known === undefined ? null : this.cursors.move(participant, delivered, read, durable.publicSeq);
    if (known === undefined || moved === null) return;
    if (known.kind !== 'visitor') this.announcer.read(moved.read);
    this.audience.receipt(moved, known.kind === 'visitor');
    this.bookkeeping.settleLater(this.log);
  }

  private position(queue: QueueFrame): void {
    if (this.log.durable.status !== 'queued') return;
    this.place.move(queue);
    this.audience.position(queue);
  }

  /* ---- going quiet ---- */

  /** Long quiet: first drop what is held for convenience, then, with nobody here and nothing to do, leave. */
  private idle(): void {
    const { now, onError, settings, timers } = this.services;
    const quiet = now() - this.lastActivity;
    if (quiet >= settings.trimAfter) {
      this.log.trim();
      this.pages.trim();
      this.line.trim();
    }
    const { status, transfer } = this.log.durable;
    const needed = this.clients.length > 0 || this.audience.watched || status === 'queued' || transfer !== null || this.dispatch.busy;
    if (quiet >= settings.passivateAfter && !needed) return void this.retire(CloseCode.moved).catch(onError);
    timers.set(this, 'idle', Math.max(1_000, needed ? settings.trimAfter : settings.passivateAfter - quiet), () => this.idle());
  }

  protected override gone(): void {
    this.audience.dismiss();
  }

  /** Where the chat stands once everything that it was asked so far is decided and written. */
  private async settledCard(): Promise<Card | Refusal> {
    await this.mailbox.rest();
    const failure = await new Promise<JournalFailure | 'busy' | null>((resolve) => {
      if (this.retiring || !this.log.note({}, resolve)) resolve('busy');
    });
    return failure === null && !this.retiring ? this.announcer.card : refuse('actor.moved');
  }

  protected override settle(): Promise<void> {
    return settle({ mailbox: this.mailbox, log: this.log, luggage: () => this.bookkeeping.boardAlone(), holdsLease: () => this.services.cluster.holdsLease });
  }
}
