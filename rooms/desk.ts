import type { Activation } from '#cluster/actor.ts';
import { conversationOf, departmentOf } from '#cluster/identity.ts';
import type { Handlers, ReplyOf, RequestOf } from '#cluster/messages.ts';
import { AGENT_COMMANDS } from '#domain/commands.ts';
import { RefusalError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Participant } from '#domain/participant.ts';
import { Assignment } from '#desk/assignment.ts';
import type { DeskClaims } from '#desk/tickets.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeDown, frameOf } from '#wire/codec.ts';
import { Frame, PROTOCOL_VERSION } from '#wire/protocol.ts';
import type { DeskCommand, PresenceStatus } from '#wire/protocol.ts';
import { ActorRoom, refusalBody } from './actor-room.ts';
import type { Connection } from './connection.ts';
import { Account } from './desk/account.ts';
import { Attendance } from './desk/attendance.ts';
import { readDeskCommand } from './desk/commands.ts';
import type { DeskActor } from './desk/desk-actor.ts';
import { Lists } from './desk/lists.ts';
import { News } from './desk/news.ts';
import { OpenChats } from './desk/open-chats.ts';
import { OwnChats } from './desk/own-chats.ts';
import { perform } from './desk/perform.ts';
import type { Asker, Done } from './desk/perform.ts';
import { commandIdOf, readCommand, readConversation, readReceipt, readSince, readTyping } from './frames.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** How long an agent whose last console is gone still counts as there: a reload takes seconds, ms. */
const ABSENCE_MS = 20_000;
/** How often the desk compares what it holds with what is: tells between nodes may be lost, ms. */
const RECONCILE_EVERY_MS = 30_000;

/** An agent's ticket, with what their console last knew of their presence. */
export interface DeskSeat extends DeskClaims {
  readonly status: PresenceStatus | null;
}

/** One agent's desk: presence, seats, lists, and the consoles on which all chats share a socket. */
export abstract class DeskRoom extends ActorRoom<'desk', DeskSeat> implements DeskActor {
  private readonly lists: Lists = new Lists();
  private readonly own: OwnChats = new OwnChats({
    actor: this, lists: this.lists,
    changed: () => this.news.tellState(),
    moved: (card) => {
      this.news.tellCards();
      this.news.tellState();
      this.chats.moved(card);
    },
    readQueues: async () => {
      await Promise.all(this.departments.map((id) => this.readWaiting(id)));
    },
  });
  private account!: Account;
  private news!: News;
  private chats!: OpenChats<Connection<DeskSeat>>;
  private readonly attendance: Attendance = new Attendance();

  private static readonly answers: Handlers<'desk', DeskRoom> = {
    reserve: (room, { conversation, offer, ttl }) => room.reserve(conversation, offer, ttl),
    release: (room, { offer }) => room.own.release(offer),
    doubt: (room, { offer, conversation }) => room.own.doubt(offer, conversation),
    notice: (room, { conversation, seq, json }) => room.chats.notice(conversation, seq, frameOf(Frame.notice, `{"c":"${conversation}","e":${json}}`)),
    signal: (room, { conversation, type, json }) => room.chats.signal(conversation, frameOf(type, `{"c":"${conversation}",${json.slice(1)}`)),
    card: (room, { card }) => room.own.place(card),
    queue: (room, changes) => room.queueChanged(changes),
    resync: (room, { conversation }) => room.chats.resync(conversation),
    availability: (room) => room.news.availability,
    refresh: (room) => room.refresh(),
    compare: (room) => room.compare(),
  };

  protected override get handlers(): Handlers<'desk', this> {
    return DeskRoom.answers;
  }

  private reserve(conversation: string, offer: string, ttl: number): ReplyOf<'desk', 'reserve'> {
    if (!this.attendance.available) return refuse('agent.unavailable');
    const reserved = this.own.reserve(offer, conversation, ttl);
    return reserved === true ? { granted: true, agent: { id: this.self.id, kind: 'agent', name: this.self.name }, grant: this.own.grant } : reserved;
  }

  private queueChanged({ department, put, drop, all }: RequestOf<'desk', 'queue'>): void {
    if (!this.departments.includes(department)) return;
    if (all !== undefined) this.lists.keepWaiting(department, new Set(all));
    this.lists.setWaiting(department, put);
    this.lists.dropWaiting(department, drop);
    this.news.tellCards();
  }

  protected override async load({ identity }: Activation): Promise<void> {
    const { cluster, directory } = this.services;
    this.account = new Account(directory, identity.id);
    this.chats = new OpenChats(cluster, identity.id, this.account, {
      push: (connection, frame) => this.push(connection, frame),
      refuse: (connection, refusal, to) => this.refuseFrame(connection, refusal, to),
    });
    this.news = new News({
      actor: this, account: this.account, attendance: this.attendance, own: this.own, lists: this.lists,
      push: (frame, to) => {
        for (const connection of this.connections) if (to === 'all' || connection.greeted) this.push(connection, frame);
      },
    });
    await this.refresh();
    if (this.account.disabled) throw new RefusalError('agent.unknown');
    await this.own.reconcile();
    this.services.timers.set(this, 'reconcile', RECONCILE_EVERY_MS, () => this.reconcileForever());
  }

  /* ---- the account ---- */

  private get self(): Participant {
    return this.account.participant;
  }

  private get departments(): readonly string[] {
    return this.account.departments;
  }

  private async refresh(): Promise<void> {
    const { account, departments } = this;
    await account.read();
    for (const connection of this.connections) if (!account.admits(connection.who)) this.close(connection, CloseCode.unauthorised);
    if (account.disabled) this.attendance.go();
    this.own.seats.capacity = account.capacity;
    this.lists.keepDepartments(new Set(account.departments));
    const added = account.departments.filter((id) => !departments.includes(id));
    await Promise.all([...added.map((id) => this.readWaiting(id)), this.chats.review()]);
    this.news.tellState();
  }

  private async readWaiting(department: string): Promise<void> {
    const reply = await this.services.cluster.ask(departmentOf(department), 'waiting', { agent: this.identity.id });
    if (isRefusal(reply) || !this.departments.includes(department)) return;
    this.lists.replaceWaiting(department, reply.cards);
    this.news.tellCards();
  }

  private reconcileForever(): void {
    this.services.timers.set(this, 'reconcile', RECONCILE_EVERY_MS, () => this.reconcileForever());
    void this.compare().catch(this.services.onError);
  }

  private readonly compare: () => Promise<void> = oneAtATime(async () => {
    await this.refresh();
    await this.own.reconcile();
  });

  /* ---- consoles ---- */

  protected override admit(auth: unknown): DeskSeat | Refusal {
    const seat = auth as DeskSeat;
    return this.account.admits(seat) ? seat : refuse('ticket.invalid');
  }

  protected override welcome(connection: Connection<DeskSeat>): void {
    this.attendance.come(connection.who.status);
    this.services.timers.clear(this, 'absence');
    this.push(connection, encodeDown(Frame.welcome, {
      version: PROTOCOL_VERSION, self: this.self.id, desk: this.news.state, cards: this.lists.all, heartbeat: this.services.settings.heartbeat,
    }));
    connection.greeted = true;
    this.news.tellState();
  }

  protected override left(connection: Connection<DeskSeat>): void {
    this.chats.left(connection);
    if (this.clients.length > 0 || this.retiring) return;
    this.services.timers.set(this, 'absence', ABSENCE_MS, () => {
      this.attendance.go();
      this.news.tellState();
    });
  }

  protected override frame(connection: Connection<DeskSeat>, type: number, payload: unknown): void {
    // Told to close, but its socket takes its time.
    if (!this.account.admits(connection.who)) return;
    if (type === Frame.desk) return this.request(connection, payload);
    const conversation = readConversation(payload);
    if (conversation === null) return this.offence(connection, refuse('frame.malformed'));
    switch (type) {
      case Frame.open: return void this.chats.show(connection, conversation, readSince(payload)).catch(this.services.onError);
      case Frame.leave: return this.chats.leave(connection, conversation);
      case Frame.command: return this.command(connection, conversation, payload);
      case Frame.typing: return this.typing(connection, conversation, payload);
      case Frame.receipt: return this.receipt(connection, conversation, payload);
      default: return this.offence(connection, refuse('frame.unknown'));
    }
  }

  private command(connection: Connection<DeskSeat>, c: string, payload: unknown): void {
    const frame = readCommand(payload, AGENT_COMMANDS);
    if (isRefusal(frame)) return this.refuseFrame(connection, frame, { c, ...commandIdOf(payload) });
    const { id } = frame;
    const listed = this.lists.get(c);
    if (!this.chats.shows(connection, c) && (listed === undefined || !this.account.maySee(listed))) return this.refuseFrame(connection, refuse('conversation.unknown'), { c, id });
    const submission = { id, by: this.self, command: frame.cmd };
    this.services.cluster.call(conversationOf(c), 'submit', { submission, previous: frame.p }, (outcome) => {
      if (isRefusal(outcome)) this.refuseFrame(connection, outcome, { c, id });
      else this.push(connection, encodeDown(Frame.ack, { c, id, seq: outcome.seq }));
    });
  }

  private typing(connection: Connection<DeskSeat>, conversation: string, payload: unknown): void {
    const frame = readTyping(payload);
    if (frame === null) return this.offence(connection, refuse('frame.malformed'));
    if (this.chats.shows(connection, conversation)) this.services.cluster.tell(conversationOf(conversation), 'typing', { by: this.self, on: frame.on, text: '' });
  }

  private receipt(connection: Connection<DeskSeat>, conversation: string, payload: unknown): void {
    const frame = readReceipt(payload);
    if (frame === null) return this.offence(connection, refuse('frame.malformed'));
    if (this.chats.shows(connection, conversation)) this.services.cluster.tell(conversationOf(conversation), 'receipt', { participant: this.self.id, ...frame });
  }

  private request(connection: Connection<DeskSeat>, payload: unknown): void {
    const request = readDeskCommand(payload);
    if (isRefusal(request)) return this.offence(connection, request);
    const { n, cmd } = request;
    void this.perform(cmd).then((outcome) => {
      if (isRefusal(outcome)) this.push(connection, encodeDown(Frame.refusal, { n, ...refusalBody(outcome) }));
      else this.push(connection, encodeDown(Frame.ack, { n, ...outcome }));
    }, (error: unknown) => {
      this.services.onError(error);
      this.push(connection, encodeDown(Frame.refusal, { n, ...refusalBody(refuse('internal')) }));
    });
  }

  private async perform(cmd: DeskCommand): Promise<Done | Refusal> {
    if (cmd.type !== 'presence.set') return perform(this.asker, cmd);
    this.attendance.say(cmd.status);
    this.news.tellState();
    return { seq: null };
  }

  private get asker(): Asker {
    const { cluster, directory, newId, settings } = this.services;
    return {
      agent: this.identity.id, account: this.account, seats: this.own,
      assignment: new Assignment({ cluster, directory, newId, transferTimeout: settings.transferTimeout }),
      cardOf: async (conversation) => this.lists.get(conversation) ?? cluster.ask(conversationOf(conversation), 'card', {}),
    };
  }

  protected override settle(): Promise<void> {
    return Promise.resolve();
  }
}
