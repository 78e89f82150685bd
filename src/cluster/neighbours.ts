import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Membership } from './membership.ts';

/** A node that does not accept a connection within this is gone or as good as gone, ms. */
const CONNECT_MS = 500;
/** How long an answer is believed, ms. */
const FRESH_MS = 250;
/** How often, and for how long, it is asked whether a node that does not answer still counts as alive, ms. Longer than a lease. */
const LOOK_MS = 100;
const OUTLIVE_MS = 1_750;
/** One that renews its lease and cannot be reached from here is not waited for again so soon, ms. */
const ELSEWHERE_MS = 10_000;

/** Where other nodes can be reached: that one is gone is known sooner here than by its lease. */
export class Neighbours {
  readonly #membership: Pick<Membership, 'addressOf'>;
  readonly #known = new Map<string, { readonly address: Promise<string | null>; readonly until: number }>();
  readonly #leaving = new Map<string, Promise<void>>();
  /** Alive, but not to be reached from here, until then. */
  readonly #unreachable = new Map<string, number>();

  constructor(membership: Pick<Membership, 'addressOf'>) {
    this.#membership = membership;
  }

  /** Such as `ws://10.0.0.5:8000`; null where nothing accepts a connection. */
  addressOf(node: string): Promise<string | null> {
    const now = performance.now();
    const known = this.#known.get(node);
    if (known !== undefined && known.until > now) return known.address;
    const address = this.#look(node);
    this.#known.set(node, { address, until: now + FRESH_MS });
    return address;
  }

  /** Resolves when the node counts as gone or answers again; one question at a time, however many wait. */
  gone(node: string): Promise<void> {
    if ((this.#unreachable.get(node) ?? 0) > performance.now()) return Promise.resolve();
    let leaving = this.#leaving.get(node);
    if (leaving === undefined) {
      leaving = this.#outlive(node).finally(() => {
        this.#leaving.delete(node);
        this.#known.delete(node);
      });
      this.#leaving.set(node, leaving);
    }
    return leaving;
  }

  async #look(node: string): Promise<string | null> {
    const address = await this.#membership.addressOf(node);
    return address !== null && (await accepts(address)) ? address : null;
  }

  async #outlive(node: string): Promise<void> {
    for (const until = performance.now() + OUTLIVE_MS; performance.now() < until;) {
      await sleep(LOOK_MS);
      const address = await this.#membership.addressOf(node).catch(() => '');
      // Where nobody can say, it may be alive.
      if (address === null || (address !== '' && (await accepts(address)))) return;
    }
    this.#unreachable.set(node, performance.now() + ELSEWHERE_MS);
  }
}

function accepts(address: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'wss:' ? 443 : 80), timeout: CONNECT_MS });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true)).once('timeout', () => done(false)).once('error', () => done(false));
  });
}
