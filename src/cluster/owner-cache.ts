import type { ActorRepository } from '#store/actors.repository.ts';
import type { Membership } from './membership.ts';

/** How long a remote owner is believed without asking the store, ms. Its answers do not prolong it: a node on its way out passes questions on, and is gone a second later. */
export const TRUST_MS = 1_000;
const MAX_ENTRIES = 10_000;

/** Who owns an actor, as far as this node knows. Only ever a hint: the store's epoch decides. */
export class OwnerCache {
  readonly #membership: Membership;
  readonly #actors: Pick<ActorRepository, 'find'>;
  readonly #known = new Map<string, { readonly owner: string; readonly until: number }>();

  constructor(membership: Membership, actors: Pick<ActorRepository, 'find'>) {
    this.#membership = membership;
    this.#actors = actors;
  }

  /** What is remembered, without a look at the store. */
  known(key: string): string | null {
    const known = this.#known.get(key);
    return known !== undefined && known.until > performance.now() ? known.owner : null;
  }

  /** The living owner of an actor that is not up on this node, or null when it is down. */
  async ownerOf(key: string): Promise<string | null> {
    const known = this.known(key);
    if (known !== null) return known;
    const owner = (await this.#actors.find(key))?.ownerNode ?? null;
    // What the store calls ours but is not up here is a leftover of an activation that failed.
    if (owner === null || owner === this.#membership.self || !(await this.#membership.isAlive(owner))) return null;
    if (this.#known.size >= MAX_ENTRIES) this.#known.clear();
    this.#known.set(key, { owner, until: performance.now() + TRUST_MS });
    return owner;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }

  clear(): void {
    this.#known.clear();
  }
}
