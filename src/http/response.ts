import { describeError, type ErrorCode, type Refusal } from '#domain/errors.ts';
import type { ByteSource, HeaderValue } from '../transport/http.ts';

export interface HttpResponse {
  /** Default 200. */
  readonly status?: number;
  /** Lower-case names. `null` removes a default of {@link defaultHeaders}. */
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  readonly body?: string | Uint8Array | ByteSource;
}

/** Sent with every answer that does not say otherwise: a page that may be framed sets `x-frame-options` to null. */
export const defaultHeaders: Readonly<Record<string, HeaderValue>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function json(value: unknown, options: Omit<HttpResponse, 'body'> = {}): HttpResponse {
  return {
    ...options,
    headers: { 'content-type': 'application/json; charset=utf-8', ...options.headers },
    body: JSON.stringify(value),
  };
}

export const noContent: HttpResponse = { status: 204 };

/** An error as RFC 9457 problem details; `code` is the one of the catalogue, `meta` its details. */
export function problem(refusal: Refusal | ErrorCode, headers: HttpResponse['headers'] = {}): HttpResponse {
  const { code, meta } = typeof refusal === 'string' ? { code: refusal, meta: undefined } : refusal;
  const { status, message, retryable } = describeError(code);
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: message, status, code, retryable, ...(meta && { meta }) }),
  };
}
