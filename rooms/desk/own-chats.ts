import { conversationOf } from '#cluster/identity.ts';
import { describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { OwnSeats } from '#desk/assignment.ts';
import type { Grant } from '#store/journal-entry.ts';
import type { Card } from '#wire/protocol.ts';
import type { DeskActor } from './desk-actor.ts';
import type { Lists } from './lists.ts';
import { Seats } from './seats.ts';

/** How soon the desk looks again for chats of its own that could not be asked, ms. */
const AWAITED_MS = 1_000;
/** Beyond its time an offer holds its seat for so long, while its chat cannot say what came of it, ms. */
const DOUBT_MS = 60_000;
/** Chats that are asked at the same time. */
const AT_A_TIME = 16;

export interface OwnChatsDeps {
  readonly actor: DeskActor;
  readonly lists: Lists;
  /** Seats were taken, held or given back. */
  readonly changed: () => void;
  /** A chat stands elsewhere than before, or looks different. */
  readonly moved: (card: Card) => void;
  /** Reads the queues of the agent's departments again. */
  readonly readQueues: () => Promise<void>;
}

/** What is this agent's, or may be: chats and offers, each with its seat, as chats say it themselves and the projection has it. */
export class OwnChats implements OwnSeats {
  readonly seats = new Seats();
  readonly #deps: OwnChatsDeps;
  #lastAssignedAt = 0;

  constructor(deps: OwnChatsDeps) {
    this.#deps = deps;
  }

  /** ms since the epoch; 0: nothing since the desk came up. */
  get lastAssignedAt(): number {
    return this.#lastAssignedAt;
  }

  get grant(): Grant {
    const { actorId, epoch } = this.#deps.actor;
    return { actor: actorId, epoch };
  }

  /* ---- offers ---- */

  reserve(offer: string, conversation: string, ttl: number): true | Refusal {
    const { actor, changed } = this.#deps;
    const { onError, timers } = actor.services;
    if (!this.seats.reserve(offer, conversation, timers.now() + ttl)) return refuse('agent.full', { capacity: this.seats.capacity });
    timers.set(actor, `offer:${offer}`, ttl, () => {
      if (this.seats.until(offer) !== null) void this.reconcile().catch(onError);
    });
    changed();
    return true;
  }

  release(offer: string): void {
    const { actor, changed } = this.#deps;
    actor.services.timers.clear(actor, `offer:${offer}`);
    if (this.seats.release(offer)) changed();
  }

  doubt(offer: string, conversation: string): void {
    void this.#settle(offer, conversation).catch(this.#deps.actor.services.onError);
  }

  /** Whether an offer came to something is known when all is written that the chat was asked. Where it cannot say so it is asked again, with the seat held. */
  async #settle(offer: string, conversation: string): Promise<void> {
    const { actor } = this.#deps;
    const { cluster, timers } = actor.services;
    const card = await cluster.ask(conversationOf(conversation), 'settled', {});
    const until = this.seats.until(offer);
    if (until === null || actor.retiring) return;
    if (isRefusal(card)) {
      if (!describeError(card.code).retryable || timers.now() > until + DOUBT_MS) this.release(offer);
      else timers.set(actor, `doubt:${offer}`, AWAITED_MS, () => this.doubt(offer, conversation));
      return;
    }
    if (this.#isServed(card) || this.#isOffered(card)) this.place(card);
    else this.release(offer);
  }

  /* ---- where chats stand ---- */

  #isServed({ assignee, endedAt }: Card): boolean {
    return assignee === this.#deps.actor.identity.id && endedAt === null;
  }

  #isOffered({ endedAt, transfer }: Card): boolean {
    return endedAt === null && transfer?.to.agent === this.#deps.actor.identity.id;
  }

  /** A chat says where it stands: with this agent, offered to them, or no longer either. */
  place(card: Card): void {
    const { actor, lists, moved } = this.#deps;
    const mine = this.#isServed(card);
    const offered = this.#isOffered(card);
    if (mine) {
      if (!this.seats.open.has(card.id)) this.#lastAssignedAt = actor.services.now();
      this.seats.take(card);
    } else {
      this.seats.leave(card.id);
      if (!offered && card.transfer === null) this.seats.releaseFor(card.id);
    }
    if (mine || offered) lists.setOwn(card);
    else lists.dropOwn(card.id);
    moved(card);
  }

  /** Compares seats and lists with the projection; overdue offers end here, once it is known that they came to nothing. */
  async reconcile(): Promise<void> {
    const { actor, lists, readQueues } = this.#deps;
    const { identity: { id: agent }, services: { onError, store, timers } } = actor;
    const overdue = this.seats.overdue(timers.now());
    const known = new Set([...this.seats.open.keys(), ...lists.own]);
    const [assigned, offered] = await Promise.all([store.conversations.openOf(agent), store.conversations.offeredTo(agent)]);
    this.seats.expect(assigned);
    const current = new Set([...assigned, ...offered]);
    const unknown = [...current].filter((id) => !known.has(id));
    const gone = [...known].filter((id) => !current.has(id));
    const asked = [...unknown, ...gone];
    for (let i = 0; i < asked.length; i += AT_A_TIME) await Promise.all(asked.slice(i, i + AT_A_TIME).map((id) => this.#askWhere(id)));
    if (this.seats.awaiting) timers.set(actor, 'awaited', AWAITED_MS, () => void this.reconcile().catch(onError));
    for (const { offer, conversation } of overdue) if (!current.has(conversation)) this.doubt(offer, conversation);
    await readQueues();
  }

  async #askWhere(conversation: string): Promise<void> {
    const card = await this.#deps.actor.services.cluster.ask(conversationOf(conversation), 'card', {});
    if (!isRefusal(card)) this.place(card);
  }
}
