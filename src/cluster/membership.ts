import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import type { ClusterPresence } from './presence.ts';
import { bootOf, nodeOfBoot } from './identity.ts';

/** A node is alive while it renews this; another may take its actors over {@link LEASE_MS} after its last sign of life. */
export const LEASE_MS = 1_500;
const RENEW_MS = 500;
/** How long a start waits for its name: the lease of a boot that was killed is over by then, a living one's is not. */
const PATIENCE_MS = 2 * LEASE_MS;
const RETRY_MS = 100;

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
  /** Called when others may have taken over what this node has, in the tick in which it is known. */
  lapsed: (() => void) | undefined;
  /** Called when the lease is held again after that. */
  regained: (() => void) | undefined;
  /** Resolves when the lease is held, at the latest after `withinMs`. */
  held(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Where a membership says what happens to it. */
export interface MembershipLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One machine: nobody else can own anything, so nothing ever lapses. */
export function aloneAs(node: string, boot: string): Membership {
  const self = bootOf(node, boot);
  return {
    self, node, valid: true, lapsed: undefined, regained: undefined,
    isAlive: async (owner) => owner === self, announce: async () => {}, addressOf: async () => null, held: async () => {}, stop: async () => {},
  };
}

/** What a lease needs of Redis. */
export type LeaseKeeper = Pick<ClusterPresence, 'hold' | 'get' | 'mget' | 'setFor' | 'deleteIf'>;

export class LeasedMembership implements Membership {
  readonly self: string;
  readonly node: string;
  lapsed: (() => void) | undefined;
  regained: (() => void) | undefined;
  readonly #keeper: LeaseKeeper;
  readonly #log: MembershipLog;
  #timer: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #held = false;
  #heldBefore = false;
  #stopped = false;
  #renewedAt = 0;
  #address: string | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #asked = new Map<string, Promise<boolean>>();

  private constructor(keeper: LeaseKeeper, node: string, boot: string, log: MembershipLog) {
    this.#keeper = keeper;
    this.node = node;
    this.self = bootOf(node, boot);
    this.#log = log;
  }

  /** Takes the lease of this name. Throws a {@link RefusalError} `node.name-taken` while another process renews it. */
  static async join(keeper: LeaseKeeper, node: string, boot: string, log: MembershipLog): Promise<LeasedMembership> {
    const membership = new LeasedMembership(keeper, node, boot, log);
    await membership.#takeName();
    membership.#timer = setInterval(() => void membership.#renew(), RENEW_MS);
    membership.#timer.unref();
    return membership;
  }

  get valid(): boolean {
    return this.#held && performance.now() - this.#renewedAt < LEASE_MS;
  }

  /** Many ask it of the same one at once, when that one is gone: they share the answer. */
  isAlive(owner: string): Promise<boolean> {
    if (owner === this.self) return Promise.resolve(true);
    let asked = this.#asked.get(owner);
    if (asked === undefined) {
      asked = this.#ask(owner).finally(() => this.#asked.delete(owner));
      this.#asked.set(owner, asked);
    }
    return asked;
  }

  async #ask(owner: string): Promise<boolean> {
    try {
      return (await this.#keeper.get(leaseKey(nodeOfBoot(owner)))) === owner;
    } catch {
      // Whoever cannot know must not take over; the renewals say what is wrong.
      throw new RefusalError('unavailable');
    }
  }

  async announce(address: string): Promise<void> {
    this.#address = address;
    await this.#keeper.setFor(addressKey(this.node), address, LEASE_MS);
  }

  async addressOf(node: string): Promise<string | null> {
    const [address] = await this.#keeper.mget([addressKey(node)]);
    return address ?? null;
  }

  async held(withinMs: number): Promise<void> {
    if (this.valid) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#held = false;
    clearInterval(this.#timer);
    clearTimeout(this.#deadline);
    // Where Redis is away the lease runs out by itself.
    await this.#keeper.deleteIf(leaseKey(this.node), this.self).catch((error: unknown) => this.#log.warn({ err: error }, 'the lease could not be given back'));
  }

  async #takeName(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    for (let tries = 0; ; tries++) {
      const holder = await this.#hold();
      if (holder === null) return;
      if (performance.now() > until) throw new RefusalError('node.name-taken', { node: this.node });
      if (tries === 0) this.#log.warn({ holder, atMostMs: PATIENCE_MS }, 'another process has this NODE_NAME: waiting for its lease to run out');
      await sleep(RETRY_MS);
    }
  }

  /** Also while an earlier answer is due: one slow answer alone must not end the lease. */
  async #renew(): Promise<void> {
    try {
      const holder = await this.#hold();
      if (holder === null && this.#address !== null) await this.#keeper.setFor(addressKey(this.node), this.#address, LEASE_MS);
    } catch (error) {
      this.#log.warn({ err: error }, 'the lease of this node could not be renewed');
    }
  }

  /** Takes or renews the lease; answers who else has it. It counts from before the call: the answer may have been slow. */
  async #hold(): Promise<string | null> {
    const asked = performance.now();
    const holder = await this.#keeper.hold(leaseKey(this.node), this.self, LEASE_MS);
    if (this.#stopped) return null;
    // Gone counts as foreign: whoever looked meanwhile saw a dead node, and may have taken over.
    if (holder !== this.self) this.#lapse(holder === null ? 'the lease was gone' : `the lease is held by ${holder}`);
    if (holder !== null && holder !== this.self) return holder;
    const left = asked + LEASE_MS - performance.now();
    // To begin with a lease that ends before the next answer would bring everything up for nothing.
    if (left <= (this.#held ? 0 : RENEW_MS)) return null;
    this.#renewedAt = asked;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lapse('the lease was not renewed in time'), left);
    this.#deadline.unref();
    if (this.#held) return null;
    this.#held = true;
    if (this.#heldBefore) this.regained?.();
    this.#heldBefore = true;
    for (const resolve of this.#waiting) resolve();
    return null;
  }

  #lapse(why: string): void {
    if (!this.#held) return;
    this.#held = false;
    clearTimeout(this.#deadline);
    this.#log.error({ why }, 'this node lost its lease: its actors start again from what is stored');
    this.lapsed?.();
  }
}
