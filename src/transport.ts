import type { Client } from '@colyseus/core';
import type { Log } from './transport/http.ts';
import type { ServerTransport, TransportSettings } from './transport/settings.ts';

export type { HttpHost, Log } from './transport/http.ts';
export type { ServerTransport } from './transport/settings.ts';
export type { SeatDecision, SocketHost, UpgradeDecision, UpgradeHandler, UpgradeRequest } from './transport/sockets.ts';

export interface TransportOptions extends Partial<Omit<TransportSettings, 'log'>> {
  readonly log: Log;
  /** Default: uWebSockets.js where it loads, else ws. */
  readonly kind?: ServerTransport['kind'] | undefined;
}

const defaults = {
  maxPayloadLength: 64 * 1024,
  maxBackpressure: 1024 * 1024,
  // Below the 60 s after which common proxies cut a silent connection.
  idleTimeout: 32,
  trustedProxies: 0,
};

/** The one place that chooses the engine: uWebSockets.js costs about half the CPU a message of ws. */
export async function createTransport(options: TransportOptions): Promise<ServerTransport> {
  const settings = { ...defaults, ...options };
  if (options.kind !== 'ws') {
    try {
      const { createUwsTransport } = await import('./transport/uws.ts');
      return createUwsTransport(settings);
    } catch (error) {
      if (options.kind === 'uws') throw error;
      options.log.warn({ err: error }, 'uWebSockets.js does not load here; ws serves instead, at about twice the CPU');
    }
  }
  const { createWsTransport } = await import('./transport/ws.ts');
  return createWsTransport(settings);
}

type Refs = { readonly ws?: { cork(send: () => void): void; getBufferedAmount(): number }; readonly bufferedAmount?: number };

const isOpen = (client: Client): boolean => (client as Client & { readyState?: number }).readyState === 1;

/** Sends what `send` sends to this client in one system call; on ws, where that cannot be, just sends it. */
export function corked(client: Client, send: () => void): void {
  const { ws } = client.ref as Refs;
  if (ws && isOpen(client)) ws.cork(send);
  else send();
}

/** Bytes that wait for a slow reader; 0 for a closed socket. */
export function bufferedBytes(client: Client): number {
  if (!isOpen(client)) return 0;
  const { ws, bufferedAmount } = client.ref as Refs;
  return ws ? ws.getBufferedAmount() : (bufferedAmount ?? 0);
}
