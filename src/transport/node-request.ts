import type { IncomingMessage } from 'node:http';
import type { HeaderMap } from './http.ts';

export function readHeaders(request: IncomingMessage): HeaderMap {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** Path and query, split at the first question mark. */
export function splitUrl(url: string): { path: string; query: string } {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

export function peerOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}
