import type { Activation } from '#cluster/actor.ts';
import { conversationOf, deskOf } from '#cluster/identity.ts';
import type { Handlers } from '#cluster/messages.ts';
import { SYSTEM } from '#domain/participant.ts';
import { RefusalError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { pickAgent } from '#domain/routing.ts';
import type { Availability } from '#domain/routing.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { Card } from '#wire/protocol.ts';
import { ActorRoom } from './actor-room.ts';
import { Queue } from './department/queue.ts';
import type { Place } from './department/queue.ts';
import { WaitTime } from './department/wait-time.ts';

/** Positions and lists are told together, at most this often, ms. */
const TELL_EVERY_MS = 300;
/** How long a chat that was given to somebody is kept from others, ms. */
const HOLD_MS = 8_000;
/** An offer that routing makes; longer than its two asks may take. */
const ROUTE_TTL_MS = 30_000;

/** A department: the order of its queue, and, where it is set so, who gets the next chat. Soft state, read from the projection. */
export abstract class DepartmentRoom extends ActorRoom<'department', never> {
  private readonly queue: Queue = new Queue();
  private readonly agents: Map<string, Availability> = new Map();
  private readonly wait: WaitTime = new WaitTime();
  private members: ReadonlySet<string> = new Set();
  /** Desks that hold the list of those who wait: all of them hear of its changes, whether their agent is there or not. */
  private readonly readers: Set<string> = new Set();
  private automatic = false;
  private routing = false;
  private toldAt = 0;
  private readonly put: Map<string, Card> = new Map();
  private readonly drop: Set<string> = new Set();

  private static readonly answers: Handlers<'department', DepartmentRoom> = {
    enqueue: (room, { ticket, card }) => room.enqueue(ticket, card),
    dequeue: (room, { conversation }) => room.dequeue(conversation),
    next: (room, { agent }) => room.next(agent),
    release: (room, { conversation, agent }) => room.release(conversation, agent),
    available: (room, availability) => room.available(availability),
    waiting: (room, { agent }) => room.list(agent),
    refresh: (room) => room.refresh(),
  };

  protected override get handlers(): Handlers<'department', this> {
    return DepartmentRoom.answers;
  }

  protected override async load({ identity }: Activation): Promise<void> {
    if ((await this.services.directory.department(identity.id)) === undefined) throw new RefusalError('department.unknown');
    await this.refresh();
    // The chats bring their own cards: each is woken, and one that waits enqueues itself.
    for (const { publicId } of await this.services.store.conversations.queueOf(identity.id)) this.services.cluster.tell(conversationOf(publicId), 'wake', {});
    for (const agent of this.members) void this.askAvailability(agent).catch(this.services.onError);
  }

  private async refresh(): Promise<void> {
    const { directory } = this.services;
    directory.forget();
    this.members = new Set(await directory.members(this.identity.id));
    this.automatic = (await directory.department(this.identity.id))?.assignment === 'auto';
    for (const agent of this.agents.keys()) if (!this.members.has(agent)) this.agents.delete(agent);
    for (const agent of this.readers) if (!this.members.has(agent)) this.readers.delete(agent);
    this.route();
  }

  private async askAvailability(agent: string): Promise<void> {
    const reply = await this.services.cluster.askIfActive(deskOf(agent), 'availability', {});
    if (reply === null || isRefusal(reply)) return;
    this.readers.add(agent);
    this.available(reply);
  }

  private available(availability: Availability): void {
    this.agents.set(availability.agent, availability);
    this.route();
  }

  /* ---- the queue ---- */

  private enqueue(ticket: number, card: Card): void {
    this.queue.set({ conversation: card.id, ticket, card });
    this.put.set(card.id, card);
    this.drop.delete(card.id);
    this.tellSoon();
    this.route();
  }

  private dequeue(conversation: string): void {
    const place = this.queue.take(conversation);
    if (place === undefined) return;
    if (place.card.status === 'queued') this.wait.served(this.services.now());
    this.put.delete(conversation);
    this.drop.add(conversation);
    this.tellSoon();
  }

  /** The longest waiting that nobody else is being given right now. */
  private next(agent: string): { conversation: string; ticket: number } | Refusal {
    const place = this.queue.first(this.services.now(), agent);
    if (place === undefined) return refuse('queue.empty');
    this.queue.hold(place.conversation, agent, this.services.now() + HOLD_MS);
    return { conversation: place.conversation, ticket: place.ticket };
  }

  private release(conversation: string, agent: string): void {
    this.queue.release(conversation, agent);
    this.route();
  }

  private list(agent: string): { cards: readonly Card[] } {
    this.readers.add(agent);
    return { cards: [...this.queue].map(({ card }) => card) };
  }

  private tellSoon(): void {
    const { now, timers } = this.services;
    if (!timers.has(this, 'tell')) timers.set(this, 'tell', Math.max(0, this.toldAt + TELL_EVERY_MS - now()), () => this.tellNow());
  }

  private tellNow(): void {
    const { cluster, now } = this.services;
    this.toldAt = now();
    const changes = { department: this.identity.id, put: [...this.put.values()], drop: [...this.drop] };
    this.put.clear();
    this.drop.clear();
    for (const agent of this.readers) cluster.tell(deskOf(agent), 'queue', changes);
    for (const { conversation, position } of this.queue.moved()) {
      cluster.tell(conversationOf(conversation), 'position', { position, waiting: this.queue.size, seconds: this.wait.estimate(position) });
    }
  }

  /* ---- routing ---- */

  /** Gives waiting chats to agents who have a seat, one after the other, longest waiting first. */
  private route(): void {
    if (!this.automatic || this.routing) return;
    this.routing = true;
    void this.routeAll().catch(this.services.onError).finally(() => (this.routing = false));
  }

  private async routeAll(): Promise<void> {
    while (!this.retiring) {
      const place = this.queue.first(this.services.now(), null);
      const agent = pickAgent(this.agents.values());
      if (place === undefined || agent === null) return;
      this.queue.hold(place.conversation, agent.agent, this.services.now() + HOLD_MS);
      if (!(await this.offer(place, agent))) this.agents.set(agent.agent, { ...agent, freeSeats: 0 });
    }
  }

  /** Reserves a seat, then assigns; the desk tells its new load afterwards. False: this agent takes nobody now. */
  private async offer({ conversation }: Place, { agent }: Availability): Promise<boolean> {
    const { cluster, newId } = this.services;
    const offer = newId();
    const seat = await cluster.ask(deskOf(agent), 'reserve', { conversation, offer, ttl: ROUTE_TTL_MS });
    if (isRefusal(seat)) {
      this.queue.release(conversation, agent);
      return false;
    }
    const command = { type: 'conversation.assign', agent: seat.agent, reason: 'routed', offer } as const;
    const outcome = await cluster.ask(conversationOf(conversation), 'submit', { submission: { id: null, by: SYSTEM, command }, previous: 0 });
    if (!isRefusal(outcome)) return true;
    this.queue.release(conversation, agent);
    // Unreachable is not refused: the seat stays held until its time is up, because the chat may have been assigned.
    if (outcome.code !== 'actor.unreachable') cluster.tell(deskOf(agent), 'release', { offer });
    if (outcome.code === 'conversation.ended' || outcome.code === 'conversation.taken' || outcome.code === 'conversation.unknown') this.dequeue(conversation);
    return true;
  }

  /* ---- sockets: none ---- */

  protected override admit(): Refusal {
    return refuse('auth.forbidden');
  }

  protected override welcome(): void {}

  protected override frame(): void {}

  protected override left(): void {}

  protected override settle(): Promise<void> {
    return Promise.resolve();
  }

  protected override broken(error: unknown): void {
    this.services.onError(error);
    this.discard(CloseCode.moved);
  }
}
