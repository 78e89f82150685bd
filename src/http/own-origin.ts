import { RefusalError } from '#domain/errors.ts';
import type { HttpRequest } from './request.ts';

/** A host as browsers send it; anything else would be somebody's attempt to write into our answers. */
const hostName = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

type Head = Pick<HttpRequest, 'headers'>;

/** Where we are, as the one who asks sees it. */
export interface OwnOrigin {
  /** `https://chat.example`: the configured address, else the one of the Host header. Refuses a Host that is none. */
  of(request: Head): string;
  /** True when the request's Origin is this server: the configured address, or the host that was asked. */
  isSame(request: Head): boolean;
}

/** `publicUrl`: where people reach us, or null to believe each request, so that localhost and 127.0.0.1 both work. */
export function createOwnOrigin(publicUrl: string | null): OwnOrigin {
  const fixed = publicUrl === null ? null : new URL(publicUrl).origin;

  return {
    of({ headers }) {
      if (fixed !== null) return fixed;
      const host = headers['host'] ?? '';
      // TLS ends at a proxy, and with a proxy PUBLIC_URL is set: what is asked directly is plain.
      if (!hostName.test(host)) throw new RefusalError('request.malformed', { header: 'host' });
      return `http://${host}`;
    },
    isSame({ headers }) {
      const origin = headers['origin'];
      if (origin === undefined || !URL.canParse(origin)) return false;
      return origin === fixed || new URL(origin).host === headers['host'];
    },
  };
}

/** The address of a node's sockets: `wss://chat.example/<node>/socket?ticket=…`. */
export const socketUrl = (origin: string, node: string, ticket: string): string =>
  `${origin.replace(/^http/, 'ws')}/${encodeURIComponent(node)}/socket?ticket=${ticket}`;

/**
 * True when a page of another origin made the browser send this. Who sends neither header is no browser, and has
 * no cookies that somebody else could abuse.
 */
export function isCrossSite(request: Head, own: OwnOrigin): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || own.isSame(request)) return false;
  return site === 'cross-site' || site === 'same-site' || request.headers['origin'] !== undefined;
}

/** True when the browser vouches that a page of ours sent this: what a cookie needs to change anything. */
export const isOwnPage = (request: Head, own: OwnOrigin): boolean =>
  request.headers['sec-fetch-site'] === 'same-origin' || own.isSame(request);
