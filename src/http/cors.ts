import type { HeaderMap, HeaderValue } from '../transport/http.ts';
import { problem, type HttpResponse } from './response.ts';

/**
 * Headers for a request from `origin` to `path` when that is allowed, null when it is not. Whoever sends
 * `access-control-allow-credentials` must name the origin, and only one that the configuration lists. Behind a proxy
 * that changes Host, our own public origin belongs to the list as well.
 */
export type Cors = (origin: string, path: string) => Readonly<Record<string, string>> | null;

const allowedHeaders = 'authorization, content-type, idempotency-key';
/** Browsers ask again after this: long enough to save round trips, short enough to take an origin off the list. */
const preflightSeconds = '600';

/** The answer to OPTIONS on a path that answers `methods`. */
export function preflight(headers: HeaderMap, allowed: Readonly<Record<string, string>> | null, methods: readonly string[]): HttpResponse {
  const allow = methods.join(', ');
  if (headers['access-control-request-method'] === undefined) return { status: 204, headers: { allow } };
  if (!allowed) return problem('request.forbidden-origin', { vary: 'origin' });
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': allow,
      'access-control-allow-headers': allowedHeaders,
      'access-control-max-age': preflightSeconds,
      ...allowed,
    },
  };
}

/** A browser on a foreign page that would change something, with whatever cookies it holds. */
export function isForeignWrite(method: string, headers: HeaderMap, allowed: Readonly<Record<string, string>> | null): boolean {
  const origin = headers['origin'];
  if (origin === undefined || allowed || method === 'GET' || method === 'HEAD') return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers['host'];
}

export function withCors(response: HttpResponse, allowed: Readonly<Record<string, string>> | null): HttpResponse {
  const headers: Record<string, HeaderValue> = { ...response.headers, ...allowed };
  headers['vary'] = typeof headers['vary'] === 'string' ? `${headers['vary']}, origin` : 'origin';
  return { ...response, headers };
}
