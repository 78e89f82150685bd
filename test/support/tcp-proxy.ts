import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** Which way bytes go: from those who connected, or back to them. */
export type Way = 'up' | 'down';

/** A way to a server that can be cut, slowed, or made to swallow what goes one way. Old connections feel it too. */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #whole = true;
  #delayMs = 0;
  #swallowed: ReadonlySet<Way> = new Set();

  private constructor(server: Server, target: { readonly host: string; readonly port: number }) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as { port: number }).port;
    server.on('connection', (socket) => this.#join(socket));
  }

  static async open(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpProxy(server, target);
  }

  /** A proxy before the server of this address, and the address that leads through it. */
  static async before(address: string): Promise<{ readonly proxy: TcpProxy; readonly url: string }> {
    const url = new URL(address);
    const proxy = await TcpProxy.open({ host: url.hostname, port: Number(url.port) });
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    return { proxy, url: url.href };
  }

  /** Resets every connection and refuses new ones: the server is away. */
  cut(): void {
    this.#whole = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Bytes this way go nowhere, and nobody is told: a connection that lost some never goes on. */
  swallow(...ways: readonly Way[]): void {
    this.#swallowed = new Set(ways);
  }

  /** Bytes arrive so many ms later. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Whole again, for those who come anew and for those who lost nothing. */
  mend(): void {
    this.#whole = true;
    this.#delayMs = 0;
    this.#swallowed = new Set();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (!this.#whole) return void near.resetAndDestroy();
    const far = createConnection({ ...this.#target, noDelay: true });
    near.setNoDelay(true);
    this.#carry(near, far, 'up');
    this.#carry(far, near, 'down');
  }

  #carry(from: Socket, to: Socket, way: Way): void {
    let lost = false;
    let order: Promise<void> = Promise.resolve();
    /** Behind what is on its way still. */
    const later = (run: () => void): void => {
      const wait = this.#delayMs;
      const due = wait === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, wait));
      order = Promise.all([order, due]).then(run);
    };
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      lost ||= this.#swallowed.has(way);
      if (!lost) later(() => void to.write(bytes));
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!lost && !this.#swallowed.has(way)) later(() => to.destroy());
    });
  }
}
