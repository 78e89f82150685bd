import { isLoopback, networkOf } from './client-address.ts';

/** Downloads under way on this node. This machine itself counts with all, and as no network. */
export class OpenDownloads {
  readonly #mostOfNetwork: number;
  readonly #most: number;
  readonly #networks = new Map<string, number>();
  #open = 0;

  constructor(mostOfNetwork: number, most: number) {
    this.#mostOfNetwork = mostOfNetwork;
    this.#most = most;
  }

  /** Whether this network is to come again later. */
  isFull(ip: string): boolean {
    return this.#open >= this.#most || (!isLoopback(ip) && this.#of(networkOf(ip)) >= this.#mostOfNetwork);
  }

  /** The same bytes; from the first that is asked for until they end, or are no longer wanted, they count. */
  async *counted(ip: string, read: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const network = networkOf(ip);
    this.#open++;
    this.#networks.set(network, this.#of(network) + 1);
    try {
      yield* read();
    } finally {
      this.#open--;
      const left = this.#of(network) - 1;
      if (left > 0) this.#networks.set(network, left);
      else this.#networks.delete(network);
    }
  }

  #of(network: string): number {
    return this.#networks.get(network) ?? 0;
  }
}
