import type { Logger } from 'pino';

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Names in lower case; repeated headers joined with a comma (cookies with a semicolon). */
export type HeaderMap = Readonly<Record<string, string>>;

/** What is known of a request before its body. */
export interface RequestHead {
  /** In upper case. */
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderMap;
  readonly ip: string;
}

/** The whole body, or why it was not taken. */
export type RequestBody = { readonly bytes: Buffer } | { readonly refused: 'too-large' | 'too-slow' };

/** `null` removes a header that would be sent by default; a list is sent as one line each. */
export type HeaderValue = string | readonly string[] | null;

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly body: string | Uint8Array;
}

/** Decided from the head alone, so that nobody makes us read more than the route wants. */
export interface RequestPlan {
  /** Bytes. */
  readonly maxBody: number;
  /** Time for all of the body to arrive. */
  readonly bodyTimeoutMs: number;
  /** Never rejects. Not called when the client goes away first. */
  answer(body: RequestBody): Promise<RawResponse>;
}

export type HttpHandler = (head: RequestHead) => RequestPlan;

/** The half of a transport that speaks HTTP. Without a handler it answers 503. */
export interface HttpHost {
  handle(handler: HttpHandler): void;
}

/** How long a client whose body was refused may go on sending before its connection closes. */
export const lingerMs = 500;

export const noHandler: HttpHandler = () => ({
  maxBody: 0,
  bodyTimeoutMs: 1_000,
  answer: () => Promise.resolve({ status: 503, headers: { 'retry-after': '1' }, body: '' }),
});

/** The client's address: with N trusted proxies in front, the N-th entry from the right of X-Forwarded-For. */
export function clientIp(peer: string, headers: HeaderMap, trustedProxies: number): string {
  if (trustedProxies === 0) return peer;
  const hops = (headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-trustedProxies) || peer;
}

/** Statuses that carry no body and no length. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}
