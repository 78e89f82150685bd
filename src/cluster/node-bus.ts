import type { Presence } from '@colyseus/core';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';

/** `[0, id, key, method, request]` asks (id 0: tells); `[1, id, reply]` answers. */
type Frame = readonly [0, number, string, string, unknown] | readonly [1, number, unknown];

interface Batch {
  readonly from: string;
  readonly frames: readonly Frame[];
}

type Receive = (key: string, method: string, request: unknown) => unknown;

const channelOf = (owner: string): string => `parlor:bus:${owner}`;

/**
 * Frames between nodes: everything for one node within a tick is one publish on that node's channel. Redis
 * pub/sub delivers at most once, so an ask times out and its sender asks again, and a tell may be lost.
 */
export class NodeBus {
  readonly #presence: Presence;
  readonly #self: string;
  readonly #receive: Receive;
  readonly #onError: (error: unknown) => void;
  readonly #out = new Map<string, Frame[]>();
  readonly #asked = new Map<number, { resolve(reply: unknown): void; readonly timer: NodeJS.Timeout }>();
  #lastId = 0;

  /** `receive` answers for the actors of this node, with a value or a promise. */
  constructor(presence: Presence, self: string, receive: Receive, onError: (error: unknown) => void) {
    this.#presence = presence;
    this.#self = self;
    this.#receive = receive;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await this.#presence.subscribe(channelOf(this.#self), (batch: Batch) => {
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
    await this.#presence.unsubscribe(channelOf(this.#self));
    for (const { resolve, timer } of this.#asked.values()) {
      clearTimeout(timer);
      resolve(refuse('actor.unreachable') satisfies Refusal);
    }
    this.#asked.clear();
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
      Promise.resolve(this.#presence.publish(channelOf(owner), { from: this.#self, frames } satisfies Batch)).catch(this.#onError);
    });
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
      reply = await this.#receive(key, method, request);
    } catch (error) {
      this.#onError(error);
      reply = refuse('internal');
    }
    if (id !== 0) this.#send(from, [1, id, reply]);
  }
}
