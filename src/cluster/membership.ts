import type { ClusterPresence } from './presence.ts';
import { bootOf, nodeOfBoot } from './identity.ts';

/** A node is alive while it renews this; another may take its actors over {@link LEASE_MS} after its last sign of life. */
export const LEASE_MS = 1_500;
const RENEW_MS = 500;

const addressKey = (node: string): string => `parlor:address:${node}`;
const leaseKey = (node: string): string => `parlor:node:${node}`;

/** Which nodes are alive, and whether this one still may act as one. */
export interface Membership {
  /** `<node>:<boot>` of this process: what the store names as owner. */
  readonly self: string;
  readonly node: string;
  isAlive(owner: string): Promise<boolean>;
  /** Says where other nodes reach this one's sockets, such as `ws://10.0.0.5:8000`. */
  announce(address: string): Promise<void>;
  addressOf(node: string): Promise<string | null>;
  /** False once the lease could not be renewed in time, by a clock that cannot jump. */
  readonly valid: boolean;
  stop(): Promise<void>;
}

/** One machine: nobody else can own anything. */
export function aloneAs(node: string, boot: string): Membership {
  const self = bootOf(node, boot);
  return { self, node, valid: true, isAlive: async (owner) => owner === self, announce: async () => {}, addressOf: async () => null, stop: async () => {} };
}

export class LeasedMembership implements Membership {
  readonly self: string;
  readonly node: string;
  readonly #presence: ClusterPresence;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #renewedAt = 0;
  #address: string | null = null;

  private constructor(presence: ClusterPresence, node: string, boot: string, onError: (error: unknown) => void) {
    this.#presence = presence;
    this.node = node;
    this.self = bootOf(node, boot);
    this.#onError = onError;
    this.#timer = setInterval(() => void this.#renew().catch(this.#onError), RENEW_MS);
    this.#timer.unref();
  }

  static async join(presence: ClusterPresence, node: string, boot: string, onError: (error: unknown) => void): Promise<LeasedMembership> {
    const membership = new LeasedMembership(presence, node, boot, onError);
    await membership.#renew();
    return membership;
  }

  get valid(): boolean {
    return performance.now() - this.#renewedAt < LEASE_MS;
  }

  async isAlive(owner: string): Promise<boolean> {
    if (owner === this.self) return true;
    return (await this.#presence.get(leaseKey(nodeOfBoot(owner)))) === owner;
  }

  async announce(address: string): Promise<void> {
    this.#address = address;
    await this.#renew();
  }

  async addressOf(node: string): Promise<string | null> {
    const [address] = await this.#presence.mget([addressKey(node)]);
    return address ?? null;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#presence.deleteIf(leaseKey(this.node), this.self);
  }

  /** The lease counts from before the call: the answer may have been slow. */
  async #renew(): Promise<void> {
    const asked = performance.now();
    await this.#presence.setFor(leaseKey(this.node), this.self, LEASE_MS);
    if (this.#address !== null) await this.#presence.setFor(addressKey(this.node), this.#address, LEASE_MS);
    this.#renewedAt = asked;
  }
}
