import type { Client } from '@colyseus/core';
import { TokenBucket } from './token-bucket.ts';
import type { Rate } from './token-bucket.ts';

/** One socket that takes part in an actor; `who` is what its ticket says. */
export class Connection<C> {
  readonly client: Client;
  readonly who: C;
  readonly bucket: TokenBucket;
  /** False until the welcome is sent: what happens before is part of it. */
  greeted = false;
  offences = 0;

  constructor(client: Client, who: C, now: number, rate: Rate) {
    this.client = client;
    this.who = who;
    this.bucket = new TokenBucket(rate, now);
  }
}
