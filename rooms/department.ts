import type { Activation } from '#cluster/actor.ts';
import { conversationOf, deskOf } from '#cluster/identity.ts';
import type { Handlers } from '#cluster/messages.ts';
import { RefusalError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { waitsNoLonger } from '#domain/routing.ts';
import type { Availability } from '#domain/routing.ts';
import { isWaiting } from '#domain/state.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { Card } from '#wire/protocol.ts';
import { ActorRoom } from './actor-room.ts';
import { Queue } from './department/queue.ts';
import { Router } from './department/router.ts';
import { WaitTime } from './department/wait-time.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Positions and lists are told together, at most this often, ms. */
const TELL_EVERY_MS = 300;
/** How long a chat that was given to somebody is kept from others, ms. */
const HOLD_MS = 8_000;
/** How often the queue is compared with the projection: tells between nodes may be lost, ms. */
const COMPARE_EVERY_MS = 30_000;
const WAKE_AT_A_TIME = 32;

/** A department: the order of its queue, and, where it is set so, who gets the next chat. Soft state, read from the projection. */
export abstract class DepartmentRoom extends ActorRoom<'department', never> {
  private readonly queue: Queue = new Queue();
  private router!: Router;
  private readonly wait: WaitTime = new WaitTime();
  private members: ReadonlySet<string> = new Set();
  /** Desks that hold the list of those who wait: all of them hear of its changes, whether their agent is there or not. */
  private readonly readers: Set<string> = new Set();
  private automatic = false;
  private toldAt = 0;
  private readonly put: Map<string, Card> = new Map();
  private readonly drop: Set<string> = new Set();

  private static readonly answers: Handlers<'department', DepartmentRoom> = {
    enqueue: (room, { anew, card, ticket }) => room.enqueue(ticket, card, anew === true),
    dequeue: (room, { conversation }) => room.dequeue(conversation),
    next: (room, { agent }) => room.next(agent),
    release: (room, { conversation, agent }) => room.release(conversation, agent),
    available: (room, availability) => room.available(availability),
    waiting: (room, { agent }) => room.list(agent),
    refresh: (room) => room.refresh(),
    compare: (room) => room.compareAgain(),
  };

  protected override get handlers(): Handlers<'department', this> {
    return DepartmentRoom.answers;
  }

  protected override async load({ identity }: Activation): Promise<void> {
    const { cluster, directory, newId, onError, timers } = this.services;
    if ((await directory.department(identity.id)) === undefined) throw new RefusalError('department.unknown');
    this.router = new Router({
      cluster, queue: this.queue, newId, now: () => timers.now(), onError,
      enabled: () => this.automatic && !this.retiring,
      later: (ms) => this.services.timers.set(this, 'route', ms, () => this.router.route()),
      gone: (conversation) => this.dequeue(conversation),
    });
    await this.refresh();
    await this.compare(true);
    this.askMembers();
    this.services.timers.set(this, 'compare', COMPARE_EVERY_MS, () => this.compareForever());
  }

  private async refresh(): Promise<void> {
    const { directory } = this.services;
    directory.forget();
    this.members = new Set(await directory.members(this.identity.id));
    this.automatic = (await directory.department(this.identity.id))?.assignment === 'auto';
    this.router.keepAgents(this.members);
    for (const agent of this.readers) if (!this.members.has(agent)) this.readers.delete(agent);
    this.router.route();
  }

  private askMembers(): void {
    for (const agent of this.members) void this.askAvailability(agent).catch(this.services.onError);
  }

  private async askAvailability(agent: string): Promise<void> {
    const reply = await this.services.cluster.askIfActive(deskOf(agent), 'availability', {});
    if (reply === null || isRefusal(reply)) return;
    if (!this.readers.has(agent)) this.welcomeReader(agent);
    this.available(reply);
  }

  /** A desk that is up may hold the list of an activation that is gone, and have missed what it told last. */
  private welcomeReader(agent: string): void {
    this.readers.add(agent);
    this.services.cluster.tell(deskOf(agent), 'queue', { department: this.identity.id, put: [], drop: [], all: [...this.queue].map(({ conversation }) => conversation) });
  }

  /** Those who wait hear when the first agent comes and when the last one goes. */
  private available(availability: Availability): void {
    const before = this.router.staffed;
    this.router.available(availability);
    if (this.router.staffed !== before) this.tellSoon();
  }

  private compareForever(): void {
    this.services.timers.set(this, 'compare', COMPARE_EVERY_MS, () => this.compareForever());
    void this.compareAgain().catch(this.services.onError);
    // Desks read the list again by themselves; who has a seat is of use to routing only.
    if (this.automatic) this.askMembers();
  }

  private readonly compareAgain: () => Promise<void> = oneAtATime(() => this.compare());

  /**
   * Compares the queue with the projection, which is as true as the log. Chats bring their own cards; a department that
   * comes up takes their places from the projection at once, so that nobody overtakes whose chat comes up later.
   */
  private async compare(comingUp = false): Promise<void> {
    const { onError, store } = this.services;
    const before = [...this.queue];
    const rows = await store.conversations.queueOf(this.identity.id);
    if (this.retiring) return;
    const waiting = new Set(rows.map(({ publicId }) => publicId));
    if (comingUp) for (const { publicId, queueTicket } of rows) if (queueTicket !== null) this.queue.set({ conversation: publicId, ticket: queueTicket, card: null });
    const shown = new Set([...this.queue].flatMap(({ conversation, card }) => (card === null ? [] : [conversation])));
    void this.wake([...waiting].filter((id) => !shown.has(id))).catch(onError);
    for (const place of before) {
      if (waiting.has(place.conversation) || (await this.waitsHere(place.conversation))) continue;
      // A place that was renewed meanwhile is younger than the answer.
      if (this.queue.find(place.conversation) === place) this.dequeue(place.conversation);
    }
  }

  /** Chats that are up enqueue themselves once more. Those that are down do so when they come up: the sweeper sees to it. */
  private async wake(conversations: readonly string[]): Promise<void> {
    const { cluster } = this.services;
    for (let i = 0; i < conversations.length && !this.retiring; i += WAKE_AT_A_TIME) {
      await Promise.all(conversations.slice(i, i + WAKE_AT_A_TIME).map((id) => cluster.askIfActive(conversationOf(id), 'wake', {})));
    }
  }

  /** What the chat itself says; true while it cannot be asked. */
  private async waitsHere(conversation: string): Promise<boolean> {
    const card = await this.services.cluster.ask(conversationOf(conversation), 'card', {});
    if (isRefusal(card)) return !waitsNoLonger(card);
    return isWaiting(card) && (card.transfer?.to.department ?? card.department) === this.identity.id;
  }

  /* ---- the queue ---- */

  private enqueue(ticket: number, card: Card, anew: boolean): void {
    if (anew) this.queue.untold(card.id);
    this.queue.set({ conversation: card.id, ticket, card });
    this.put.set(card.id, card);
    this.drop.delete(card.id);
    this.tellSoon();
    this.router.route();
  }

  private dequeue(conversation: string): void {
    const place = this.queue.take(conversation);
    if (place === undefined) return;
    if (place.card?.status === 'queued') this.wait.served(this.services.now());
    this.put.delete(conversation);
    this.drop.add(conversation);
    this.tellSoon();
  }

  /** The longest waiting that nobody else is being given right now. */
  private next(agent: string): { conversation: string; ticket: number } | Refusal {
    const place = this.queue.first(this.services.timers.now(), agent);
    if (place === undefined) return refuse('queue.empty');
    this.queue.hold(place.conversation, agent, this.services.timers.now() + HOLD_MS);
    this.router.awaitHolds();
    return { conversation: place.conversation, ticket: place.ticket };
  }

  private release(conversation: string, agent: string): void {
    this.queue.release(conversation, agent);
    this.router.route();
  }

  private list(agent: string): { cards: readonly Card[] } {
    this.readers.add(agent);
    return { cards: [...this.queue].flatMap(({ card }) => card ?? []) };
  }

  private tellSoon(): void {
    const { timers } = this.services;
    if (!timers.has(this, 'tell')) timers.set(this, 'tell', Math.max(0, this.toldAt + TELL_EVERY_MS - timers.now()), () => this.tellNow());
  }

  private tellNow(): void {
    const { cluster, timers } = this.services;
    this.toldAt = timers.now();
    const changes = { department: this.identity.id, put: [...this.put.values()], drop: [...this.drop] };
    this.put.clear();
    this.drop.clear();
    for (const agent of this.readers) cluster.tell(deskOf(agent), 'queue', changes);
    const { staffed } = this.router;
    for (const { conversation, position } of this.queue.moved(staffed)) {
      cluster.tell(conversationOf(conversation), 'position', { position, waiting: this.queue.size, seconds: this.wait.estimate(position), staffed });
    }
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
