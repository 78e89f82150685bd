import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketTransport, type WebSocketClient } from '@colyseus/ws-transport';
import { ListenError } from './listen-error.ts';
import { serveHttp } from './ws-http.ts';
import { serveSockets } from './ws-sockets.ts';
import type { ServerTransport, TransportSettings } from './settings.ts';
import { colyseusPath, socketPath, type SocketLimits } from './sockets.ts';

export type WsSocket = WebSocketClient['ref'];

/** Pings without an answer before a socket counts as dead. */
const pingRetries = 2;

/** The Colyseus transport on a server of ours, minus what it does over HTTP. */
export class WsTransport extends WebSocketTransport {
  readonly #server: Server;
  readonly #maxBackpressure: number;

  constructor(server: Server, limits: SocketLimits) {
    super({
      noServer: true,
      maxPayload: limits.maxPayloadLength,
      pingInterval: (limits.idleTimeout * 1000) / (pingRetries + 1),
      pingMaxRetries: pingRetries,
    });
    this.#server = server;
    this.#maxBackpressure = limits.maxBackpressure;
    this.wss.prependListener('connection', (socket: WsSocket) => this.#limit(socket));
    this.attachToServer(server, { filter: (request) => isColyseus(request) });
    // Colyseus would put its own router before ours on a server that it knows.
    delete (this as { server?: unknown }).server;
  }

  override bindRouter(): void {}

  override listen(port: number, host = '0.0.0.0', _backlog?: number, done?: (error?: Error) => void): this {
    this.#server.once('error', (error) => done?.(new ListenError(host, port, error)));
    this.#server.listen(port, host, () => done?.());
    return this;
  }

  override shutdown(): void {
    this.#server.close();
  }

  /** Completes the handshake of a socket that is not for Colyseus' own path. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, opened: (socket: WsSocket) => void): void {
    this.wss.handleUpgrade(request, socket, head, (webSocket) => {
      this.#limit(webSocket);
      webSocket.on('error', () => {}); // 'close' follows, and says all
      Object.assign(webSocket, { pingCount: 0 });
      webSocket.on('pong', () => Object.assign(webSocket, { pingCount: 0 }));
      opened(webSocket);
    });
  }

  terminateAll(): void {
    for (const socket of this.wss.clients) socket.terminate();
    clearInterval(this.pingInterval);
    this.#server.closeAllConnections();
  }

  /** ws buffers without end for a slow reader: cut it off, as uWebSockets.js does. */
  #limit(socket: WsSocket): void {
    const send = socket.send.bind(socket) as (...args: unknown[]) => void;
    socket.send = (...args: unknown[]) => {
      if (socket.bufferedAmount > this.#maxBackpressure) return socket.terminate();
      send(...args);
    };
  }
}

export function createWsTransport(settings: TransportSettings): ServerTransport {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 0, // bodies have a deadline of their own, by route
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
    // Without this `curl --http2`, which offers h2c, would never reach a route.
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
  const transport = new WsTransport(server, settings);
  const http = serveHttp(server, settings);
  const sockets = serveSockets(server, transport, settings);
  return {
    kind: 'ws',
    transport,
    http,
    sockets,
    get port() {
      return (server.address() as AddressInfo | null)?.port ?? 0;
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        transport.listen(port, host, undefined, (error) =>
          error ? reject(error) : resolve((server.address() as AddressInfo).port),
        );
      }),
    stopListening: () => transport.shutdown(),
    close: async (graceMs = 2_000) => {
      transport.shutdown();
      await http.drained(graceMs);
      transport.terminateAll();
    },
  };
}

function isColyseus(request: IncomingMessage): boolean {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  return colyseusPath.test(path) && !socketPath.test(path);
}
