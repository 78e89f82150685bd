import { createHmac } from 'node:crypto';
import type { RouteAnswer, RouteRequest } from '#plugin/define.ts';

export interface Answered {
  readonly rc: number;
  readonly data?: any;
  readonly error?: string;
  readonly msg?: string;
  readonly total?: number;
  readonly current_page?: number;
  readonly total_page?: number;
}

interface Signing {
  /** Clients differ: numbers here, texts there. */
  readonly as?: 'numbers' | 'texts';
  /** S ahead of the clock. */
  readonly ahead?: number;
}

/** What a test has of a server. */
interface Server {
  request(request: Pick<RouteRequest, 'path'> & Partial<RouteRequest>): Promise<RouteAnswer>;
}

/** A client of the bot API, from what its documentation says: signs method and path, not the body. */
export class BotClient {
  readonly id: string;
  readonly #server: Server;
  readonly #secret: string;
  readonly #signing: Signing;

  constructor(server: Server, id: string, secret: string, signing: Signing = {}) {
    this.#server = server;
    this.id = id;
    this.#secret = secret;
    this.#signing = signing;
  }

  async command(method: string, path: string, body?: unknown): Promise<Answered> {
    return this.raw(method, path, body === undefined ? {} : { rawBody: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  }

  async upload(path: string, field: string, bytes: Uint8Array): Promise<Answered> {
    const form = new FormData();
    form.append(field, new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/zip' }));
    const { body, headers } = new Response(form);
    const sent = Buffer.from(await new Response(body).arrayBuffer());
    return this.raw('POST', path, { rawBody: sent.toString('base64'), encoding: 'base64', headers: { 'content-type': headers.get('content-type') ?? '' } });
  }

  /** What is signed is the path as it was given; on its way it is percent-encoded. */
  async raw(method: string, path: string, { headers, ...request }: Partial<RouteRequest>): Promise<Answered> {
    const signed = `/api/v1/chatbot/${this.id}${path}`;
    const url = new URL(signed, 'http://localhost');
    const answer = await this.#server.request({
      method, path: url.pathname, rawQuery: url.search.slice(1), query: Object.fromEntries([...url.searchParams].reverse()), headers: { authorization: this.authorization(method, signed), ...headers }, ...request,
    });
    return readAnswer(answer);
  }

  authorization(method: string, path: string): string {
    const { ahead = 0, as = 'numbers' } = this.#signing;
    const timestamp = Math.floor(Date.now() / 1_000) + ahead;
    const random = Math.round(Math.random() * 1e10);
    const signature = createHmac('sha1', this.#secret).update(`${this.id}${timestamp}${random}${method}${path}`).digest('hex');
    const given = as === 'numbers' ? { timestamp, random } : { timestamp: String(timestamp), random: String(random) };
    return Buffer.from(JSON.stringify({ appId: this.id, ...given, signature })).toString('base64');
  }
}

/** Whatever happened, it is status 200 and JSON without a null for its data. */
export function readAnswer({ body = '', headers, status }: RouteAnswer): Answered {
  const answered = JSON.parse(body) as Answered;
  if (status !== 200 || headers?.['content-type'] !== 'application/json; charset=utf-8' || answered.data === null) throw new Error(`an answer that no client can read: ${status} ${body}`);
  return answered;
}
