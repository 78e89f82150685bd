import { uWebSocketClient, uWebSocketWrapper } from '@colyseus/uwebsockets-transport/uWebSocketClient';
import type { TemplatedApp, WebSocket } from 'uWebSockets.js';
import type { ErrorCode } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { clientIp, type Log } from './http.ts';
import { Pipe, type NearEnd } from './pipe.ts';
import { decide, refuseAll, seat, socketPath, type SocketHost, type SocketLimits, type UpgradeHandler, type UpgradeRequest } from './sockets.ts';
import { peerOf, readHeaders, statusLine } from './uws-request.ts';

interface SocketData {
  /** Let go once the socket is open: headers for ten thousand idle sockets are megabytes. */
  request?: UpgradeRequest;
  wrapper?: uWebSocketWrapper;
  pipe?: Pipe;
  closed?: boolean;
}

/** A closed uWebSockets.js socket throws when it is touched. */
function nearEnd(ws: WebSocket<SocketData>, data: SocketData): NearEnd {
  return {
    send: (bytes) => void (data.closed !== true && ws.send(bytes, true)),
    close: (code, reason) => void (data.closed !== true && ws.end(code, reason)),
  };
}

export function serveSockets(app: TemplatedApp, options: SocketLimits & { log: Log; trustedProxies: number }): SocketHost {
  let handler: UpgradeHandler = refuseAll;

  app.ws<SocketData>('/:node/socket', {
    // The engine cuts without a code, which reads as a broken line: a frame not much too long gets its 1009 from us.
    maxPayloadLength: options.maxPayloadLength * 2,
    maxBackpressure: options.maxBackpressure,
    closeOnBackpressureLimit: true,
    idleTimeout: options.idleTimeout,
    sendPingsAutomatically: options.idleTimeout > 0,
    compression: 0,

    upgrade: (res, req, context) => {
      if (!socketPath.test(req.getUrl())) return void res.writeStatus(statusLine(404)).writeHeader('content-type', 'text/plain').end('route.unknown' satisfies ErrorCode);
      const headers = readHeaders(req);
      const request: UpgradeRequest = {
        path: req.getUrl(),
        node: req.getParameter(0) ?? '',
        query: new URLSearchParams(req.getQuery()),
        origin: headers['origin'] ?? '',
        ip: clientIp(peerOf(res), headers, options.trustedProxies),
        headers,
      };
      const key = headers['sec-websocket-key'] ?? '';
      // A server names one of the protocols that the client offers.
      const protocol = (headers['sec-websocket-protocol'] ?? '').split(',', 1)[0]?.trim() ?? '';
      // At once, and the decision afterwards: after a corked upgrade later on, the engine tells by its address whether
      // the socket is still a request, and one that kept its address is now and then cut off.
      res.upgrade<SocketData>({ request }, key, protocol, '', context);
    },

    open: (ws) => {
      const data = ws.getUserData();
      const { request } = data;
      delete data.request;
      if (!request) return;
      void decide(handler, request, options.log).then((decision) => {
        if (data.closed === true) return;
        if ('close' in decision) return void ws.end(decision.close.code, decision.close.reason);
        if ('pipe' in decision) return void (data.pipe = new Pipe(decision.pipe, nearEnd(ws, data)));
        const wrapper = new uWebSocketWrapper(ws);
        data.wrapper = wrapper;
        void seat(decision, new uWebSocketClient(decision.sessionId, wrapper), request, options.log);
      });
    },

    message: (ws, message) => {
      if (message.byteLength > options.maxPayloadLength) return void ws.end(CloseCode.tooLarge);
      const { pipe, wrapper } = ws.getUserData();
      if (pipe !== undefined) return pipe.forward(new Uint8Array(message));
      // No copy: whoever keeps the bytes beyond the call has to make one.
      wrapper?.emit('message', Buffer.from(message));
    },
    close: (ws, code) => {
      const data = ws.getUserData();
      data.closed = true;
      data.pipe?.end(code);
      data.wrapper?.emit('close', code);
    },
  });

  return { onUpgrade: (next) => (handler = next) };
}
