import { RefusalError } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { ActorRepository } from '#store/actors.repository.ts';
import type { Ids } from '#store/ids.ts';
import type { Actor, Creation, Host } from './actor.ts';
import { keyOf, nodeOfBoot, roomIdOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Membership } from './membership.ts';

export interface ActivationDeps {
  readonly membership: Pick<Membership, 'self' | 'isAlive'>;
  readonly actors: Pick<ActorRepository, 'find' | 'claim'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly host: Host;
}

const CLAIM_ATTEMPTS = 4;

/** Brings actors up on this node: whoever wins the compare-and-swap on the epoch makes the room. */
export class Activations {
  readonly #deps: ActivationDeps;
  readonly #up: (actor: Actor, key: string) => void;
  readonly #running = new Map<string, Promise<Actor>>();
  /** Counts the leases: what was begun under an earlier one does not hold. */
  #term = 0;

  /** `up` hears of each actor in the tick in which it is there. */
  constructor(deps: ActivationDeps, up: (actor: Actor, key: string) => void) {
    this.#deps = deps;
    this.#up = up;
  }

  /** One activation of an actor at a time, however many ask for it. Rejects with a {@link RefusalError}. */
  begin(identity: Identity, creation: Creation | null): Promise<Actor> {
    const key = keyOf(identity);
    let running = this.#running.get(key);
    if (running === undefined) {
      running = this.#activate(identity, key, creation).finally(() => this.#running.delete(key));
      this.#running.set(key, running);
    }
    return running;
  }

  /** What is under way comes to nothing. */
  void(): void {
    this.#term++;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #activate(identity: Identity, key: string, creation: Creation | null): Promise<Actor> {
    const term = this.#term;
    for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      const claim = await this.#claim(identity, key, creation);
      if (claim === null) continue;
      const actor = await this.#deps.host(roomIdOf(key, claim.epoch), { identity, creation: claim.fresh ? creation : null, actorId: claim.id, epoch: claim.epoch });
      if (term !== this.#term) {
        actor.discard(CloseCode.moved);
        throw new RefusalError('unavailable');
      }
      this.#up(actor, key);
      return actor;
    }
    throw new RefusalError('actor.moved');
  }

  /** Null when somebody else was faster and it is worth looking again. */
  async #claim({ kind }: Identity, key: string, creation: Creation | null): Promise<{ id: number; epoch: number; fresh: boolean } | null> {
    const { actors, ids, membership } = this.#deps;
    const row = await actors.find(key);
    if (row === undefined && kind === 'conversation') {
      if (creation === null) throw new RefusalError('conversation.unknown');
      // The rows of a new chat, ownership included, ride in the batch of its first events.
      return { id: ids.next(), epoch: 1, fresh: true };
    }
    if (row !== undefined && row.ownerNode !== null && row.ownerNode !== membership.self && (await membership.isAlive(row.ownerNode))) {
      throw new RefusalError('actor.moved', { node: nodeOfBoot(row.ownerNode) });
    }
    const claim = await actors.claim(key, kind, membership.self, row?.ownerEpoch);
    return claim === null ? null : { ...claim, fresh: false };
  }
}
