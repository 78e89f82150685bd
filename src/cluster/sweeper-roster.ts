import type { Membership } from './membership.ts';
import type { ClusterPresence } from './presence.ts';

/** A boot of a node that is gone, with the Colyseus process that it was. */
export interface Gone {
  readonly boot: string;
  readonly process: string;
}

export interface Attendance {
  /** Boots that hold their lease and bring actors up, this one included. */
  readonly living: readonly string[];
  /** Those that ended without leaving. */
  readonly gone: readonly Gone[];
}

/** Who runs in this cluster, and which of them looks after what the others left. */
export interface Roster {
  /** False where nobody else can run. */
  readonly shared: boolean;
  /** True for one node at a time, except for a moment after it slept: to be asked again and again. */
  lead(): Promise<boolean>;
  look(): Promise<Attendance>;
  /** What this one left is taken care of. */
  forget(gone: Gone): Promise<void>;
  /** This node takes nothing more on, and leads no longer. */
  leave(): Promise<void>;
}

/** One machine: nobody else runs, so this node leads. What an earlier boot left is known to the store. */
export const aloneRoster = (self: string): Roster => ({
  shared: false, lead: async () => true, look: async () => ({ living: [self], gone: [] }), forget: async () => {}, leave: async () => {},
});

/** How long who leads is not asked whether they still do, ms. Shorter than a node's lease: both have run out when a node is dead. */
const LEAD_MS = 1_000;
const LEADER = 'parlor:sweeper';
const BOOTS = 'parlor:boots';
const LISTINGS = 'roomcaches';
const PROCESSES = 'roomcount';
/** Listings that are looked at in one step, so that Redis is held up for nobody. */
const STEP = 500;

export type RosterKeeper = Pick<ClusterPresence, 'client' | 'deleteIf' | 'hdel' | 'hgetall' | 'hold' | 'hset'>;

/** In Redis: a hash of the boots that run, each of which writes itself down again and again, and a lease for the one that leads. */
export class SharedRoster implements Roster {
  readonly shared = true;
  readonly #keeper: RosterKeeper;
  readonly #membership: Pick<Membership, 'self' | 'isAlive'>;
  readonly #process: string;

  constructor(keeper: RosterKeeper, membership: Pick<Membership, 'self' | 'isAlive'>, process: string) {
    this.#keeper = keeper;
    this.#membership = membership;
    this.#process = process;
  }

  async lead(): Promise<boolean> {
    const { self } = this.#membership;
    const [, leader] = await Promise.all([this.#keeper.hset(BOOTS, self, this.#process), this.#keeper.hold(LEADER, self, LEAD_MS)]);
    return leader === null || leader === self;
  }

  async look(): Promise<Attendance> {
    const boots = Object.entries(await this.#keeper.hgetall(BOOTS));
    const alive = await Promise.all(boots.map(([boot]) => this.#membership.isAlive(boot)));
    return {
      living: boots.flatMap(([boot], i) => (alive[i] === true ? [boot] : [])),
      gone: boots.flatMap(([boot, process], i) => (alive[i] === true ? [] : [{ boot, process }])),
    };
  }

  /** Its listings go with it, by process and not by room: a successor's are never touched. */
  async forget({ boot, process }: Gone): Promise<void> {
    const { client } = this.#keeper;
    const mark = `"processId":${JSON.stringify(process)}`;
    for (let cursor = '0'; ;) {
      const [next, found] = await client.hscan(LISTINGS, cursor, 'COUNT', STEP);
      const stale = found.filter((_, i) => found[i + 1]?.includes(mark) === true && i % 2 === 0);
      if (stale.length > 0) await client.hdel(LISTINGS, ...stale);
      cursor = next;
      if (cursor === '0') break;
    }
    await Promise.all([this.#keeper.hdel(PROCESSES, process), this.#keeper.hdel(BOOTS, boot)]);
  }

  async leave(): Promise<void> {
    const { self } = this.#membership;
    await Promise.all([this.#keeper.hdel(BOOTS, self), this.#keeper.deleteIf(LEADER, self)]);
  }
}
