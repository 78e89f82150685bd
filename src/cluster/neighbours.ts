import { connect } from 'node:net';

/** A node that does not accept a connection within this is gone or as good as gone, ms. */
const CONNECT_MS = 500;
/** How long an answer is believed, ms. */
const FRESH_MS = 250;

/** Whether other nodes accept connections: sooner known than that a lease has run out. */
export class Neighbours {
  readonly #known = new Map<string, { readonly answers: Promise<boolean>; readonly until: number }>();

  /** `address` as a node announces it, such as `ws://10.0.0.5:8000`. */
  answers(address: string): Promise<boolean> {
    const now = performance.now();
    const known = this.#known.get(address);
    if (known !== undefined && known.until > now) return known.answers;
    const answers = accepts(address);
    this.#known.set(address, { answers, until: now + FRESH_MS });
    return answers;
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
