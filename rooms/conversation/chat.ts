import type { Creation } from '#cluster/actor.ts';
import { deskOf } from '#cluster/identity.ts';
import type { ReplyOf } from '#cluster/messages.ts';
import type { Command, Submission } from '#domain/commands.ts';
import { RefusalError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { SYSTEM, agentOf, contactOf } from '#domain/participant.ts';
import { isEnded, isUnattended } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { wayOf } from '#desk/cards.ts';
import { openKeyOf } from '#desk/intake.ts';
import { Dispatch, alone, following } from '#plugin/dispatch.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { JournalFailure } from '#store/journal-entry.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { Card, QueueFrame } from '#wire/protocol.ts';
import { Announcer } from './announcer.ts';
import type { Answer } from './answers.ts';
import type { Append } from './append.ts';
import { Audience } from './audience.ts';
import { beginningOf } from './beginning.ts';
import { BotPart } from './bot-part.ts';
import { Bookkeeping } from './bookkeeping.ts';
import type { ChatActor } from './chat-actor.ts';
import { ChatLog } from './chat-log.ts';
import type { Given, LogObserver } from './chat-log.ts';
import { CommandLine } from './command-line.ts';
import { Cursors } from './cursors.ts';
import { insist } from './insist.ts';
import { OfferClock } from './offer-clock.ts';
import { Pages } from './pages.ts';
import { PlaceInQueue } from './place-in-queue.ts';
import type { Recovered } from './recovery.ts';
import { settle } from './settle.ts';
import { Signals } from './signals.ts';
import { speakerOf } from './speaker.ts';
import type { Positions } from './stream-gate.ts';
import { VisitorName } from './visitor-name.ts';
import { VisitorPresence } from './visitor-presence.ts';

/** Whose chat it is, and by which way they came. */
export interface Origin {
  readonly contact: string;
  readonly channelAccount: string;
  /** Undefined where it is gone. */
  readonly account: ChannelAccount | undefined;
}

/** One chat as its actor holds it: what is asked of it, what is written, and who hears of that. Knows no sockets. */
export class Chat implements LogObserver {
  readonly log: ChatLog;
  readonly pages: Pages;
  readonly cursors: Cursors;
  readonly audience: Audience;
  readonly announcer: Announcer;
  readonly place: PlaceInQueue;
  readonly presence: VisitorPresence;
  readonly signals: Signals;
  readonly #actor: ChatActor;
  readonly #line: CommandLine;
  readonly #dispatch: Dispatch;
  readonly #bots: BotPart;
  readonly #bookkeeping: Bookkeeping;
  readonly #offers: OfferClock;
  readonly #name: VisitorName;
  #lastActivity: number;

  constructor(actor: ChatActor, { account, channelAccount, contact }: Origin, found?: Recovered) {
    const { actorId, identity: { id: conversation }, services } = actor;
    const { bots, cluster, directory, hooks, now, onError, outbox, settings, store, timers } = services;
    this.#actor = actor;
    this.#lastActivity = now();
    const owner = { conversation: actorId, epoch: actor.epoch, openKey: openKeyOf(channelAccount, contact) };
    this.log = found === undefined ? ChatLog.empty(store.journal, owner, this) : new ChatLog(store.journal, owner, found.start, this);
    this.cursors = found?.cursors ?? new Cursors();
    this.pages = new Pages(store, actorId, this.log, found?.tail);
    this.audience = new Audience(cluster, conversation, (frame) => actor.toVisitor(frame));
    this.announcer = new Announcer(this.log, { owner: actor, conversation, cluster, timers, way: wayOf(account), ticket: found?.row.queueTicket ?? null });
    // Of a visitor who comes by a plugin's channel, and never has a socket.
    const wayOut = account && outbox.for(account, { conversation, contact, speaker: (said) => speakerOf(said, { actorId, log: this.log, store }) });
    this.place = new PlaceInQueue({
      owner: actor, timers, grace: settings.grace,
      isAway: () => wayOut === undefined && !actor.attended && isUnattended(this.log.durable),
      abandon: () => this.#byItself({ type: 'conversation.abandon' }),
    });
    this.presence = new VisitorPresence({ isHere: () => actor.attended, tell: (online) => this.signals.online(online), place: this.place });
    this.#offers = new OfferClock({ owner: actor, timers, now, transferTimeout: settings.transferTimeout, expire: (offer) => this.#byItself({ type: 'transfer.expire', offer }) });
    this.#name = new VisitorName({ owner: actor, timers, people: store.people, onError, call: (name) => this.announcer.call(name) });
    this.#bots = new BotPart(bots, {
      owner: actor, conversation, actorId, log: this.log, store, timers, alarms: { timers: store.timers, fresh: found === undefined }, now, onError,
      keptMs: wayOut === undefined ? settings.grace : null,
      taken: (event) => hooks.taken(event, conversation),
      hasDepartment: async (id) => (await directory.department(id))?.archivedAt === null,
      submit: (by, command) => new Promise((answer) => this.submit({ id: null, by, command }, 0, answer)),
      retiring: () => actor.retiring,
    });
    const followers = [following(hooks.observers, conversation), this.#bots.followers, ...(wayOut === undefined ? [] : [alone(wayOut.post)])];
    this.#dispatch = new Dispatch(async (after, limit) => store.lines.events(actorId, await store.events.range(actorId, after, limit)), found?.row.dispatchedSeq ?? 0, followers, onError);
    this.#bookkeeping = new Bookkeeping(actor, timers, this.#dispatch, this.cursors);
    this.signals = new Signals({ log: this.log, cursors: this.cursors, audience: this.audience, announcer: this.announcer, bookkeeping: this.#bookkeeping, wayOut });
    this.#line = new CommandLine({ conversation, actorId, log: this.log, bookkeeping: this.#bookkeeping, hooks, files: services.files, events: store.events, now });
  }

  /* ---- coming up ---- */

  /** A new chat: resolves when it is written. */
  async begin(creation: Creation): Promise<void> {
    const { identity, services: { bots, cluster, now } } = this.#actor;
    const { given, submission } = beginningOf(creation, { identity, node: cluster.owner, now: now(), bot: bots.firstIn(creation.department) });
    const outcome = await new Promise<Positions | Refusal>((answer) => this.log.submit(submission, now(), answer, undefined, given));
    if (isRefusal(outcome)) throw new RefusalError(outcome.code, outcome.meta);
    this.#up();
  }

  /** One that was there: what its last activation had not got to. */
  goOn({ start: { state }, tail, undispatched, unread }: Recovered): void {
    for (const event of unread) this.announcer.count(event);
    this.#dispatch.goOn(undispatched, tail.at(-1)?.seq ?? 0);
    this.#bookkeeping.settleLater(this.log);
    for (const agent of [agentOf(state.assignee), state.transfer?.to.agent ?? null]) if (agent !== null) this.#resync(agent);
    this.#up();
  }

  #up(): void {
    this.announce();
    this.recognise();
  }

  /** Looks up what the house calls the visitor. */
  recognise(): void {
    const [visitor] = this.log.durable.participants;
    const contact = visitor === undefined ? null : contactOf(visitor.id);
    if (contact !== null) this.#name.look(contact);
  }

  /** A desk that had this chat open had it from an activation that is gone. */
  #resync(agent: string): void {
    const { identity: { id: conversation }, services: { cluster } } = this.#actor;
    insist(this.#actor, `resync:${agent}`, (answer) => cluster.call(deskOf(agent), 'resync', { conversation }, answer));
  }

  /* ---- commands ---- */

  submit(submission: Submission, previous: number, answer: Answer, given?: Given): void {
    const { mailbox, retiring, services: { load, now } } = this.#actor;
    if (retiring) return answer(refuse('actor.moved'));
    this.#lastActivity = now();
    // Most words for which there is no room have been refused where they were read, by whatever node that was.
    if ((submission.command.type === 'message.post' || submission.command.type === 'message.announce') && submission.id !== null && !load.take()) return answer(load.refusal());
    mailbox.run(() => this.#line.take(submission, previous, answer, given));
  }

  /** What the house itself does, by a timer. */
  #byItself(command: Command): void {
    insist(this.#actor, command.type, (answer) => this.submit({ id: null, by: SYSTEM, command }, 0, answer));
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
      this.#dispatch.offer(event);
    }
    if (append.events.length > 0) this.pages.trim();
    if (append.projection !== null) this.announce(append.after);
    // An ended chat is in no list that shows its last words as they come.
    else if (!isEnded(append.after)) this.announcer.words();
    this.#bookkeeping.settleLater(this.log);
  }

  lost(reason: JournalFailure): void {
    const { identity, services } = this.#actor;
    if (reason !== 'fenced' && reason !== 'open-exists') services.onError(new Error(`conversation ${identity.id}: the journal answered ${reason}`));
    this.#actor.discard(CloseCode.moved);
  }

  /** The state changed: lists, queues and timers follow. */
  announce(state: ConversationState = this.log.durable): void {
    this.announcer.state(state);
    if (isUnattended(state)) this.place.keep();
    else this.place.leave();
    this.#bots.watch(state);
    this.#offers.follow(state.transfer);
  }

  /* ---- who looks on ---- */

  async watch(agent: string, since: number): Promise<ReplyOf<'conversation', 'watch'>> {
    if (this.#actor.retiring) return refuse('actor.moved');
    this.audience.watch(agent);
    const { state, events, more, resumed } = await this.pages.read(since, 'agents');
    return {
      state, events: events.map((json): ConversationEvent => JSON.parse(json)), more, resumed,
      receipts: this.cursors.all, visitor: { online: this.presence.online },
    };
  }

  position(queue: QueueFrame): void {
    if (this.log.durable.status !== 'queued') return;
    this.place.move(queue);
    this.audience.position(queue);
  }

  /** Where the chat stands once everything that it was asked so far is decided and written. */
  async settledCard(): Promise<Card | Refusal> {
    const actor = this.#actor;
    await actor.mailbox.rest();
    const failure = await new Promise<JournalFailure | 'busy' | null>((resolve) => {
      if (actor.retiring || !this.log.note({}, resolve)) resolve('busy');
    });
    return failure === null && !actor.retiring ? this.announcer.card : refuse('actor.moved');
  }

  /* ---- going quiet ---- */

  /** For how long nothing was asked of it, ms. */
  get quiet(): number {
    return this.#actor.services.now() - this.#lastActivity;
  }

  /** Whether somebody is here or is waited for. */
  get needed(): boolean {
    const { status, transfer } = this.log.durable;
    return this.#actor.attended || this.audience.watched || status === 'queued' || transfer !== null || this.place.isKept || this.#dispatch.busy;
  }

  /** Drops what is held for convenience. */
  trim(): void {
    this.log.trim();
    this.pages.trim();
    this.#line.trim();
  }

  /** Nothing more comes from here: what is on its way to the disk, and what somebody has still to be told, is for the next activation. */
  leave(): void {
    this.log.leave();
    this.#dispatch.leave();
  }

  /** Resolves when all of it is on disk. What nobody is through with by now is for the next activation to tell. */
  settle(): Promise<void> {
    const { mailbox, services: { cluster } } = this.#actor;
    return settle({ dispatch: this.#dispatch, mailbox, log: this.log, luggage: () => this.#bookkeeping.boardAlone(), holdsLease: () => cluster.holdsLease });
  }
}
