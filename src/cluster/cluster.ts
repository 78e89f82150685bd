import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { ActorRepository } from '#store/actors.repository.ts';
import { Activations } from './activations.ts';
import type { ActivationDeps } from './activations.ts';
import type { Actor, Creation } from './actor.ts';
import { ignore } from './answers.ts';
import { keyOf, nodeOfBoot, parseKey } from './identity.ts';
import type { ActorKind, Identity } from './identity.ts';
import type { Membership } from './membership.ts';
import { LATER } from './messages.ts';
import type { MethodOf, ReplyOf, RequestOf } from './messages.ts';
import type { NodeBus } from './node-bus.ts';
import { WaitingLines } from './waiting-lines.ts';
import { Ways } from './ways.ts';

export interface ClusterDeps extends ActivationDeps {
  readonly membership: Membership;
  readonly actors: Pick<ActorRepository, 'find' | 'claim' | 'release'>;
  readonly onError: (error: unknown) => void;
}

/** Default patience of an ask, ms. */
const ASK_TIMEOUT_MS = 5_000;
/** Actors that are handed over at a time, at least, and how far apart; in so many steps at most, so that many do not take for ever. */
const HANDED_OVER = 6;
const HANDOVER_MS = 40;
const HANDOVERS = 200;
/** Alone, nobody waits for what is let go; the journal takes so many at a time. */
const LET_GO = 64;

/**
 * Actors by identity: whoever speaks to one need not know where it lives. An actor comes up on first touch, on the
 * node that touches it. Ownership is a compare-and-swap on its epoch in the store; everything else is a cache.
 */
export class Cluster {
  readonly #deps: ClusterDeps;
  /** By kind and id: a lookup for every message between actors. */
  readonly #local: Readonly<Record<ActorKind, Map<string, Actor>>> = { conversation: new Map(), desk: new Map(), department: new Map() };
  readonly #activations: Activations;
  readonly #lines: WaitingLines;
  readonly #ways: Ways;
  #draining = false;

  constructor(deps: ClusterDeps) {
    this.#deps = deps;
    this.#lines = new WaitingLines(deps.onError);
    this.#ways = new Ways({
      membership: deps.membership, actors: deps.actors, lines: this.#lines, onError: deps.onError,
      isHere: (identity) => this.local(identity) !== undefined,
      activate: (identity) => this.activate(identity),
      compare: (identity) => this.tell(identity, 'compare', {}),
    });
    this.#activations = new Activations(deps, (actor, key) => {
      this.#local[actor.identity.kind].set(actor.identity.id, actor);
      this.#lines.open(key, actor, ({ method, request, reply }) => this.#hand(actor, method, request, reply));
    });
    deps.membership.lapsed = () => this.discardAll(CloseCode.moved);
  }

  get node(): string {
    return this.#deps.membership.node;
  }

  /** This boot of this node: what the store names as owner. */
  get owner(): string {
    return this.#deps.membership.self;
  }

  /** False when others may have taken over what is up here, a moment before it is discarded. */
  get holdsLease(): boolean {
    return this.#deps.membership.valid;
  }

  /** True when actors may come up here: this node holds its lease and is not on its way out. */
  get ready(): boolean {
    return this.holdsLease && !this.#draining;
  }

  /** Resolves when the lease is held, at the latest after `withinMs`. */
  held(withinMs: number): Promise<void> {
    return this.#deps.membership.held(withinMs);
  }

  /** Numbers of actors on this node by kind. */
  get population(): Readonly<Record<ActorKind, number>> {
    const { conversation, department, desk } = this.#local;
    return { conversation: conversation.size, desk: desk.size, department: department.size };
  }

  /** Joins other nodes; without a bus the node is alone. */
  connect(bus: NodeBus): void {
    this.#ways.connect(bus);
  }

  /** Something that others told actors of this node is lost. */
  missed(): void {
    for (const kind of ['desk', 'department'] as const) for (const id of this.#local[kind].keys()) this.#ways.owe({ kind, id });
  }

  /** An actor was told something on a node where nobody is any more. */
  unheard(key: string): void {
    this.#ways.forget(key);
    const identity = parseKey(key);
    if (identity !== null) this.#ways.owe(identity);
  }

  /** What a frame from another node asks of an actor of ours. What was `told` and comes to nothing is owed. */
  receive(key: string, method: string, request: unknown, told: boolean, reply: (reply: unknown) => void): void {
    const identity = parseKey(key);
    if (identity === null) return reply(refuse('not-found'));
    const done = told ? (answer: unknown): void => this.#ways.oweFor(identity, answer) : reply;
    if (!this.holdsLease) return done(refuse('unavailable'));
    const actor = this.local(identity);
    if (actor !== undefined) return this.#hand(actor, method, request, done);
    // Others believe for a while that what was handed over is still here.
    if (this.#draining) return this.#ways.send(identity, { method, request, reply: done, timeout: ASK_TIMEOUT_MS });
    void this.activate(identity).then((activated) => this.#hand(activated, method, request, done), (error: unknown) => done(this.#ways.refusalOf(error)));
  }

  local({ kind, id }: Identity): Actor | undefined {
    return this.#local[kind].get(id);
  }

  /**
   * Sends and forgets: at most once, in order per pair of actors. Where others may have taken over whoever speaks, what it says
   * may be old: whoever keeps lists looks for itself instead.
   */
  tell<K extends ActorKind, M extends MethodOf<K>>(to: Identity<K>, method: M, request: RequestOf<K, M>): void {
    if (!this.holdsLease) return this.#ways.owe(to);
    const actor = this.local(to);
    if (actor === undefined || actor === this.#lines.opening) this.#ways.send(to, { method, request, reply: ignore, timeout: null });
    else this.#hand(actor, method, request, ignore);
  }

  /**
   * Sends, and calls back with the reply, or with a refusal where the actor cannot be reached or cannot come up.
   * From an actor of this node the reply comes within the tick in which it is decided, or committed.
   */
  call<K extends ActorKind, M extends MethodOf<K>>(
    to: Identity<K>, method: M, request: RequestOf<K, M>, reply: (reply: ReplyOf<K, M> | Refusal) => void, timeout = ASK_TIMEOUT_MS,
  ): void {
    const done = reply as (reply: unknown) => void; // the handlers are typed by the same catalogue
    const actor = this.local(to);
    if (actor === undefined || actor === this.#lines.opening) this.#ways.send(to, { method, request, reply: done, timeout });
    else this.#hand(actor, method, request, done);
  }

  /** As {@link call}, with a promise. */
  ask<K extends ActorKind, M extends MethodOf<K>>(
    to: Identity<K>, method: M, request: RequestOf<K, M>, timeout = ASK_TIMEOUT_MS,
  ): Promise<ReplyOf<K, M> | Refusal> {
    return new Promise((resolve) => this.call(to, method, request, resolve, timeout));
  }

  /** As {@link ask}, but where nobody has the actor it comes up on that boot of a node, if it still may. */
  async askAt<K extends ActorKind, M extends MethodOf<K>>(
    boot: string, to: Identity<K>, method: M, request: RequestOf<K, M>, timeout = ASK_TIMEOUT_MS,
  ): Promise<ReplyOf<K, M> | Refusal> {
    const { bus } = this.#ways;
    if (boot === this.owner || bus === null) return this.ask(to, method, request, timeout);
    return (await bus.ask(boot, keyOf(to), method, request, timeout)) as ReplyOf<K, M> | Refusal; // the handlers are typed by the same catalogue
  }

  /** As {@link ask}, but only where the actor is up already; null where it is not. */
  async askIfActive<K extends ActorKind, M extends MethodOf<K>>(
    to: Identity<K>, method: M, request: RequestOf<K, M>,
  ): Promise<ReplyOf<K, M> | Refusal | null> {
    return (await this.#ways.ownerOf(to)) === null ? null : this.ask(to, method, request);
  }

  /** The node on which this actor is, or should come up; this one where that cannot be found out now. */
  async nodeFor(identity: Identity): Promise<string> {
    const owner = await this.#ways.placeOf(identity);
    return owner === null ? this.node : nodeOfBoot(owner);
  }

  /** This node's activation of an actor. Rejects with a {@link RefusalError}: it lives elsewhere, or cannot come up. */
  activate(identity: Identity, creation: Creation | null = null): Promise<Actor> {
    const local = this.local(identity);
    if (local !== undefined) return Promise.resolve(local);
    return this.ready ? this.#activations.begin(identity, creation) : Promise.reject(new RefusalError('unavailable'));
  }

  /** An activation is over; `release` gives the ownership back, so that others need not wait for our lease. */
  async forget(actor: Actor, release: boolean): Promise<void> {
    const { kind, id } = actor.identity;
    if (this.#local[kind].get(id) === actor) this.#local[kind].delete(id);
    this.#ways.forget(keyOf(actor.identity));
    if (release) await this.#deps.actors.release(actor.actorId, actor.epoch);
  }

  /**
   * Lets every actor of this node go, a few at a time, departments and desks last: chats still speak to them. What is
   * sent to one that is gone comes up on one of `living`, the boots that run.
   */
  async drain(closeCode: number, living: readonly string[] = []): Promise<void> {
    this.#draining = true;
    this.#ways.bequeath(living.filter((boot) => boot !== this.owner));
    const alone = this.#ways.bus === null;
    await this.#activations.settled();
    for (const kind of ['conversation', 'department', 'desk'] satisfies ActorKind[]) {
      const actors = [...this.#local[kind].values()];
      const step = alone ? LET_GO : Math.max(HANDED_OVER, Math.ceil(actors.length / HANDOVERS));
      for (let i = 0; i < actors.length; i += step) {
        await Promise.allSettled(actors.slice(i, i + step).map((actor) => actor.retire(closeCode)));
        // Their clients come back to others at once: few at a time wait for less than all of them together.
        if (!alone) await sleep(HANDOVER_MS);
      }
    }
  }

  /** Nobody is spoken to from here any more: the store may be gone. */
  close(): void {
    this.#ways.close();
  }

  /** Lets every actor go at once, unwritten: what is stored holds, and the next activation reads it, here or elsewhere. */
  discardAll(closeCode: number): void {
    this.#activations.void();
    this.#ways.forgetAll();
    for (const actors of Object.values(this.#local)) {
      const gone = [...actors.values()];
      actors.clear();
      for (const actor of gone) actor.discard(closeCode);
    }
  }

  #hand(actor: Actor, method: string, request: unknown, reply: (reply: unknown) => void): void {
    let result: unknown;
    try {
      result = actor.receive(method, request, reply);
    } catch (error) {
      return this.#fail(error, reply);
    }
    if (result instanceof Promise) void result.then(reply, (error: unknown) => this.#fail(error, reply)).catch(this.#deps.onError);
    else if (result !== LATER) reply(result);
  }

  #fail(error: unknown, reply: (reply: unknown) => void): void {
    this.#deps.onError(error);
    reply(refuse('internal'));
  }
}
