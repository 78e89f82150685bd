import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ActorRepository } from '#store/actors.repository.ts';
import { isElsewhere } from './answers.ts';
import { Arrears } from './arrears.ts';
import { keyOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Membership } from './membership.ts';
import type { NodeBus } from './node-bus.ts';
import { OwnerCache } from './owner-cache.ts';
import type { Message, WaitingLines } from './waiting-lines.ts';

export interface WaysDeps {
  readonly membership: Membership;
  readonly actors: Pick<ActorRepository, 'find'>;
  readonly lines: WaitingLines;
  readonly isHere: (identity: Identity) => boolean;
  /** Brings an actor up on this node. Rejects with a {@link RefusalError} where it may not, or lives elsewhere. */
  readonly activate: (identity: Identity) => Promise<unknown>;
  /** Where desks and departments missed what they were told, they are told to look for themselves. */
  readonly compare: (identity: Identity<'desk' | 'department'>) => void;
  readonly onError: (error: unknown) => void;
}

/** A node that lost the race for an actor looks once more who won it. */
const ROUTE_ATTEMPTS = 2;

/** The way to actors that are not up on this node: in line, then to the node that has them, or to this one as they come up. */
export class Ways {
  readonly #deps: WaysDeps;
  readonly #owners: OwnerCache;
  readonly #arrears: Arrears;
  #bus: NodeBus | null = null;
  #draining = false;
  #closed = false;
  /** Boots of the nodes that take over what was here, once this one is on its way out. */
  #heirs: readonly string[] = [];

  constructor(deps: WaysDeps) {
    this.#deps = deps;
    this.#owners = new OwnerCache(deps.membership, deps.actors);
    this.#arrears = new Arrears(deps.compare);
  }

  /** To other nodes; null where this one is alone. */
  get bus(): NodeBus | null {
    return this.#bus;
  }

  connect(bus: NodeBus): void {
    this.#bus = bus;
  }

  /** From now on what is sent to an actor that is not here any more comes up on one of these boots. */
  bequeath(heirs: readonly string[]): void {
    this.#draining = true;
    this.#heirs = heirs;
  }

  /** Nobody is spoken to any more: the store may be gone. */
  close(): void {
    this.#closed = true;
  }

  /** What is believed of where this actor is counts no more. */
  forget(key: string): void {
    this.#owners.forget(key);
  }

  forgetAll(): void {
    this.#owners.clear();
  }

  /** It was told something that is lost. */
  owe(identity: Identity): void {
    this.#arrears.owe(identity);
  }

  /** As {@link owe}, where this answer says that it has not heard it, and might have. */
  oweFor(identity: Identity, answer: unknown): void {
    if (isRefusal(answer) && describeError(answer.code).retryable) this.#arrears.owe(identity);
  }

  /** For an actor that is not up here: behind what waits for it already, so that nothing overtakes. */
  send(to: Identity, message: Message): void {
    // Alone, what this node has let go comes up nowhere else.
    if (this.#closed || (this.#draining && this.#bus === null)) return message.reply(refuse('unavailable'));
    const key = keyOf(to);
    const { lines, onError } = this.#deps;
    const owner = lines.waits(key) ? null : this.#owners.known(key);
    if (owner !== null && this.#bus !== null) return this.#pass(this.#bus, owner, key, message);
    if (lines.join(key, message) === 'first') void this.#route(to, key).catch(onError);
  }

  /** The boot on which it is; null where it is down. */
  async ownerOf(identity: Identity): Promise<string | null> {
    if (this.#closed) throw new RefusalError('unavailable');
    return this.#deps.isHere(identity) ? this.#deps.membership.self : this.#owners.ownerOf(keyOf(identity));
  }

  /** The boot on which it is, or should come up; null for this one, also where that cannot be found out now. */
  async placeOf(identity: Identity): Promise<string | null> {
    // A socket that goes the wrong way costs its client more than a look at the store.
    this.#owners.forget(keyOf(identity));
    return (await this.ownerOf(identity).catch(() => null)) ?? this.#heir;
  }

  refusalOf(error: unknown): Refusal {
    if (error instanceof RefusalError) return error.refusal;
    this.#deps.onError(error);
    return refuse('internal');
  }

  /** Finds out where the actor lives, or brings it up; then everything that waits for it goes there at once. */
  async #route(to: Identity, key: string): Promise<void> {
    const { activate, lines, membership } = this.#deps;
    for (let attempt = 1; ; attempt++) {
      try {
        const owner = (await this.ownerOf(to)) ?? this.#heir;
        const bus = this.#bus;
        if (owner !== null && owner !== membership.self && bus !== null) return lines.leave(key, (message) => this.#pass(bus, owner, key, message));
        // Coming up, it takes its line itself.
        await activate(to);
        return;
      } catch (error) {
        const refusal = this.refusalOf(error);
        if (refusal.code === 'actor.moved' && attempt < ROUTE_ATTEMPTS) continue;
        return lines.leave(key, ({ timeout, reply }) => {
          if (timeout === null) this.oweFor(to, refusal);
          reply(refusal);
        });
      }
    }
  }

  #pass(bus: NodeBus, owner: string, key: string, { method, request, reply, timeout }: Message): void {
    if (timeout === null) return bus.tell(owner, key, method, request);
    bus.call(owner, key, method, request, timeout, (answer) => {
      if (isElsewhere(answer)) this.#owners.forget(key);
      reply(answer);
    });
  }

  /** Any of them, while this node is on its way out. */
  get #heir(): string | null {
    return this.#heirs[Math.floor(Math.random() * this.#heirs.length)] ?? null;
  }
}
