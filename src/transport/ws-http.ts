import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { BodyReader } from './body-reader.ts';
import { BodyStream } from './body-stream.ts';
import { Departure } from './departure.ts';
import { clientIp, isBodiless, isSource, SHORT, stallMs, noHandler, type HttpHandler, type ByteSource, type HttpHost, type RawResponse, type RequestPlan } from './http.ts';
import { InFlight } from './in-flight.ts';
import { linger } from './linger.ts';
import { peerOf, readHeaders, splitUrl } from './node-request.ts';
import type { TransportSettings } from './settings.ts';

export function serveHttp(server: Server, options: Pick<TransportSettings, 'trustedProxies' | 'log'>): HttpHost & Pick<InFlight, 'drained'> {
  const inFlight = new InFlight();
  let handler: HttpHandler = noHandler;

  server.on('request', (request, response) => {
    const method = request.method ?? 'GET';
    const headers = readHeaders(request);
    const ip = clientIp(peerOf(request), headers, options.trustedProxies);
    const departure = new Departure();
    response.once('close', () => response.writableFinished || departure.tell());
    const plan = inFlight.watched((inFlight.closing ? noHandler : handler)({ method, ...splitUrl(request.url ?? '/'), headers, ip, departure }));
    const reader = readBody(request, plan);
    inFlight.add(new Promise((resolve) => response.once('close', resolve)));
    const exchange = async (): Promise<void> => {
      const body = await reader.body;
      const answer = await plan.answer(body);
      if (response.destroyed) return;
      if ('stream' in body) body.stream.forget();
      if ('stream' in body ? body.stream.unfinished : 'refused' in body) await hangUp(response, answer, reader, inFlight);
      else await send(response, answer, method);
    };
    exchange().catch((error: unknown) => {
      options.log.error({ err: error }, 'an answer was not sent');
      response.destroy();
    });
  });

  return { handle: (next) => (handler = next), drained: (graceMs) => inFlight.drained(graceMs) };
}

function readBody(request: IncomingMessage, { bodyTimeoutMs, maxBody, streams }: RequestPlan): BodyReader | BodyStream {
  const reader = streams ? new BodyStream(maxBody, bodyTimeoutMs, request) : new BodyReader(maxBody, bodyTimeoutMs);
  request.on('data', (chunk: Buffer) => reader.push(chunk));
  request.once('end', () => reader.end());
  request.once('error', () => reader.abort());
  request.once('close', () => reader.abort());
  return reader;
}

async function send(response: ServerResponse, { status, headers, body }: RawResponse, method: string): Promise<void> {
  const length = isBodiless(status) ? {} : { 'content-length': isSource(body) ? body.length : Buffer.byteLength(body) };
  response.writeHead(status, { ...present(headers), ...length });
  if (method === 'HEAD' || isBodiless(status)) response.end();
  else if (isSource(body)) await stream(response, body);
  else response.end(body);
}

/** As fast as the client takes it. */
async function stream(response: ServerResponse, source: ByteSource): Promise<void> {
  let left = source.length;
  for await (const part of source.open()) {
    left -= part.length;
    if (!response.write(part) && !response.destroyed) await drained(response);
    if (response.destroyed) return;
  }
  if (left !== 0) throw new Error(SHORT);
  response.end();
}

/** Resolves when the client takes more, or has gone; one that takes nothing is cut off. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), stallMs);
    const settle = (): void => {
      clearTimeout(timer);
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}

/** Answers while the client may still be sending, and closes a little later: a reset would eat the answer. */
async function hangUp(response: ServerResponse, answer: RawResponse, reader: Pick<BodyReader, 'ended' | 'late'>, server: Pick<InFlight, 'closing'>): Promise<void> {
  response.writeHead(answer.status, { ...present(answer.headers), connection: 'close' });
  if (!isSource(answer.body)) response.write(answer.body);
  let unread = 0;
  response.req.on('data', (chunk: Buffer) => (unread += chunk.length));
  await linger({ ended: reader.ended, unread: () => unread, hurried: () => reader.late || server.closing });
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
