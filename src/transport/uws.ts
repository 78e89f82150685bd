import { uWebSocketsTransport } from '@colyseus/uwebsockets-transport';
import uWS, { type us_listen_socket } from 'uWebSockets.js';
import { whyNotListening } from './listen-error.ts';
import { serveHttp } from './uws-http.ts';
import { serveSockets } from './uws-sockets.ts';
import { colyseusPath, type SocketLimits } from './sockets.ts';
import type { ServerTransport, TransportSettings } from './settings.ts';

/** The Colyseus transport, minus what it does over HTTP, and bound to the host that it is given. */
class UwsTransport extends uWebSocketsTransport {
  #socket: us_listen_socket | undefined;
  port = 0;

  constructor(limits: SocketLimits) {
    super({
      maxPayloadLength: limits.maxPayloadLength,
      maxBackpressure: limits.maxBackpressure,
      closeOnBackpressureLimit: true,
      idleTimeout: limits.idleTimeout,
      sendPingsAutomatically: limits.idleTimeout > 0,
      beforeUpgrade: (request) =>
        colyseusPath.test(new URL(request.url).pathname) ? undefined : new Response(null, { status: 404 }),
    });
  }

  /** Colyseus' own router buffers bodies without a limit and answers any origin: it gets no traffic. */
  override bindRouter(): void {}

  override listen(port: number, host = '0.0.0.0', _backlog?: number, done?: (error?: Error) => void): this {
    // Without exclusive ports two processes would silently share one.
    this.app.listen(host, port, uWS.LIBUS_LISTEN_EXCLUSIVE_PORT, (socket) => {
      if (!socket) return void whyNotListening(host, port).then(done);
      this.#socket = socket;
      this.port = uWS.us_socket_local_port(socket);
      done?.();
    });
    return this;
  }

  override shutdown(): void {
    if (this.#socket) uWS.us_listen_socket_close(this.#socket);
    this.#socket = undefined;
  }
}

export function createUwsTransport(options: TransportSettings): ServerTransport {
  const transport = new UwsTransport(options);
  const { app } = transport;
  const http = serveHttp(app, options);
  const sockets = serveSockets(app, options);
  return {
    kind: 'uws',
    transport,
    http,
    sockets,
    get port() {
      return transport.port;
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        transport.listen(port, host, undefined, (error) => (error ? reject(error) : resolve(transport.port)));
      }),
    stopListening: () => transport.shutdown(),
    close: async (graceMs = 2_000) => {
      transport.shutdown();
      await http.drained(graceMs);
      app.close();
    },
  };
}
