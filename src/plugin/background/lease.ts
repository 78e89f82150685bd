/** Names that one node in the cluster holds at a time. */
export interface Leases {
  /** Takes or renews; true where this node holds it now, for {@link LEASE_MS}. Rejects while nobody can say. */
  hold(name: string): Promise<boolean>;
  leave(name: string): Promise<void>;
}

export const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
/** A node stops a while before others may begin. */
const TRUST_MS = LEASE_MS - 500;

/** A node that is alone. */
export const aloneLeases: Leases = { hold: async () => true, leave: async () => {} };

export interface LeaseWatch {
  /** This node begins to hold it. */
  taken(): void;
  /** It holds it no more: others may. Not called for who leaves. */
  lost(): void;
}

/** Whether this node is the one that does a plugin's background work; by a clock that cannot jump. */
export class Lease {
  readonly #leases: Leases;
  readonly #name: string;
  readonly #timer: NodeJS.Timeout;
  #deadline: NodeJS.Timeout | undefined;
  #heldAt = -Infinity;
  #on = false;
  #stopped = false;
  readonly #watch: LeaseWatch;

  constructor(leases: Leases, name: string, watch: LeaseWatch) {
    this.#leases = leases;
    this.#name = name;
    this.#watch = watch;
    this.#timer = setInterval(() => void this.#renew(), RENEW_MS);
    this.#timer.unref();
    void this.#renew();
  }

  get held(): boolean {
    return !this.#stopped && performance.now() - this.#heldAt < TRUST_MS;
  }

  /** Others need not wait for it to run out. */
  async leave(): Promise<void> {
    const held = this.held;
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#deadline);
    if (held) await this.#leases.leave(this.#name).catch(() => {});
  }

  /** While nobody can say who holds it, nobody does: the work waits. */
  async #renew(): Promise<void> {
    const asked = performance.now();
    const mine = await this.#leases.hold(this.#name).catch(() => false);
    if (this.#stopped) return;
    if (mine) {
      this.#heldAt = asked;
      clearTimeout(this.#deadline);
      this.#deadline = setTimeout(() => this.#look(), Math.max(0, asked + TRUST_MS - performance.now()));
      this.#deadline.unref();
    }
    this.#look();
  }

  #look(): void {
    if (this.#stopped || this.#on === this.held) return;
    this.#on = this.held;
    if (this.#on) this.#watch.taken();
    else this.#watch.lost();
  }
}
