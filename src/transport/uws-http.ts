import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { BodyReader } from './body-reader.ts';
import { clientIp, isBodiless, lingerMs, noHandler, type HttpHandler, type HttpHost, type RawResponse } from './http.ts';
import { peerOf, readHeaders, statusLine } from './uws-request.ts';
import { InFlight } from './in-flight.ts';
import type { TransportSettings } from './settings.ts';

export function serveHttp(app: TemplatedApp, options: Pick<TransportSettings, 'trustedProxies' | 'log'>): HttpHost & Pick<InFlight, 'drained'> {
  const inFlight = new InFlight();
  let handler: HttpHandler = noHandler;

  app.any('/*', (res, req) => {
    const method = req.getCaseSensitiveMethod().toUpperCase();
    const headers = readHeaders(req);
    const ip = clientIp(peerOf(res), headers, options.trustedProxies);
    const query = (req.getQuery() as string | undefined) ?? ''; // its types do not say so: undefined without a `?`
    const plan = inFlight.watched((inFlight.closing ? noHandler : handler)({ method, path: req.getUrl(), query, headers, ip }));
    const reader = new BodyReader(plan.maxBody, plan.bodyTimeoutMs);
    const exchange = new Exchange(res, method, reader);
    inFlight.add(exchange.done);
    exchange.run(plan.answer).catch((error: unknown) => options.log.error({ err: error }, 'an answer was not sent'));
  });

  return { handle: (next) => (handler = next), drained: (graceMs) => inFlight.drained(graceMs) };
}

/** One request and its answer. The response is never touched after it ended or was aborted. */
class Exchange {
  readonly done: Promise<void>;
  readonly #res: HttpResponse;
  readonly #method: string;
  readonly #reader: BodyReader;
  #over = false;
  #finish: () => void = () => {};

  constructor(res: HttpResponse, method: string, reader: BodyReader) {
    this.#res = res;
    this.#method = method;
    this.#reader = reader;
    this.done = new Promise((resolve) => (this.#finish = resolve));
    res.onAborted(() => {
      this.#close();
      reader.abort();
    });
    res.onData((chunk, isLast) => {
      // The chunk's memory is uWebSockets.js' own again when this returns.
      if (reader.wants) reader.push(Buffer.from(chunk.slice(0)));
      if (isLast) reader.end();
    });
  }

  async run(answer: (body: Awaited<BodyReader['body']>) => Promise<RawResponse>): Promise<void> {
    const body = await this.#reader.body;
    const response = await answer(body);
    if (this.#over) return;
    const refused = 'refused' in body ? body.refused : undefined;
    if (refused === 'too-large') await this.#hangUp(response);
    else this.#send(response, refused !== undefined);
  }

  #send(response: RawResponse, closeConnection: boolean): void {
    this.#close();
    const { status, body } = response;
    this.#res.cork(() => {
      this.#writeHead(response);
      if (isBodiless(status)) this.#res.endWithoutBody();
      else if (this.#method === 'HEAD') this.#res.endWithoutBody(Buffer.byteLength(body));
      else this.#res.end(body, closeConnection);
    });
  }

  /**
   * Answers while the client may still be sending, and goes on reading for a moment: closing on bytes that nobody
   * read is a reset, which many clients report instead of the answer. Ending with `closeConnection` after a write
   * would put a header into the body, so whoever is still sending after that moment is cut off.
   */
  async #hangUp(response: RawResponse): Promise<void> {
    this.#res.cork(() => {
      this.#writeHead(response);
      this.#res.writeHeader('connection', 'close');
      this.#res.write(response.body);
    });
    const ended = await Promise.race([this.#reader.ended.then(() => true), sleep(lingerMs, false)]);
    if (this.#over) return;
    this.#close();
    if (ended) this.#res.cork(() => this.#res.end());
    else this.#res.close();
  }

  #writeHead({ status, headers }: RawResponse): void {
    this.#res.writeStatus(statusLine(status));
    for (const [name, value] of Object.entries(headers)) {
      if (value === null) continue;
      if (typeof value === 'string') this.#res.writeHeader(name, value);
      else for (const line of value) this.#res.writeHeader(name, line);
    }
  }

  #close(): void {
    this.#over = true;
    this.#finish();
  }
}
