import type { Transport } from '@colyseus/core';
import type { HttpHost, Log } from './http.ts';
import type { SocketHost, SocketLimits } from './sockets.ts';

export interface TransportSettings extends SocketLimits {
  /** Reverse proxies in front that append to X-Forwarded-For; 0 believes nobody. */
  readonly trustedProxies: number;
  readonly log: Log;
}

/** What both engines offer. */
export interface ServerTransport {
  readonly kind: 'uws' | 'ws';
  /** For the Colyseus `Server`: its `listen(port, host)` works as {@link ServerTransport.listen} does. */
  readonly transport: Transport;
  readonly http: HttpHost;
  readonly sockets: SocketHost;
  /** The bound port; 0 before. */
  readonly port: number;
  /** Port 0 picks a free one. Rejects when the address is taken. Resolves to the bound port. */
  listen(port: number, host: string): Promise<number>;
  /** Accepts nobody new from now on; what is connected goes on. */
  stopListening(): void;
  /** Stops listening at once, lets requests in flight finish for `graceMs` (2000), then cuts every connection. */
  close(graceMs?: number): Promise<void>;
}
