import { BodyStream } from '#src/transport/body-stream.ts';
import { Departure } from '#src/transport/departure.ts';
import { isSource } from '#src/transport/http.ts';
import type { HeaderMap, HttpHandler, HttpHost, RawResponse } from '#src/transport/http.ts';

export interface CallOptions {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly raw?: string | Buffer;
  readonly headers?: HeaderMap;
  readonly ip?: string;
  readonly departure?: Departure;
}

export interface Answer {
  readonly status: number;
  readonly headers: RawResponse['headers'];
  readonly text: string;
  readonly content: Buffer;
  readonly json: any;
  /** The code of a problem. */
  readonly code: string | undefined;
}

export type Call = (method: string, target: string, options?: CallOptions) => Promise<Answer>;

/** Speaks to the handler that `serve` installs, without a socket in between. */
export function caller(serve: (host: HttpHost) => void): Call {
  let handler: HttpHandler | undefined;
  serve({ handle: (given) => (handler = given) });

  return async (method, target, { body, raw, headers = {}, ip = '127.0.0.1', departure = new Departure() } = {}) => {
    const [path = '', query = ''] = target.split('?');
    const plan = handler!({ method, path, query, ip, departure, headers: { host: 'localhost:8000', ...headers } });
    const sent = raw ?? (body === undefined ? '' : JSON.stringify(body));
    const bytes = typeof sent === 'string' ? Buffer.from(sent) : sent;
    const answer = await plan.answer(plan.streams ? { stream: streamOf(bytes, plan.maxBody) } : bytes.length > plan.maxBody ? { refused: 'too-large' } : { bytes });
    const content = await contentOf(answer.body);
    const answered = content.toString();
    const isJson = /json/.test(String(answer.headers['content-type']));
    const json = isJson && answered !== '' ? JSON.parse(answered) : undefined;
    return { status: answer.status, headers: answer.headers, text: answered, content, json, code: json?.code };
  };
}

function streamOf(bytes: Buffer, maxBody: number): BodyStream {
  const stream = new BodyStream(maxBody, 10_000, { pause: () => {}, resume: () => {} });
  stream.push(bytes);
  stream.end();
  return stream;
}

async function contentOf(body: RawResponse['body']): Promise<Buffer> {
  if (!isSource(body)) return Buffer.from(body);
  const parts: Uint8Array[] = [];
  for await (const part of body.open()) parts.push(part);
  return Buffer.concat(parts);
}
