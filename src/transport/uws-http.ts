import type { HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { BodyReader } from './body-reader.ts';
import { BodyStream } from './body-stream.ts';
import { Departure } from './departure.ts';
import { clientIp, isBodiless, isSource, SHORT, noHandler, type HttpHandler, type ByteSource, type HttpHost, type RawResponse, type RequestBody, type RequestPlan } from './http.ts';
import { peerOf, readHeaders, statusLine } from './uws-request.ts';
import { InFlight } from './in-flight.ts';
import { linger } from './linger.ts';
import type { TransportSettings } from './settings.ts';

export function serveHttp(app: TemplatedApp, options: Pick<TransportSettings, 'trustedProxies' | 'log'>): HttpHost & Pick<InFlight, 'drained'> {
  const inFlight = new InFlight();
  let handler: HttpHandler = noHandler;

  app.any('/*', (res, req) => {
    const method = req.getCaseSensitiveMethod().toUpperCase();
    const headers = readHeaders(req);
    const ip = clientIp(peerOf(res), headers, options.trustedProxies);
    const query = (req.getQuery() as string | undefined) ?? ''; // its types do not say so: undefined without a `?`
    const departure = new Departure();
    const plan = inFlight.watched((inFlight.closing ? noHandler : handler)({ method, path: req.getUrl(), query, headers, ip, departure }));
    const exchange = new Exchange(res, method, plan, inFlight, departure);
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
  readonly #reader: BodyReader | BodyStream;
  readonly #server: Pick<InFlight, 'closing'>;
  #over = false;
  /** Bytes of the body that came when nobody wanted them any more. */
  #unread = 0;
  #finish: () => void = () => {};
  /** Gives the client what is left of a part, from this offset; false where it takes no more for now. */
  #give: (offset: number) => boolean = () => true;
  /** Whoever waits for the client to take it. */
  #goOn: () => void = () => {};

  constructor(res: HttpResponse, method: string, { bodyTimeoutMs, maxBody, streams }: RequestPlan, server: Pick<InFlight, 'closing'>, departure: Departure) {
    this.#res = res;
    this.#method = method;
    this.#server = server;
    const flow = { pause: () => void (this.#over || res.pause()), resume: () => void (this.#over || res.resume()) };
    const reader = streams ? new BodyStream(maxBody, bodyTimeoutMs, flow) : new BodyReader(maxBody, bodyTimeoutMs);
    this.#reader = reader;
    this.done = new Promise((resolve) => (this.#finish = resolve));
    res.onAborted(() => {
      this.#close();
      reader.abort();
      departure.tell();
    });
    res.onData((chunk, isLast) => {
      // The chunk's memory is uWebSockets.js' own again when this returns.
      if (reader.wants) reader.push(Buffer.from(chunk.slice(0)));
      else this.#unread += chunk.byteLength;
      if (isLast) reader.end();
    });
  }

  async run(answer: (body: RequestBody) => Promise<RawResponse>): Promise<void> {
    const body = await this.#reader.body;
    const response = await answer(body);
    if (this.#over) return;
    if ('stream' in body) body.stream.forget();
    const refused = 'refused' in body ? body.refused : undefined;
    if ('stream' in body ? body.stream.unfinished : refused === 'too-large') await this.#hangUp(response);
    else if (isSource(response.body) && this.#method !== 'HEAD') await this.#stream(response, response.body);
    else this.#send(response, refused !== undefined);
  }

  #send(response: RawResponse, closeConnection: boolean): void {
    this.#close();
    const { status, body } = response;
    this.#res.cork(() => {
      this.#writeHead(response);
      if (isBodiless(status)) this.#res.endWithoutBody();
      else if (isSource(body)) this.#res.endWithoutBody(body.length);
      else if (this.#method === 'HEAD') this.#res.endWithoutBody(Buffer.byteLength(body));
      else this.#res.end(body, closeConnection);
    });
  }

  /** As fast as the client takes it; one that takes nothing for ten seconds uWebSockets.js cuts off. */
  async #stream(response: RawResponse, source: ByteSource): Promise<void> {
    this.#res.cork(() => this.#writeHead(response));
    // Once: a handler that is set while one runs is forgotten.
    this.#res.onWritable((offset) => this.#over || this.#give(offset));
    try {
      for await (const part of source.open()) {
        await this.#write(part, source.length);
        if (this.#over) return;
      }
      throw new Error(SHORT);
    } catch (error) {
      if (!this.#over) this.#res.close();
      throw error;
    }
  }

  /** Resolves when all of the part is taken, or the client has gone. */
  #write(part: Uint8Array, total: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#over) return resolve();
      this.#goOn = resolve;
      const from = this.#res.getWriteOffset();
      this.#give = (offset) => {
        let taken = false;
        this.#res.cork(() => {
          const [ok, ended] = this.#res.tryEnd(part.subarray(offset - from), total);
          taken = ok;
          if (ended) this.#close();
        });
        if (taken) {
          this.#give = () => true;
          resolve();
        }
        return taken;
      };
      this.#give(from);
    });
  }

  /**
   * Answers while the client may still be sending, and goes on reading for a moment: closing on bytes that nobody
   * read is a reset, which many clients report instead of the answer. Ending with `closeConnection` after a write
   * would put a header into the body, so whoever is still sending after that moment is cut off in its answer.
   */
  async #hangUp(response: RawResponse): Promise<void> {
    this.#res.cork(() => {
      this.#writeHead(response);
      this.#res.writeHeader('connection', 'close');
      if (!isSource(response.body)) this.#res.write(response.body);
    });
    const reader = this.#reader;
    const ended = await linger({ ended: reader.ended, unread: () => this.#unread, hurried: () => reader.late || this.#server.closing });
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
    this.#goOn();
  }
}
