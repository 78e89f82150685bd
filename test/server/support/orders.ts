import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** What came in, as it came. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly authorization: string;
  readonly body: string;
}

/** Another system: it makes an order for each key that it has not seen, and answers the same to one that it has. */
export class Orders {
  readonly origin: string;
  readonly asked: Asked[] = [];
  /** Numbers of orders, by key. */
  readonly made = new Map<string, number>();
  /** Whether orders are made, and nobody hears of them. */
  silent = false;
  readonly #end: () => void;

  private constructor(origin: string, end: () => void) {
    this.origin = origin;
    this.#end = end;
  }

  static async open(): Promise<Orders> {
    const server = createServer((request, response) => void orders.#take(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const orders: Orders = new Orders(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.closeAllConnections();
      server.close();
    });
    return orders;
  }

  end(): void {
    this.#end();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = '', url: path = '' } = request;
    const key = String(headers['idempotency-key'] ?? '');
    this.asked.push({ method, path, key, authorization: headers.authorization ?? '', body: await text(request) });
    if (!this.made.has(key)) this.made.set(key, this.made.size + 1);
    if (this.silent) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ order: { number: this.made.get(key), state: 'on its way' } }));
  }
}
