import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { ActorRepository } from '#store/actors.repository.ts';
import { Activations } from './activations.ts';
import type { ActivationDeps } from './activations.ts';
import type { Actor, Creation } from './actor.ts';
import { Arrears } from './arrears.ts';
import { ignore, isElsewhere } from './answers.ts';
import { keyOf, nodeOfBoot, parseKey } from './identity.ts';
import type { ActorKind, Identity } from './identity.ts';
import type { Membership } from './membership.ts';
import { LATER } from './messages.ts';
import type { MethodOf, ReplyOf, RequestOf } from './messages.ts';
import type { NodeBus } from './node-bus.ts';
import { OwnerCache } from './owner-cache.ts';
import { WaitingLines } from './waiting-lines.ts';
import type { Message } from './waiting-lines.ts';

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
/** A node that lost the race for an actor looks once more who won it. */
const ROUTE_ATTEMPTS = 2;

/**
 * Actors by identity: whoever speaks to one need not know where it lives. An actor comes up on first touch, on the
 * node that touches it. Ownership is a compare-and-swap on its epoch in the store; everything else is a cache.
 */
export class Cluster {
  readonly #deps: ClusterDeps;
  /** By kind and id: a lookup for every message between actors. */
  readonly #local: Readonly<Record<ActorKind, Map<string, Actor>>> = { conversation: new Map(), desk: new Map(), department: new Map() };
  readonly #activations: Activations;
  readonly #owners: OwnerCache;
  readonly #lines: WaitingLines;
  #bus: NodeBus | null = null;
  #draining = false;
  #closed = false;
  readonly #arrears = new Arrears((identity) => this.tell(identity, 'compare', {}));
  /** Boots of the nodes that take over what was here, once this one is on its way out. */
  #heirs: readonly string[] = [];

  constructor(deps: ClusterDeps) {
    this.#deps = deps;
    this.#owners = new OwnerCache(deps.membership, deps.actors);
    this.#lines = new WaitingLines(deps.onError);
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
    this.#bus = bus;
  }

  /** Something that others told actors of this node is lost. */
  missed(): void {
    for (const kind of ['desk', 'department'] as const) for (const id of this.#local[kind].keys()) this.#arrears.owe({ kind, id });
  }

  /** An actor was told something on a node where nobody is any more. */
  unheard(key: string): void {
    this.#owners.forget(key);
    const identity = parseKey(key);
    if (identity !== null) this.#arrears.owe(identity);
  }

  /** What a frame from another node asks of an actor of ours. What was `told` and comes to nothing is owed. */
  receive(key: string, method: string, request: unknown, told: boolean, reply: (reply: unknown) => void): void {
    const identity = parseKey(key);
    if (identity === null) return reply(refuse('not-found'));
    const done = told ? (answer: unknown): void => this.#owe(identity, answer) : reply;
    if (!this.holdsLease) return done(refuse('unavailable'));
    const actor = this.local(identity);
    if (actor !== undefined) return this.#hand(actor, method, request, done);
    // Others believe for a while that what was handed over is still here.
    if (this.#draining) return this.#queue(identity, { method, request, reply: done, timeout: ASK_TIMEOUT_MS });
    void this.activate(identity).then((activated) => this.#hand(activated, method, request, done), (error: unknown) => done(this.#refusalOf(error)));
  }

  #owe(identity: Identity, answer: unknown): void {
    if (isRefusal(answer) && describeError(answer.code).retryable) this.#arrears.owe(identity);
  }

  local({ kind, id }: Identity): Actor | undefined {
    return this.#local[kind].get(id);
  }

  /**
   * Sends and forgets: at most once, in order per pair of actors. Where others may have taken over whoever speaks, what it says
   * may be old: whoever keeps lists looks for itself instead.
   */
  tell<K extends ActorKind, M extends MethodOf<K>>(to: Identity<K>, method: M, request: RequestOf<K, M>): void {
    if (!this.holdsLease) return this.#arrears.owe(to);
    const actor = this.local(to);
    if (actor === undefined || actor === this.#lines.opening) this.#queue(to, { method, request, reply: ignore, timeout: null });
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
    if (actor === undefined || actor === this.#lines.opening) this.#queue(to, { method, request, reply: done, timeout });
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
    if (boot === this.owner || this.#bus === null) return this.ask(to, method, request, timeout);
    return (await this.#bus.ask(boot, keyOf(to), method, request, timeout)) as ReplyOf<K, M> | Refusal; // the handlers are typed by the same catalogue
  }

  /** As {@link ask}, but only where the actor is up already; null where it is not. */
  async askIfActive<K extends ActorKind, M extends MethodOf<K>>(
    to: Identity<K>, method: M, request: RequestOf<K, M>,
  ): Promise<ReplyOf<K, M> | Refusal | null> {
    return (await this.#ownerOf(to)) === null ? null : this.ask(to, method, request);
  }

  /** The node on which this actor is, or should come up; this one where that cannot be found out now. */
  async nodeFor(identity: Identity): Promise<string> {
    // A socket that goes the wrong way costs its client more than a look at the store.
    this.#owners.forget(keyOf(identity));
    const owner = (await this.#ownerOf(identity).catch(() => null)) ?? this.#heir;
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
    this.#owners.forget(keyOf(actor.identity));
    if (release) await this.#deps.actors.release(actor.actorId, actor.epoch);
  }

  /**
   * Lets every actor of this node go, a few at a time, departments and desks last: chats still speak to them. What is
   * sent to one that is gone comes up on one of `living`, the boots that run.
   */
  async drain(closeCode: number, living: readonly string[] = []): Promise<void> {
    this.#draining = true;
    this.#heirs = living.filter((boot) => boot !== this.owner);
    await this.#activations.settled();
    for (const kind of ['conversation', 'department', 'desk'] satisfies ActorKind[]) {
      const actors = [...this.#local[kind].values()];
      const step = this.#bus === null ? LET_GO : Math.max(HANDED_OVER, Math.ceil(actors.length / HANDOVERS));
      for (let i = 0; i < actors.length; i += step) {
        await Promise.allSettled(actors.slice(i, i + step).map((actor) => actor.retire(closeCode)));
        // Their clients come back to others at once: few at a time wait for less than all of them together.
        if (this.#bus !== null) await sleep(HANDOVER_MS);
      }
    }
  }

  /** Nobody is spoken to from here any more: the store may be gone. */
  close(): void {
    this.#closed = true;
  }

  /** Lets every actor go at once, unwritten: what is stored holds, and the next activation reads it, here or elsewhere. */
  discardAll(closeCode: number): void {
    this.#activations.void();
    this.#owners.clear();
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

  /** For an actor that is not up here: behind what waits for it already, so that nothing overtakes. */
  #queue(to: Identity, message: Message): void {
    // Alone, what this node has let go comes up nowhere else.
    if (this.#closed || (this.#draining && this.#bus === null)) return message.reply(refuse('unavailable'));
    const key = keyOf(to);
    const owner = this.#lines.waits(key) ? null : this.#owners.known(key);
    if (owner !== null && this.#bus !== null) return this.#send(this.#bus, owner, key, message);
    if (this.#lines.join(key, message) === 'first') void this.#route(to, key).catch(this.#deps.onError);
  }

  /** Finds out where the actor lives, or brings it up; then everything that waits for it goes there at once. */
  async #route(to: Identity, key: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const owner = (await this.#ownerOf(to)) ?? this.#heir;
        const bus = this.#bus;
        if (owner !== null && owner !== this.#deps.membership.self && bus !== null) return this.#lines.leave(key, (message) => this.#send(bus, owner, key, message));
        // Coming up, it takes its line itself.
        await this.activate(to);
        return;
      } catch (error) {
        const refusal = this.#refusalOf(error);
        if (refusal.code === 'actor.moved' && attempt < ROUTE_ATTEMPTS) continue;
        return this.#lines.leave(key, ({ timeout, reply }) => {
          if (timeout === null) this.#owe(to, refusal);
          reply(refusal);
        });
      }
    }
  }

  #send(bus: NodeBus, owner: string, key: string, { method, request, reply, timeout }: Message): void {
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

  async #ownerOf(identity: Identity): Promise<string | null> {
    if (this.#closed) throw new RefusalError('unavailable');
    return this.local(identity) === undefined ? this.#owners.ownerOf(keyOf(identity)) : this.#deps.membership.self;
  }

  #refusalOf(error: unknown): Refusal {
    if (error instanceof RefusalError) return error.refusal;
    this.#deps.onError(error);
    return refuse('internal');
  }
}
