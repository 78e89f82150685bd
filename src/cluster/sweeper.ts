import { isRefusal } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';
import type { Owners } from '#store/owners.ts';
import type { Cluster } from './cluster.ts';
import type { Identity } from './identity.ts';
import type { Membership } from './membership.ts';
import type { Gone, Roster } from './sweeper-roster.ts';
import { waitingWork } from './sweeper-work.ts';
import type { WorkStore } from './sweeper-work.ts';

export interface SweeperDeps {
  readonly cluster: Pick<Cluster, 'askAt' | 'local' | 'owner' | 'ready'>;
  readonly membership: Pick<Membership, 'isAlive'>;
  readonly roster: Roster;
  readonly store: WorkStore;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly log: { info(fields: object, message: string): void };
}

/** How often a node says that it is there, and the one that leads looks whether another is gone, ms. */
const TICK_MS = 250;
/** How often who leads looks for work that nobody has: of nodes that left, and what could not come up, ms. */
const REVIEW_MS = 2_000;
/** How often a node looks for work of its own whose actor is not up, such as one that was discarded, ms. What is up is read as well. */
const OWN_MS = 10_000;
/** Actors that come up at a time, for each node: enough to be quick, and few beside the clients who come back meanwhile. */
const AT_A_TIME = 16;
/** How long another node may take to bring an actor up, ms. */
const PATIENCE_MS = 2_000;
const NOT_THERE: ReadonlySet<ErrorCode> = new Set(['actor.unreachable', 'unavailable']);
/** Ownership that is given up in one statement. */
const PAGE = 200;

/**
 * Brings up what has work waiting and nobody to touch it. One node at a time does it for those that are gone; each
 * looks after its own. Two that do it at once do no harm: who owns an actor is decided by its epoch.
 */
export class Sweeper {
  readonly #deps: SweeperDeps;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #sweeping: Promise<void> | undefined;
  #reviewAt = 0;
  #ownAt = 0;
  #turn = 0;
  #stopped = false;

  constructor(deps: SweeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
    this.#tick();
  }

  /** Everything is looked for anew, at once: this node has lost its actors, or may have been told something that it did not hear. */
  again(): void {
    this.#reviewAt = 0;
    this.#ownAt = 0;
    this.#tick();
  }

  /** Nothing is brought up by this node or on it any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    // Where Redis is away it finds out by itself.
    await this.#deps.roster.leave().catch(this.#deps.onError);
    await this.#sweeping;
  }

  get #mayAct(): boolean {
    return this.#deps.cluster.ready && !this.#stopped;
  }

  #tick(): void {
    if (this.#looking || !this.#mayAct) return;
    this.#looking = true;
    // While nobody can say who is alive nothing is taken over: the lease says in the log what is wrong.
    void this.#look().catch(() => {}).finally(() => (this.#looking = false));
  }

  /** Goes on while a sweep takes its time: a leader that is at work stays the leader. */
  async #look(): Promise<void> {
    const { cluster, onError, roster } = this.#deps;
    const leads = await roster.lead();
    if (this.#sweeping !== undefined || !this.#mayAct) return;
    const { living, gone } = leads ? await roster.look() : { living: [cluster.owner], gone: [] };
    const now = performance.now();
    const own = now >= this.#ownAt;
    // Alone, nobody leaves anything but oneself.
    const others = leads && (roster.shared ? now >= this.#reviewAt : own);
    if (!own && !others && gone.length === 0) return;
    if (own) this.#ownAt = now + OWN_MS;
    if (others) this.#reviewAt = now + REVIEW_MS;
    this.#sweeping = this.#sweep({ living, gone, own, leads }).catch(onError).finally(() => (this.#sweeping = undefined));
  }

  async #sweep({ living, gone, own, leads }: { living: readonly string[]; gone: readonly Gone[]; own: boolean; leads: boolean }): Promise<void> {
    const { cluster, log, roster } = this.#deps;
    const began = performance.now();
    const dead = leads ? await this.#dead(living) : [];
    const woken = await this.#wake({ boots: own ? [...dead, cluster.owner] : dead, nobody: leads }, living);
    for (const boot of dead) await this.#release(boot);
    // What was cut short is for the next one who leads.
    for (const one of gone) if (this.#mayAct) await roster.forget(one);
    if (dead.length > 0) log.info({ boots: dead, woken, ms: Math.round(performance.now() - began) }, 'took over what was left behind');
  }

  /** The store knows who owned anything, also of those whom Redis has forgotten. */
  async #dead(living: readonly string[]): Promise<readonly string[]> {
    const { membership, store } = this.#deps;
    const others = (await store.actors.owners()).filter((boot) => !living.includes(boot));
    const alive = await Promise.all(others.map((boot) => membership.isAlive(boot)));
    return others.filter((_, i) => alive[i] === false);
  }

  /** The nodes take turns. Answers how many are up that were not. */
  async #wake(owners: Owners, nodes: readonly string[]): Promise<number> {
    const { cluster, now, store } = this.#deps;
    const running = new Set<Promise<void>>();
    let woken = 0;
    for await (const identity of waitingWork(store, owners, now())) {
      if (!this.#mayAct) break;
      if (cluster.local(identity) !== undefined) continue;
      const one = this.#bringUp(identity, nodes).then((up) => {
        running.delete(one);
        if (up) woken++;
      });
      running.add(one);
      if (running.size >= AT_A_TIME * nodes.length) await Promise.race(running);
    }
    await Promise.all(running);
    return woken;
  }

  /** False for what could not come up now: it is looked for again. */
  async #bringUp(identity: Identity, nodes: readonly string[]): Promise<boolean> {
    const { owner } = this.#deps.cluster;
    const node = nodes[this.#turn++ % nodes.length] ?? owner;
    let answer = await this.#touch(identity, node);
    // The other node may be gone too, or on its way out.
    if (node !== owner && isRefusal(answer) && NOT_THERE.has(answer.code)) answer = await this.#touch(identity, owner);
    return !isRefusal(answer) || answer.code === 'actor.moved';
  }

  #touch({ kind, id }: Identity, node: string): Promise<unknown> {
    const { cluster } = this.#deps;
    switch (kind) {
      case 'conversation': return cluster.askAt(node, { kind, id }, 'wake', {}, PATIENCE_MS);
      case 'department': return cluster.askAt(node, { kind, id }, 'refresh', {}, PATIENCE_MS);
      case 'desk': return cluster.askAt(node, { kind, id }, 'availability', {}, PATIENCE_MS);
    }
  }

  /** What stays down belongs to nobody from now on, so that nobody asks after its owner any more. */
  async #release(boot: string): Promise<void> {
    const { membership, store } = this.#deps;
    for (let after = ''; ;) {
      const page = await store.actors.ownedBy(boot, PAGE, after);
      // Asked after reading: what a node has taken since it came back stands in the store under a higher epoch.
      if (!this.#mayAct || (await membership.isAlive(boot))) return;
      await store.actors.releaseAll(page);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.key;
    }
  }
}
