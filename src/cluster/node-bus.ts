import type { Presence } from '@colyseus/core';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';

/** `[0, id, key, method, request]` asks (id 0: tells); `[1, id, reply]` answers. */
type Frame = readonly [0, number, string, string, unknown] | readonly [1, number, unknown];

interface Batch {
  readonly from: string;
  /** Counts what this sender has sent to this node: a hole is something that was lost. */
  readonly n: number;
  readonly frames: readonly Frame[];
}

/** `told`: nobody waits for the answer. */
type Receive = (key: string, method: string, request: unknown, told: boolean) => unknown;

/** How soon, and how often, a node that may have missed something is told, ms. */
const CATCH_UP_MS = 250;
const CATCH_UP_TRIES = 200;

const channelOf = (owner: string): string => `parlor:bus:${owner}`;

/**
 * Frames between nodes: everything for one node within a tick is one publish on that node's channel. Redis
 * pub/sub delivers at most once, so an ask times out and its sender asks again, and a tell may be lost; that one was,
 * a node is told by the count of its batches.
 */
export class NodeBus {
  readonly #presence: Presence;
  readonly #self: string;
  readonly #receive: Receive;
  readonly #onError: (error: unknown) => void;
  readonly #out = new Map<string, Frame[]>();
  readonly #asked = new Map<number, { resolve(reply: unknown): void; readonly timer: NodeJS.Timeout }>();
  #lastId = 0;
  #stopped = false;
  /** Batches so far: to whom, and of those heard from whom. */
  readonly #sent = new Map<string, number>();
  readonly #heard = new Map<string, number>();
  /** Nodes that may not know yet what they have missed. */
  readonly #behind = new Map<string, NodeJS.Timeout>();
  /** Called when something that was sent to this node did not arrive. */
  missed: (() => void) | undefined;

  /** `receive` answers for the actors of this node, with a value or a promise. */
  constructor(presence: Presence, self: string, receive: Receive, onError: (error: unknown) => void) {
    this.#presence = presence;
    this.#self = self;
    this.#receive = receive;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await this.#presence.subscribe(channelOf(this.#self), (batch: Batch) => {
      if (batch.n !== (this.#heard.get(batch.from) ?? 0) + 1) this.missed?.();
      this.#heard.set(batch.from, batch.n);
      for (const frame of batch.frames) this.#handle(batch.from, frame);
    });
  }

  tell(owner: string, key: string, method: string, request: unknown): void {
    this.#send(owner, [0, 0, key, method, request]);
  }

  /** Resolves with the reply, or with `actor.unreachable` after `timeout` ms. */
  ask(owner: string, key: string, method: string, request: unknown, timeout: number): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#asked.delete(id);
        resolve(refuse('actor.unreachable'));
      }, timeout);
      this.#asked.set(id, { resolve, timer });
      this.#send(owner, [0, id, key, method, request]);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#behind.values()) clearTimeout(timer);
    for (const { resolve, timer } of this.#asked.values()) {
      clearTimeout(timer);
      resolve(refuse('actor.unreachable') satisfies Refusal);
    }
    this.#asked.clear();
    await Promise.resolve(this.#presence.unsubscribe(channelOf(this.#self))).catch(this.#onError);
  }

  #send(owner: string, frame: Frame): void {
    const waiting = this.#out.get(owner);
    if (waiting !== undefined) {
      waiting.push(frame);
      return;
    }
    this.#out.set(owner, [frame]);
    setImmediate(() => {
      const frames = this.#out.get(owner) ?? [];
      this.#out.delete(owner);
      this.#publish(owner, frames).catch((error: unknown) => {
        this.#onError(error);
        this.#catchUp(owner, 1);
      });
    });
  }

  #publish(owner: string, frames: readonly Frame[]): Promise<unknown> {
    const n = (this.#sent.get(owner) ?? 0) + 1;
    this.#sent.set(owner, n);
    return Promise.resolve(this.#presence.publish(channelOf(owner), { from: this.#self, n, frames } satisfies Batch));
  }

  /** What follows shows the hole; where nothing does, an empty batch. */
  #catchUp(owner: string, tries: number): void {
    if (this.#stopped || this.#behind.has(owner)) return;
    const again = (): void => {
      this.#behind.delete(owner);
      this.#publish(owner, []).catch(() => {
        if (tries < CATCH_UP_TRIES) this.#catchUp(owner, tries + 1);
      });
    };
    this.#behind.set(owner, setTimeout(again, CATCH_UP_MS).unref());
  }

  #handle(from: string, frame: Frame): void {
    if (frame[0] === 1) {
      const asked = this.#asked.get(frame[1]);
      this.#asked.delete(frame[1]);
      clearTimeout(asked?.timer);
      asked?.resolve(frame[2]);
      return;
    }
    const [, id, key, method, request] = frame;
    void this.#answer(from, id, key, method, request);
  }

  async #answer(from: string, id: number, key: string, method: string, request: unknown): Promise<void> {
    let reply: unknown;
    try {
      reply = await this.#receive(key, method, request, id === 0);
    } catch (error) {
      this.#onError(error);
      reply = refuse('internal');
    }
    if (id !== 0) this.#send(from, [1, id, reply]);
  }
}
