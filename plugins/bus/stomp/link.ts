import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError, type StompConnection } from './connection.ts';

const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 10_000;

export interface LinkOptions {
  /** Rejects where no broker lets us in. What it opens ends with `over`. */
  readonly dial: (over: AbortSignal) => Promise<StompConnection>;
  /** Whenever there is a new connection, before anybody else gets it. */
  readonly opened?: (connection: StompConnection) => Promise<void>;
  /** It was there and is not, or is not for the first time; never again before it is back. */
  readonly away: (reason: string) => void;
  readonly back: () => void;
}

/** A connection that comes back: looked for again and again, ever less often, until {@link close}. */
export class Link {
  readonly #options: LinkOptions;
  readonly #over = new AbortController();
  /** Once it is ready. */
  #current: StompConnection | undefined;
  #next = Promise.withResolvers<StompConnection>();

  constructor(options: LinkOptions) {
    this.#options = options;
    void this.#keep();
  }

  /** The connection that there is, or the next one, if it comes within so many ms. Rejects with a BrokerError. */
  async connection(withinMs: number): Promise<StompConnection> {
    if (this.#current !== undefined) return this.#current;
    const enough = new AbortController();
    const none = sleep(withinMs, undefined, { ref: false, signal: AbortSignal.any([enough.signal, this.#over.signal]) })
      .then(() => Promise.reject(new BrokerError('the broker is away')), () => Promise.reject(new BrokerError('closed')));
    try {
      return await Promise.race([this.#next.promise, none]);
    } finally {
      enough.abort();
    }
  }

  close(): void {
    this.#over.abort();
  }

  async #keep(): Promise<void> {
    for (let failed = 0; !this.#over.signal.aborted;) {
      const reason = await this.#once(() => {
        failed = 0;
      }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      this.#current = undefined;
      if (this.#over.signal.aborted) return;
      if (failed++ === 0) this.#options.away(reason);
      const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed - 1)) * (0.5 + Math.random() / 2);
      await sleep(wait, undefined, { ref: false, signal: this.#over.signal }).catch(() => {});
    }
  }

  /** Resolves with why a connection ended. */
  async #once(up: () => void): Promise<string> {
    const { back, dial, opened } = this.#options;
    const connection = await dial(this.#over.signal);
    try {
      await opened?.(connection);
      up();
      back();
      this.#current = connection;
      this.#next.resolve(connection);
      this.#next = Promise.withResolvers();
      return (await connection.closed).message;
    } finally {
      connection.close();
    }
  }
}
