import type { Client } from '@colyseus/core';
import { TokenBucket } from './token-bucket.ts';
import type { Rate } from './token-bucket.ts';

/** How much a client may get wrong before it is not believed to mean well, and what is forgiven a second. */
const MAX_OFFENCES = 20;
const FORGIVEN_PER_SECOND = 1;

/** One socket that takes part in an actor; `who` is what its ticket says. */
export class Connection<C> {
  readonly client: Client;
  readonly who: C;
  readonly bucket: TokenBucket;
  /** Frames that leave together at the end of the commit or tick. */
  outgoing: string[] = [];
  /** False until the welcome is sent: what happens before is part of it. */
  greeted = false;
  #offences = 0;
  #offendedAt = 0;

  constructor(client: Client, who: C, now: number, rate: Rate) {
    this.client = client;
    this.who = who;
    this.bucket = new TokenBucket(rate, now);
  }

  /** Counts something that no client of ours would do; true when it was one too many. */
  offend(weight: number, now: number): boolean {
    const forgiven = ((now - this.#offendedAt) / 1000) * FORGIVEN_PER_SECOND;
    this.#offences = Math.max(0, this.#offences - forgiven) + weight;
    this.#offendedAt = now;
    return this.#offences >= MAX_OFFENCES;
  }
}
