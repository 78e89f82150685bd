import { HttpError } from '../../server/support/house.ts';
import type { Random } from '../random.ts';
import type { Address } from './messages.ts';

const LOOK_EVERY_MS = 300;
/** A node that is not ready within so long gets nothing new. */
const LOOK_MS = 1_000;
/** A request without an answer goes to another node. */
const ANSWER_MS = 2_500;
const TRIES = 3;
/** Requests under way at a time, for each node: a balancer keeps its connections. */
const AT_ONCE = 32;
/** Joins that go to any node, as behind a balancer that does not know whose socket it is. */
const DUMB = 0.1;

/** A balancer's part: asks /readyz, keeps away from nodes that are not, routes sockets by the first segment of their path. */
export class Balancer {
  readonly #nodes: readonly Address[];
  readonly #random: Random;
  readonly #healthy: Set<string>;
  readonly #answerMs: number;
  readonly #waiting: (() => void)[] = [];
  #asking = 0;
  #looking: NodeJS.Timeout | undefined;
  /** Everything new goes to this node; null: to any. */
  only: string | null = null;

  constructor(nodes: readonly Address[], random: Random, answerMs = ANSWER_MS) {
    this.#answerMs = answerMs;
    this.#nodes = nodes;
    this.#random = random;
    this.#healthy = new Set(nodes.map(({ name }) => name));
  }

  get healthy(): readonly string[] {
    return [...this.#healthy];
  }

  start(): void {
    this.#looking = setInterval(() => this.#nodes.forEach((node) => void this.#look(node)), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#looking);
  }

  /** Does it on a node that is ready, or on another one where that fails. */
  async ask<T>(work: (node: Address) => Promise<T>): Promise<T> {
    while (this.#asking >= AT_ONCE * this.#nodes.length) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#asking++;
    try {
      return await this.#try(work);
    } finally {
      this.#asking--;
      this.#waiting.shift()?.();
    }
  }

  async #try<T>(work: (node: Address) => Promise<T>): Promise<T> {
    let failure: unknown = new Error('no node');
    for (const node of this.#some()) {
      try {
        return await within(this.#answerMs, work(node));
      } catch (error) {
        if (error instanceof HttpError && error.status < 500) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** The address through which this socket goes. */
  route(url: string): string {
    const routed = new URL(url);
    const owner = this.#nodes.find(({ name }) => name === routed.pathname.split('/')[1]);
    const usable = owner !== undefined && this.#healthy.has(owner.name) && !this.#random.chance(DUMB);
    const node = usable ? owner : (this.#some()[0] ?? owner);
    routed.host = new URL(node!.origin).host;
    return routed.href;
  }

  #some(): readonly Address[] {
    const ready = this.#nodes.filter(({ name }) => this.#healthy.has(name) && (this.only ?? name) === name);
    return this.#random.shuffled(ready.length > 0 ? ready : this.#nodes).slice(0, TRIES);
  }

  async #look({ name, origin }: Address): Promise<void> {
    const ready = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(LOOK_MS) }).then(async (response) => {
      await response.arrayBuffer();
      return response.ok;
    }, () => false);
    if (ready) this.#healthy.add(name);
    else this.#healthy.delete(name);
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
