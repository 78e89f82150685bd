import { EventEmitter } from 'node:events';
import type { Activation, Actor, Host } from '#cluster/actor.ts';
import { Cluster } from '#cluster/cluster.ts';
import type { Membership } from '#cluster/membership.ts';
import { NodeBus } from '#cluster/node-bus.ts';
import type { NodeLine } from '#cluster/node-bus.ts';
import type { Store } from '#store/store.ts';

/** What joins nodes, with a switch for loss. */
export class FakePresence implements NodeLine {
  readonly #topics = new EventEmitter().setMaxListeners(0);
  /** Batches that are lost from now on. */
  lossy = (_topic: string, _batch: unknown): boolean => false;
  /** Every publish fails. */
  away = false;
  readonly published: { topic: string; frames: number }[] = [];

  async subscribe(topic: string, callback: (data: unknown) => void): Promise<this> {
    this.#topics.on(topic, callback);
    return this;
  }

  async unsubscribe(topic: string): Promise<this> {
    this.#topics.removeAllListeners(topic);
    return this;
  }

  async reach(topic: string, data: unknown): Promise<number> {
    if (this.away) throw new Error('Redis is away');
    this.published.push({ topic, frames: (data as { frames: unknown[] }).frames.length });
    const ears = this.#topics.listenerCount(topic);
    if (this.lossy(topic, data)) return ears;
    const copy: unknown = JSON.parse(JSON.stringify(data));
    setImmediate(() => this.#topics.emit(topic, copy));
    return ears;
  }

}

/** Actors that keep what they are told. */
export class Recorder implements Actor {
  readonly identity: Activation['identity'];
  readonly actorId: number;
  readonly epoch: number;
  readonly creation: Activation['creation'];
  readonly heard: string[] = [];
  retired: number | null = null;
  discarded: number | null = null;
  onRetire: () => Promise<void> = () => Promise.resolve();

  constructor(activation: Activation) {
    this.identity = activation.identity;
    this.actorId = activation.actorId;
    this.epoch = activation.epoch;
    this.creation = activation.creation;
  }

  receive(method: string, request: unknown): unknown {
    this.heard.push(method);
    return { method, request };
  }

  async retire(closeCode: number): Promise<void> {
    this.retired = closeCode;
    await this.onRetire();
  }

  discard(closeCode: number): void {
    this.discarded = closeCode;
  }
}

export interface Peer {
  readonly cluster: Cluster;
  readonly actors: Map<string, Recorder>;
  readonly rooms: string[];
  readonly errors: unknown[];
  /** Its lease ends: others may take over, and itself may not act. */
  die(): void;
  /** As {@link die}, but itself has not noticed yet. */
  expire(): void;
  /** It holds its lease again. */
  revive(): void;
}

/** Nodes that share a store and a presence, in one process. */
export function nodesOn(store: Pick<Store, 'actors' | 'ids'>, presence = new FakePresence()): { start(name: string, options?: { boot?: string; host?: Host }): Promise<Peer>; presence: FakePresence } {
  const alive = new Set<string>();
  const start = async (name: string, { boot = 'boot1', host }: { boot?: string; host?: Host } = {}): Promise<Peer> => {
    const self = `${name}:${boot}`;
    alive.add(self);
    const actors = new Map<string, Recorder>();
    const rooms: string[] = [];
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const membership: Membership = {
      self, node: name,
      isAlive: (owner: string) => Promise.resolve(alive.has(owner)),
      get valid() {
        return alive.has(self);
      },
      held: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      addressOf: () => Promise.resolve(null),
      announce: () => Promise.resolve(),
      lapsed: undefined,
      regained: undefined,
    };
    const expire = (): void => void alive.delete(self);
    const die = (): void => {
      expire();
      membership.lapsed?.();
    };
    const makeActor: Host = async (roomId, activation) => {
      rooms.push(roomId);
      const actor = new Recorder(activation);
      actors.set(activation.identity.id, actor);
      return actor;
    };
    const cluster: Cluster = new Cluster({ membership, actors: store.actors, ids: store.ids, host: host ?? makeActor, onError });
    const bus = new NodeBus(presence, self, (...frame) => cluster.receive(...frame), onError, () => cluster.holdsLease);
    await bus.start();
    cluster.connect(bus);
    return { cluster, actors, rooms, errors, die, expire, revive: () => void alive.add(self) };
  };
  return { start, presence };
}
