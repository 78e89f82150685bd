import { RefusalError } from '#domain/errors.ts';
import type { HeaderMap, RequestHead } from '../transport/http.ts';

async function* nothing(): AsyncGenerator<Buffer> {}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** One request with its whole body, or with one to be read. `Params` names the parameters of the route's path. */
export class HttpRequest<Params extends string = string> {
  /** In upper case. */
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<Params, string>>;
  readonly query: URLSearchParams;
  /** The query as sent, without its `?`. */
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: HeaderMap;
  readonly ip: string;
  /** Empty where the route streams. */
  readonly body: Buffer;
  /** Where the route streams; once. Refuses with `request.too-large`, `request.timeout`. */
  readonly stream: AsyncIterable<Buffer>;
  readonly #head: RequestHead;
  #cookies: ReadonlyMap<string, string> | undefined;

  constructor(head: RequestHead, params: Readonly<Record<Params, string>>, body: Buffer | AsyncIterable<Buffer>) {
    this.#head = head;
    this.method = head.method;
    this.path = head.path;
    this.params = params;
    this.query = new URLSearchParams(head.query);
    this.rawQuery = head.query;
    this.headers = head.headers;
    this.ip = head.ip;
    this.body = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    this.stream = Buffer.isBuffer(body) ? nothing() : body;
  }

  /** Aborted once the client has gone without its answer: for what takes long. */
  get gone(): AbortSignal {
    return this.#head.departure.signal;
  }

  /** The body as JSON, its shape unchecked. Refuses with `request.malformed`. */
  json<T = unknown>(): T {
    try {
      return JSON.parse(utf8.decode(this.body)) as T;
    } catch {
      throw new RefusalError('request.malformed');
    }
  }

  /** The first value of each cookie. */
  get cookies(): ReadonlyMap<string, string> {
    this.#cookies ??= parseCookies(this.headers['cookie'] ?? '');
    return this.#cookies;
  }
}

function parseCookies(header: string): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}
