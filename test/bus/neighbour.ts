import { createConnection, type Socket } from 'node:net';
import { Client, type IMessage } from '@stomp/stompjs';
import { TCPWrapper } from '@stomp/tcp-wrapper';
import { PASSWORD, USER, type Broker } from './brokers.ts';

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Frames are small: none waits for another to fill a packet. */
class Line extends TCPWrapper {
  protected override getSocket(port: number, host: string): Socket {
    return createConnection({ port, host, noDelay: true });
  }
}

/** Another system on the bus: a STOMP client that is not ours, and knows only docs/bus.md. Comes back whenever the broker does. */
export class Neighbour {
  readonly #client: Client;
  #waiting = new Map<string, PromiseWithResolvers<boolean>>();
  #number = 0;
  readonly #subscriptions: (() => void)[] = [];

  constructor(broker: Broker) {
    const { port, destinations: { vhost } } = broker;
    this.#client = new Client({
      webSocketFactory: () => new Line('127.0.0.1', port), reconnectDelay: 100, heartbeatIncoming: 0, heartbeatOutgoing: 0, splitLargeFrames: false, discardWebsocketOnCommFailure: true,
      connectHeaders: { login: USER, passcode: PASSWORD, ...(vhost === '' ? {} : { host: vhost }) },
      onConnect: () => this.#subscriptions.forEach((subscribe) => subscribe()),
      onWebSocketClose: () => this.#lost(),
    });
    this.#client.activate();
  }

  /** Every message of it, acknowledged once `take` has it. */
  subscribe({ destination, headers = {} }: { readonly destination: string; readonly headers?: Readonly<Record<string, string>> }, take: (message: Received) => void): void {
    const subscribe = (): void => {
      this.#client.subscribe(destination, (message: IMessage) => {
        take({ headers: message.headers, body: message.body });
        message.ack();
      }, { ack: 'client-individual', ...headers });
    };
    this.#subscriptions.push(subscribe);
    if (this.#client.connected) subscribe();
  }

  /** Until the broker says that it has it: what it has not said so of is sent again. */
  async send(destination: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    for (;;) {
      if (this.#client.connected && (await this.#sent(destination, body, headers))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Once the broker has what was acknowledged. */
  async close(): Promise<void> {
    await this.#client.deactivate();
    this.#lost();
  }

  #sent(destination: string, body: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
    const receipt = `r-${++this.#number}`;
    const wait = Promise.withResolvers<boolean>();
    this.#waiting.set(receipt, wait);
    this.#client.watchForReceipt(receipt, () => {
      this.#waiting.delete(receipt);
      wait.resolve(true);
    });
    this.#client.publish({ destination, body, headers: { persistent: 'true', receipt, ...headers } });
    return wait.promise;
  }

  #lost(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const { resolve } of waiting.values()) resolve(false);
  }
}
