import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, deskOf } from '#cluster/identity.ts';
import { isUncertain } from '#desk/assignment.ts';
import { SYSTEM } from '#domain/participant.ts';
import { isRefusal } from '#domain/errors.ts';
import { pickAgent, waitsNoLonger } from '#domain/routing.ts';
import type { Availability } from '#domain/routing.ts';
import type { Place, Queue } from './queue.ts';

/** How long a chat is kept from others while it is being given; longer than the two asks that this takes, ms. */
const HOLD_MS = 12_000;
/** The seat outlives the hold: whoever frees it first asks whether the chat was assigned, ms. */
const SEAT_TTL_MS = 30_000;
/** How long a chat that could not be given now stands back for those after it, ms. */
const RETRY_MS = 3_000;
/** After a chat that could not be given: what is wrong with it may be wrong with all of its node, ms. */
const PAUSE_MS = 250;

interface RouterDeps {
  readonly cluster: Pick<Cluster, 'ask' | 'tell'>;
  readonly queue: Queue;
  readonly newId: () => string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** False while nothing is to be given out. */
  readonly enabled: () => boolean;
  /** Calls {@link Router.route} once, `ms` from now; a new wish replaces the former. */
  readonly later: (ms: number) => void;
  /** The chat does not wait here any more. */
  readonly gone: (conversation: string) => void;
}

/** Gives waiting chats to agents who have a seat, one after the other, longest waiting first. */
export class Router {
  readonly #deps: RouterDeps;
  readonly #agents = new Map<string, Availability>();
  #routing = false;
  #pausedUntil = 0;

  constructor(deps: RouterDeps) {
    this.#deps = deps;
  }

  available(availability: Availability): void {
    this.#agents.set(availability.agent, availability);
    this.route();
  }

  /** Somebody is there, with or without a free seat. */
  get staffed(): boolean {
    for (const { online } of this.#agents.values()) if (online) return true;
    return false;
  }

  keepAgents(members: ReadonlySet<string>): void {
    for (const agent of this.#agents.keys()) if (!members.has(agent)) this.#agents.delete(agent);
  }

  route(): void {
    const { enabled, now, onError } = this.#deps;
    if (this.#routing || !enabled()) return;
    if (now() < this.#pausedUntil) return this.awaitHolds();
    this.#routing = true;
    void this.#routeAll().catch(onError);
  }

  /** Routes again when the pause or the first hold ends: nobody else tells that a chat has become free. */
  awaitHolds(): void {
    const { enabled, later, now, queue } = this.#deps;
    const at = now();
    const due = at < this.#pausedUntil ? this.#pausedUntil : queue.heldUntil(at);
    if (due !== null && enabled()) later(due - at);
  }

  async #routeAll(): Promise<void> {
    const { enabled, now, queue } = this.#deps;
    try {
      while (enabled()) {
        const place = queue.first(now(), null);
        const agent = pickAgent(this.#agents.values());
        if (place === undefined || agent === null) return;
        if (await this.#give(place, agent)) continue;
        this.#pausedUntil = now() + PAUSE_MS;
        return;
      }
    } finally {
      this.#routing = false;
      this.awaitHolds();
    }
  }

  /** Reserves a seat, then assigns; the desk tells its new load afterwards. False: not now, and the chat stays held for a while. */
  async #give({ conversation }: Place, picked: Availability): Promise<boolean> {
    const { cluster, gone, newId, now, queue } = this.#deps;
    const { agent } = picked;
    const offer = newId();
    const free = (): void => cluster.tell(deskOf(agent), 'release', { offer });
    queue.hold(conversation, agent, now() + HOLD_MS);
    const seat = await cluster.ask(deskOf(agent), 'reserve', { conversation, offer, ttl: SEAT_TTL_MS });
    if (isRefusal(seat)) {
      queue.release(conversation, agent);
      if (seat.code === 'actor.unreachable') free();
      // Takes nobody until the desk says otherwise, which it may have done meanwhile.
      if (this.#agents.get(agent) === picked) this.#agents.set(agent, { ...picked, freeSeats: 0 });
      return true;
    }
    const command = { type: 'conversation.assign', agent: seat.agent, reason: 'routed', offer } as const;
    const outcome = await cluster.ask(conversationOf(conversation), 'submit', {
      submission: { id: null, by: SYSTEM, command }, previous: 0, ...(seat.grant === undefined ? {} : { grant: seat.grant }),
    });
    if (!isRefusal(outcome) && outcome.seq !== null) return true;
    if (isRefusal(outcome) && isUncertain(outcome)) cluster.tell(deskOf(agent), 'doubt', { offer, conversation });
    else free();
    if (!isRefusal(outcome) || waitsNoLonger(outcome)) {
      gone(conversation);
      return true;
    }
    queue.hold(conversation, agent, now() + RETRY_MS);
    return false;
  }
}
