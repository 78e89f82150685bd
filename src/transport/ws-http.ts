import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { BodyReader } from './body-reader.ts';
import { clientIp, isBodiless, lingerMs, noHandler, type HttpHandler, type HttpHost, type RawResponse } from './http.ts';
import { InFlight } from './in-flight.ts';
import { peerOf, readHeaders, splitUrl } from './node-request.ts';
import type { TransportSettings } from './settings.ts';

export function serveHttp(server: Server, options: Pick<TransportSettings, 'trustedProxies' | 'log'>): HttpHost & Pick<InFlight, 'drained'> {
  const inFlight = new InFlight();
  let handler: HttpHandler = noHandler;

  server.on('request', (request, response) => {
    const method = request.method ?? 'GET';
    const headers = readHeaders(request);
    const ip = clientIp(peerOf(request), headers, options.trustedProxies);
    const plan = inFlight.watched((inFlight.closing ? noHandler : handler)({ method, ...splitUrl(request.url ?? '/'), headers, ip }));
    const reader = readBody(request, plan.maxBody, plan.bodyTimeoutMs);
    inFlight.add(new Promise((resolve) => response.once('close', resolve)));
    const exchange = async (): Promise<void> => {
      const body = await reader.body;
      const answer = await plan.answer(body);
      if (response.destroyed) return;
      if ('refused' in body) await hangUp(response, answer, reader);
      else send(response, answer, method);
    };
    exchange().catch((error: unknown) => {
      options.log.error({ err: error }, 'an answer was not sent');
      response.destroy();
    });
  });

  return { handle: (next) => (handler = next), drained: (graceMs) => inFlight.drained(graceMs) };
}

function readBody(request: IncomingMessage, maxBytes: number, timeoutMs: number): BodyReader {
  const reader = new BodyReader(maxBytes, timeoutMs);
  request.on('data', (chunk: Buffer) => reader.push(chunk));
  request.once('end', () => reader.end());
  request.once('error', () => reader.abort());
  request.once('close', () => reader.abort());
  return reader;
}

function send(response: ServerResponse, { status, headers, body }: RawResponse, method: string): void {
  const length = isBodiless(status) ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...present(headers), ...length });
  response.end(method === 'HEAD' || isBodiless(status) ? undefined : body);
}

/** Answers while the client may still be sending, and closes a little later: a reset would eat the answer. */
async function hangUp(response: ServerResponse, { status, headers, body }: RawResponse, reader: BodyReader): Promise<void> {
  response.writeHead(status, { ...present(headers), connection: 'close' });
  response.write(body);
  await Promise.race([reader.ended, sleep(lingerMs)]);
  response.end();
  response.socket?.destroySoon();
}

function present(headers: RawResponse['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== null) kept[name] = typeof value === 'string' ? value : [...value];
  }
  return kept;
}
