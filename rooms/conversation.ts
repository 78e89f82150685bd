import type { Activation, Creation } from '#cluster/actor.ts';
import { deskOf, keyOf } from '#cluster/identity.ts';
import type { Handlers, ReplyOf } from '#cluster/messages.ts';
import { VISITOR_COMMANDS } from '#domain/commands.ts';
import type { Command, CommandOf, Submission } from '#domain/commands.ts';
import { RefusalError, describeError, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { SYSTEM, agentOf, isVisitorId, visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { findParticipant, isEnded } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { cardOf } from '#desk/cards.ts';
import { openKeyOf } from '#desk/intake.ts';
import type { VisitorClaims } from '#desk/tickets.ts';
import { Dispatch } from '#plugin/dispatch.ts';
import type { JournalFailure, NewConversation, ReceiptWrite } from '#store/journal-entry.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeDown, frameOf } from '#wire/codec.ts';
import { decodeEvent } from '#wire/log-line.ts';
import type { EncodedEvent } from '#wire/log-line.ts';
import { Frame, PROTOCOL_VERSION } from '#wire/protocol.ts';
import type { Card, QueueFrame, SignalFrame } from '#wire/protocol.ts';
import { ActorRoom, isRefusal } from './actor-room.ts';
import type { Connection } from './connection.ts';
import type { Append } from './conversation/append.ts';
import { ChatLog } from './conversation/chat-log.ts';
import type { Answer, LogObserver } from './conversation/chat-log.ts';
import { Cursors } from './conversation/cursors.ts';
import { Pages } from './conversation/pages.ts';
import { Placement } from './conversation/placement.ts';
import { recover } from './conversation/recovery.ts';
import { StreamGate } from './conversation/stream-gate.ts';
import type { Positions } from './conversation/stream-gate.ts';
import { Unread } from './conversation/unread.ts';
import { commandIdOf, readCommand, readReceipt, readTyping } from './frames.ts';

/** A visitor's ticket, with where the client left off. */
export interface VisitorSeat extends VisitorClaims {
  readonly since: number;
}

/** Cards of a chat in which only words are exchanged are told at most this often, ms. */
const CARD_EVERY_MS = 500;
/** Cursors and dispatch positions that no event carries to the disk travel alone after this long, ms. */
const BOOKKEEPING_MS = 2_000;
/** How long others show somebody as typing, ms. */
const TYPING_TTL_MS = 5_000;

/** One chat: its log, its visitor's sockets, and who watches it. */
export abstract class ConversationRoom extends ActorRoom<'conversation', VisitorSeat> implements LogObserver {
  private log!: ChatLog;
  private pages!: Pages;
  private cursors!: Cursors;
  private dispatch!: Dispatch;
  private placement!: Placement;
  private readonly gate: StreamGate = new StreamGate();
  private readonly unread: Unread = new Unread();
  private readonly watchers: Set<string> = new Set();
  private ticket: number | null = null;
  private queue: QueueFrame | null = null;
  private departmentName = '';
  private channel = '';
  private lastActivity = 0;
  private storedDispatch = 0;
  private lastAssignee: string | null = null;

  protected override readonly handlers: Handlers<'conversation'> = {
    submit: ({ submission, previous }) => new Promise((resolve) => {
      this.submit(submission, previous, (outcome) => resolve(isRefusal(outcome) ? outcome : { seq: outcome.seq }));
    }),
    watch: ({ agent, since }) => this.watch(agent, since),
    unwatch: ({ agent }) => void this.watchers.delete(agent),
    card: () => this.card(),
    typing: ({ by, on, text }) => this.typing(by, on, text),
    receipt: ({ participant, delivered, read }) => this.receipt(participant, delivered, read),
    position: (queue) => this.position(queue),
    wake: () => {},
  };

  protected override async load(activation: Activation): Promise<void> {
    const { cluster, directory, now, settings, timers } = this.services;
    this.lastActivity = now();
    this.placement = new Placement(cluster, activation.identity.id);
    if (activation.creation === null) await this.recover();
    else await this.begin(activation.creation);
    this.departmentName = await directory.departmentName(this.log.durable.department);
    timers.set(this, 'idle', settings.trimAfter, () => this.idle());
    this.announce(this.log.durable);
    this.awaitVisitor();
  }

  private async recover(): Promise<void> {
    const { store } = this.services;
    const { row, state, snapshotSeq } = await recover(store, this.identity.id);
    const openKey = openKeyOf(row.channelAccountId, row.contactId);
    this.open(openKey, row.dispatchedSeq, { state, preview: { text: row.preview, by: row.previewBy }, snapshotSeq });
    this.cursors = new Cursors(await store.receipts.of(row.id));
    this.ticket = row.queueTicket;
    this.channel = row.channelAccountId;
    await this.readBack(row.dispatchedSeq);
    // Desks that had this chat open had it from an activation that is gone.
    for (const agent of [agentOf(state.assignee), state.transfer?.to.agent ?? null]) {
      if (agent !== null) this.services.cluster.tell(deskOf(agent), 'resync', { conversation: this.identity.id });
    }
  }

  /** A new chat: its rows, ownership included, are written in the batch of its first events. */
  private async begin({ channelAccount, contact, department, locale, visitorName }: Creation): Promise<void> {
    const { cluster, now } = this.services;
    this.open(openKeyOf(channelAccount, contact), 0);
    this.cursors = new Cursors();
    this.channel = channelAccount;
    const creation: NewConversation = {
      key: keyOf(this.identity), node: cluster.owner, publicId: this.identity.id, contactId: contact,
      channelAccountId: channelAccount, locale, startedAt: now(),
    };
    const visitor: Participant = { id: visitorId(contact), kind: 'visitor', name: visitorName };
    const command: Command = { type: 'conversation.start', visitor, department, locale };
    const outcome = await new Promise<Positions | Refusal>((answer) => this.log.submit({ id: null, by: visitor, command }, now(), answer, { creation }));
    if (isRefusal(outcome)) throw new RefusalError(outcome.code, outcome.meta);
  }

  private open(openKey: string, dispatchedSeq: number, start?: ConstructorParameters<typeof ChatLog>[2]): void {
    const { hooks, store } = this.services;
    const owner = { conversation: this.actorId, epoch: this.epoch, openKey };
    this.log = start === undefined ? ChatLog.empty(store.journal, owner, this) : new ChatLog(store.journal, owner, start, this);
    this.pages = new Pages(store, this.actorId, this.log);
    this.dispatch = new Dispatch(hooks, this.identity.id, dispatchedSeq);
    this.storedDispatch = dispatchedSeq;
  }

  /** What the log knows and memory has lost: events that observers have not had, messages that the assignee has not read. */
  private async readBack(dispatchedSeq: number): Promise<void> {
    const { durable } = this.log;
    const assignee = durable.assignee === null ? 0 : this.cursors.readOf(durable.assignee);
    const unseen = isEnded(durable) ? [] : await this.services.store.events.publicBefore(this.actorId, durable.publicSeq + 1, Unread.max);
    for (const line of unseen) {
      const event = decodeEvent(line);
      if (event.type === 'message.posted' && isVisitorId(event.by) && line.publicSeq !== null && line.publicSeq > assignee) this.unread.add(line.publicSeq);
    }
    for (let after = dispatchedSeq; after < durable.seq;) {
      const lines = await this.services.store.events.range(this.actorId, after, 200);
      if (lines.length === 0) return;
      for (const line of lines) this.dispatch.offer(decodeEvent(line));
      after = lines.at(-1)?.seq ?? durable.seq;
    }
  }

  /* ---- the visitor's sockets ---- */

  protected override admit(auth: unknown): VisitorSeat | Refusal {
    const seat = auth as VisitorSeat;
    return seat.kind === 'visitor' && seat.conversation === this.identity.id ? seat : refuse('ticket.invalid');
  }

  protected override async welcome(connection: Connection<VisitorSeat>): Promise<void> {
    const { since, contact } = connection.who;
    const { state, events, more, resumed } = await this.pages.read(since, 'public');
    const welcome = JSON.stringify({
      version: PROTOCOL_VERSION, self: visitorId(contact), conversation: this.identity.id, resumed, queue: this.queue,
      department: this.departmentName, heartbeat: this.services.settings.heartbeat, state, more, receipts: this.cursors.all,
    });
    this.push(connection, frameOf(Frame.welcome, `${welcome.slice(0, -1)},"events":[${events.join(',')}]}`));
    connection.greeted = true;
    this.services.timers.clear(this, 'grace');
    if (this.clients.length === 1) this.tellOnline(true);
  }

  protected override left(): void {
    if (this.clients.length > 0 || this.retiring) return;
    this.tellOnline(false);
    this.awaitVisitor();
  }

  /** A waiting visitor who is away keeps the place for a while; then it goes to those who are there. */
  private awaitVisitor(): void {
    const { settings, timers } = this.services;
    if (this.clients.length > 0 || this.log.durable.status !== 'queued') return;
    timers.set(this, 'grace', settings.grace, () => this.byItself({ type: 'conversation.abandon' }));
  }

  protected override frame(connection: Connection<VisitorSeat>, type: number, payload: unknown): void {
    const { contact } = connection.who;
    switch (type) {
      case Frame.command: {
        const frame = readCommand(payload, VISITOR_COMMANDS);
        if (isRefusal(frame)) return this.refuseFrame(connection, frame, commandIdOf(payload));
        const by = this.log.state.participants[0];
        if (by?.id !== visitorId(contact)) return this.refuseFrame(connection, refuse('command.forbidden'), { id: frame.id });
        return this.submit({ id: frame.id, by, command: frame.cmd }, frame.p, (outcome) => {
          if (isRefusal(outcome)) this.refuseFrame(connection, outcome, { id: frame.id });
          else this.push(connection, encodeDown(Frame.ack, { id: frame.id, seq: outcome.publicSeq }));
        });
      }
      case Frame.typing: {
        const frame = readTyping(payload);
        const by = this.log.state.participants[0];
        return frame === null || by === undefined ? this.offence(connection, refuse('frame.malformed')) : this.typing(by, frame.on, frame.text);
      }
      case Frame.receipt: {
        const frame = readReceipt(payload);
        return frame === null ? this.offence(connection, refuse('frame.malformed')) : this.receipt(visitorId(contact), frame.delivered, frame.read);
      }
      default:
        return this.offence(connection, refuse('frame.unknown'));
    }
  }

  /* ---- commands ---- */

  private submit(submission: Submission, previous: number, answer: Answer): void {
    if (this.retiring) return answer(refuse('actor.moved'));
    this.mailbox.run(() => this.take(submission, previous, answer));
  }

  /** The line of a command: stream gate, filters, decision, journal. The answer comes after the commit. */
  private take(submission: Submission, previous: number, answer: Answer): void | Promise<void> {
    const { id, by, command } = submission;
    this.lastActivity = this.services.now();
    if (id !== null) {
      const passage = this.gate.pass(id, previous, by.id, this.log.state);
      if (passage.kind === 'refused') return answer(passage.refusal);
      if (passage.kind === 'duplicate') return passage.answer === undefined ? this.answerFromLog(id, answer) : answer(passage.answer);
      if (passage.kind === 'unknown') return this.takeUnlessLogged(submission, answer);
    }
    if (command.type === 'message.post' && this.services.hooks.hasFilters) return this.filter(submission, command, answer);
    this.decide(submission, answer);
  }

  private decide(submission: Submission, answer: Answer): void {
    const { id } = submission;
    this.log.submit(submission, this.services.now(), id === null ? answer : (outcome) => {
      if (!isRefusal(outcome) && outcome.seq !== null) this.gate.remember(id, outcome);
      else if (!isRefusal(outcome) || !describeError(outcome.code).retryable) this.gate.consume(id);
      answer(outcome);
    }, this.bookkeeping());
  }

  private async filter(submission: Submission, { kind, body, audience }: CommandOf<'message.post'>, answer: Answer): Promise<void> {
    const posted = await this.services.hooks.posting({ conversation: this.identity.id, by: submission.by, kind, body, audience });
    if ('code' in posted) {
      if (submission.id !== null) this.gate.consume(submission.id);
      return answer(posted);
    }
    this.decide({ ...submission, command: { type: 'message.post', kind: posted.kind, body: posted.body, audience: posted.audience } }, answer);
  }

  /** A resend whose first try may still be on its way to the disk: once that is settled, the log knows. */
  private async answerFromLog(id: string, answer: Answer): Promise<void> {
    const failure = await new Promise<JournalFailure | 'busy' | null>((resolve) => {
      if (!this.log.note({}, resolve)) resolve('busy');
    });
    if (failure !== null) return answer(refuse(failure === 'busy' ? 'busy' : 'actor.moved'));
    const event = await this.services.store.events.byClientId(this.actorId, id);
    answer(event === undefined ? refuse('command.superseded') : { seq: event.seq, publicSeq: event.publicSeq });
  }

  private async takeUnlessLogged(submission: Submission, answer: Answer): Promise<void> {
    const event = await this.services.store.events.byClientId(this.actorId, submission.id ?? '');
    if (event !== undefined) return answer({ seq: event.seq, publicSeq: event.publicSeq });
    this.decide(submission, answer);
  }

  /** What the house itself does, by a timer. */
  private byItself(command: Command): void {
    this.submit({ id: null, by: SYSTEM, command }, 0, () => {});
  }

  /* ---- after the commit ---- */

  committed(append: Append, ticket: number | null): void {
    if (ticket !== null) this.ticket = ticket;
    for (let i = 0; i < append.events.length; i++) {
      const event = append.events[i];
      const line = append.lines[i];
      if (event === undefined || line === undefined) continue;
      this.deliver(event, line);
      this.dispatch.offer(event);
    }
    if (append.projection !== null) this.announce(append.after);
    else if (append.events.length > 0) this.announceSoon();
    this.settleLater();
  }

  private deliver(event: ConversationEvent, line: EncodedEvent): void {
    if (event.type === 'message.posted' && event.publicSeq !== null && isVisitorId(event.by)) this.unread.add(event.publicSeq);
    if (line.public !== null && this.clients.length > 0) {
      const frame = frameOf(Frame.notice, `{"e":${line.public}}`);
      for (const connection of this.connections()) if (connection.greeted) this.push(connection, frame);
    }
    for (const agent of this.watchers) {
      this.services.cluster.tell(deskOf(agent), 'notice', { conversation: this.identity.id, seq: event.seq, json: line.full });
    }
  }

  lost(reason: JournalFailure): void {
    if (reason !== 'fenced' && reason !== 'open-exists') this.services.onError(new Error(`conversation ${this.identity.id}: the journal answered ${reason}`));
    this.discard(CloseCode.moved);
  }

  /** The state changed: lists, queues and timers follow. */
  private announce(state: ConversationState): void {
    const { now, timers } = this.services;
    timers.clear(this, 'card');
    if (state.assignee !== null && state.assignee !== this.lastAssignee) this.unread.readTo(this.cursors.readOf(state.assignee));
    this.lastAssignee = state.assignee;
    this.placement.tell(state, this.card(), this.ticket);
    if (state.status !== 'queued') {
      this.queue = null;
      timers.clear(this, 'grace');
    } else this.awaitVisitor();
    if (state.transfer === null) timers.clear(this, 'transfer');
    else {
      const { offer, expiresAt } = state.transfer;
      timers.set(this, 'transfer', expiresAt - now(), () => this.byItself({ type: 'transfer.expire', offer }));
    }
  }

  private announceSoon(): void {
    const { timers } = this.services;
    if (!timers.has(this, 'card')) timers.set(this, 'card', CARD_EVERY_MS, () => this.placement.tell(this.log.durable, this.card(), this.ticket));
  }

  private card(): Card {
    return cardOf(this.identity.id, this.log.durable, { preview: this.log.preview, unread: this.unread.count, channel: this.channel });
  }

  /* ---- who watches, who types, who has read ---- */

  private async watch(agent: string, since: number): Promise<ReplyOf<'conversation', 'watch'>> {
    if (this.retiring) return refuse('actor.moved');
    this.watchers.add(agent);
    const { state, events, more, resumed } = await this.pages.read(since, 'agents');
    return {
      state, events: events.map((json): ConversationEvent => JSON.parse(json)), more, resumed,
      receipts: this.cursors.all, visitor: { online: this.clients.length > 0 },
    };
  }

  private signal(type: number, json: string): void {
    for (const agent of this.watchers) this.services.cluster.tell(deskOf(agent), 'signal', { conversation: this.identity.id, type, json });
  }

  private toVisitor(frame: string): void {
    for (const connection of this.connections()) if (connection.greeted) this.push(connection, frame);
  }

  private typing({ id, kind, name }: Participant, on: boolean, text: string): void {
    if (kind === 'visitor') {
      const preview: SignalFrame = { participant: id, name, typing: on, text, ttl: TYPING_TTL_MS };
      this.signal(Frame.signal, JSON.stringify(preview));
    } else if (findParticipant(this.log.durable, id) !== undefined) {
      this.toVisitor(encodeDown(Frame.signal, { participant: id, name, typing: on, ttl: TYPING_TTL_MS }));
    }
  }

  private tellOnline(online: boolean): void {
    const visitor = this.log.durable.participants[0];
    if (visitor === undefined) return;
    const presence: SignalFrame = { participant: visitor.id, name: visitor.name, typing: false, ttl: 0, online };
    this.signal(Frame.signal, JSON.stringify(presence));
  }

  private receipt(participant: string, delivered: number, read: number): void {
    const { durable } = this.log;
    // Colleagues who look on leave no trace: the visitor is told of those who take part.
    if (findParticipant(durable, participant) === undefined) return;
    const moved = this.cursors.move(participant, delivered, read, durable.publicSeq);
    if (moved === null) return;
    if (participant === durable.assignee && this.unread.readTo(moved.read)) this.announceSoon();
    const json = JSON.stringify({ receipts: [moved] });
    if (participant !== durable.participants[0]?.id) this.toVisitor(frameOf(Frame.receipts, json));
    this.signal(Frame.receipts, json);
    this.settleLater();
  }

  private position(queue: QueueFrame): void {
    if (this.log.durable.status !== 'queued') return;
    this.queue = queue;
    this.toVisitor(encodeDown(Frame.queue, queue));
  }

  /* ---- memory and disk ---- */

  /** Rides along with the next events for nothing. */
  private bookkeeping(): { dispatchedSeq?: number; receipts?: readonly ReceiptWrite[] } {
    const dispatchedSeq = this.dispatch.dispatchedSeq;
    const dispatched = dispatchedSeq === this.storedDispatch ? {} : { dispatchedSeq };
    this.storedDispatch = dispatchedSeq;
    return this.cursors.dirty ? { ...dispatched, receipts: this.cursors.takeUnsaved() } : dispatched;
  }

  private settleLater(): void {
    const { timers } = this.services;
    if (!timers.has(this, 'settle')) timers.set(this, 'settle', BOOKKEEPING_MS, () => this.settleNow());
  }

  private settleNow(): void {
    if (this.retiring) return;
    // While messages flow, they carry it.
    if (this.services.now() - this.lastActivity < BOOKKEEPING_MS / 2) return this.settleLater();
    if (this.dispatch.dispatchedSeq === this.storedDispatch && !this.cursors.dirty) return;
    if (!this.log.note(this.bookkeeping())) this.settleLater();
  }

  /** Long quiet: first drop what is held for convenience, then, with nobody here, leave. */
  private idle(): void {
    const { now, settings, timers } = this.services;
    const quiet = now() - this.lastActivity;
    if (quiet >= settings.trimAfter) {
      this.log.trim();
      this.gate.trim();
    }
    const needed = this.clients.length > 0 || this.watchers.size > 0 || this.log.durable.status === 'queued' || this.log.durable.transfer !== null || this.dispatch.busy;
    if (quiet >= settings.passivateAfter && !needed) return void this.retire(CloseCode.moved).catch(this.services.onError);
    timers.set(this, 'idle', Math.max(1_000, settings.trimAfter - quiet, needed ? settings.trimAfter : settings.passivateAfter - quiet), () => this.idle());
  }

  protected override async settle(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (!this.log.note({ ...this.bookkeeping(), snapshot: true }, () => resolve())) resolve();
    });
  }
}
