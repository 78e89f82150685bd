import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketClient } from '@colyseus/ws-transport';
import type { ErrorCode } from '#domain/errors.ts';
import { clientIp } from './http.ts';
import { peerOf, readHeaders, splitUrl } from './node-request.ts';
import { Pipe } from './pipe.ts';
import type { TransportSettings } from './settings.ts';
import { colyseusPath, decide, refuseAll, seat, socketPath, type SocketHost, type UpgradeHandler, type UpgradeRequest } from './sockets.ts';
import type { WsSocket, WsTransport } from './ws.ts';

export function serveSockets(server: Server, transport: WsTransport, settings: TransportSettings): SocketHost {
  let handler: UpgradeHandler = refuseAll;

  server.on('upgrade', (request, socket, head) => {
    const { path, query } = splitUrl(request.url ?? '/');
    const node = socketPath.exec(path)?.[1];
    if (node === undefined) {
      if (!colyseusPath.test(path)) answerUnknown(socket);
      return; // Colyseus listens as well
    }
    // Unguarded until ws attaches its own listener: an error would take the process down.
    const ignore = (): void => void socket.destroy();
    socket.on('error', ignore);
    const upgrade = describeUpgrade(request, { path, node, query }, settings.trustedProxies);
    void decide(handler, upgrade, settings.log).then((decision) => {
      if (socket.destroyed) return;
      socket.off('error', ignore);
      transport.accept(request, socket, head, (webSocket) => {
        if ('close' in decision) return webSocket.close(decision.close.code, decision.close.reason);
        if ('pipe' in decision) return pipe(webSocket, decision.pipe);
        void seat(decision, new WebSocketClient(decision.sessionId, webSocket), upgrade, settings.log);
      });
    });
  });

  return { onUpgrade: (next) => (handler = next) };
}

function pipe(near: WsSocket, url: string): void {
  const far = new Pipe(url, { send: (bytes) => near.send(bytes), close: (code, reason) => near.close(code, reason) });
  near.on('message', (data: Buffer) => far.forward(data));
  near.on('close', (code: number) => far.end(code));
}

function describeUpgrade(
  request: IncomingMessage,
  { path, node, query }: { path: string; node: string; query: string },
  trustedProxies: number,
): UpgradeRequest {
  const headers = readHeaders(request);
  return {
    path,
    node,
    query: new URLSearchParams(query),
    origin: headers['origin'] ?? '',
    ip: clientIp(peerOf(request), headers, trustedProxies),
    headers,
  };
}

function answerUnknown(socket: Duplex): void {
  const code: ErrorCode = 'route.unknown';
  socket.end(`HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\ncontent-length: ${code.length}\r\nconnection: close\r\n\r\n${code}`);
}
