import type { Actor } from '#cluster/actor.ts';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, deskOf, keyOf, roomIdOf } from '#cluster/identity.ts';
import type { Neighbours } from '#cluster/neighbours.ts';
import { RefusalError, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { Generations } from '#src/generations.ts';
import { TICKET_LIFETIME_MS } from './tickets.ts';
import { PRESENCE_STATUSES } from '#wire/protocol.ts';
import type { PresenceStatus } from '#wire/protocol.ts';
import type { IssuedClaims, TicketOffice } from './tickets.ts';

/** What a socket brings to its actor. `own`: it came through our path, not through Colyseus' matchmaking. */
export type Seat = IssuedClaims & Memory & { readonly own: boolean };

/** What a client holds from before. */
interface Memory {
  /** Position in the chat. */
  readonly since: number;
  /** Of an agent, as their console last knew it. */
  readonly status: PresenceStatus | null;
}

/** {@link Memory} as the client says it. */
export type Claimed = { readonly [K in keyof Memory]?: unknown };

export interface Entrance {
  readonly actor: Actor;
  readonly seat: Seat;
}

/** How long a socket waits at the door of a node that has lost its lease, ms: shorter than a client's patience. */
const PATIENCE_MS = 10_000;

/** Lets tickets in, each once: the actor that a ticket names comes up on this node, if it may. */
export class Doorman {
  readonly #tickets: TicketOffice;
  readonly #cluster: Cluster;
  readonly #neighbours: Pick<Neighbours, 'addressOf' | 'gone'>;
  readonly #now: () => number;
  /** Tickets that were used here and would still be good. An actor is on one node, so that is where its tickets end. */
  readonly #used = new Generations<true>();
  #turnsAt = 0;

  constructor(tickets: TicketOffice, cluster: Cluster, neighbours: Pick<Neighbours, 'addressOf' | 'gone'>, now: () => number) {
    this.#neighbours = neighbours;
    this.#tickets = tickets;
    this.#cluster = cluster;
    this.#now = now;
  }

  seat(ticket: string, claimed: Claimed, own: boolean): Seat | Refusal {
    const claims = this.#tickets.verify(ticket);
    if ('code' in claims) return claims;
    const since = Number(claimed.since);
    const status = PRESENCE_STATUSES.find((known) => known === claimed.status) ?? null;
    return { ...claims, since: Number.isSafeInteger(since) && since > 0 ? since : 0, status, own };
  }

  async enter(ticket: string, claimed: Claimed, own: boolean): Promise<Entrance | Refusal> {
    const seat = this.seat(ticket, claimed, own);
    if ('code' in seat) return seat;
    try {
      await this.#cluster.held(PATIENCE_MS);
      const actor = await this.#activate(seat);
      return this.#use(seat.jti) ? { actor, seat } : refuse('ticket.expired');
    } catch (error) {
      if (error instanceof RefusalError) return error.refusal;
      throw error;
    }
  }

  /**
   * As {@link enter}; or where the socket is to be piped to. Whoever comes for an actor of a node that is just gone is
   * kept until its lease is over, and let in here: a client that is turned away comes again later than that.
   */
  async lead(ticket: string, claimed: Claimed): Promise<Entrance | { readonly pipe: string } | Refusal> {
    for (let again = false; ; again = true) {
      const entrance = await this.enter(ticket, claimed, true);
      if (!('code' in entrance) || entrance.code !== 'actor.moved') return entrance;
      const node = entrance.meta?.['node'];
      if (typeof node !== 'string') return entrance;
      const address = await this.#neighbours.addressOf(node);
      if (address !== null) return { pipe: address };
      if (again) return entrance;
      await this.#neighbours.gone(node);
    }
  }

  /**
   * Colyseus' room of the actor with this key, for clients that join by it: they need not know of epochs. The ticket
   * must be for that actor, which comes up here where it is down; one that lives on another node is `actor.moved`.
   */
  async roomOf(key: string, ticket: string): Promise<string | Refusal> {
    const seat = this.seat(ticket, {}, false);
    if ('code' in seat) return seat;
    if (keyOf(seat.kind === 'desk' ? deskOf(seat.agent) : conversationOf(seat.conversation)) !== key) return refuse('ticket.invalid');
    const entrance = await this.enter(ticket, {}, false);
    return 'code' in entrance ? entrance : roomIdOf(key, entrance.actor.epoch);
  }

  /** False when it was used before. */
  #use(jti: string): boolean {
    const at = this.#now();
    if (at >= this.#turnsAt) {
      this.#used.turn();
      this.#turnsAt = at + TICKET_LIFETIME_MS;
    }
    if (this.#used.get(jti) !== undefined) return false;
    this.#used.set(jti, true);
    return true;
  }

  #activate(seat: Seat): Promise<Actor> {
    if (seat.kind === 'desk') return this.#cluster.activate(deskOf(seat.agent));
    const { contact, name, department, channelAccount, locale } = seat;
    return this.#cluster.activate(conversationOf(seat.conversation), seat.create ? { contact, visitorName: name, department, channelAccount, locale } : null);
  }
}
