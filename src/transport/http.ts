import type { Logger } from 'pino';
import type { BodyStream } from './body-stream.ts';
import type { Departure } from './departure.ts';

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
  /** For what takes long: whether anybody waits for it. */
  readonly departure: Departure;
}

/** The whole body, or as it comes, or why it was not taken. */
export type RequestBody = { readonly bytes: Buffer } | { readonly stream: BodyStream } | { readonly refused: 'too-large' | 'too-slow' };

/** `null` removes a header that would be sent by default; a list is sent as one line each. */
export type HeaderValue = string | readonly string[] | null;

/** A body that is read as fast as the client takes it, and never as a whole. */
export interface ByteSource {
  /** Bytes, at least 1; {@link open} brings as many. */
  readonly length: number;
  open(): AsyncIterable<Uint8Array>;
}

export const isSource = (body: RawResponse['body']): body is ByteSource => typeof body === 'object' && 'open' in body;

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly body: string | Uint8Array | ByteSource;
}

/** Decided from the head alone, so that nobody makes us read more than the route wants. */
export interface RequestPlan {
  /** Bytes. */
  readonly maxBody: number;
  /** Time for all of the body to arrive. */
  readonly bodyTimeoutMs: number;
  /** The answer reads the body as it comes. */
  readonly streams: boolean;
  /** Never rejects. Not called when the client goes away first. */
  answer(body: RequestBody): Promise<RawResponse>;
}

export type HttpHandler = (head: RequestHead) => RequestPlan;

/** The half of a transport that speaks HTTP. Without a handler it answers 503. */
export interface HttpHost {
  handle(handler: HttpHandler): void;
}

/** Of a {@link ByteSource} that brought less than its length: its connection is cut, so that nobody takes the part for the whole. */
export const SHORT = 'a body was shorter than it was said to be';

/** How long a client may take nothing of an answer before it is cut off, ms. */
export const stallMs = 30_000;

export const noHandler: HttpHandler = () => ({
  maxBody: 0,
  bodyTimeoutMs: 1_000,
  streams: false,
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
