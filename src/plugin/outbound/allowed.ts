import { RefusalError } from '#domain/errors.ts';
import type { OutboundRequest, OutboundRules, OutboundTarget } from '../outbound.ts';
import { notAllowed, type Named } from './refusals.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
export type Method = (typeof METHODS)[number];

/** For all of a request, ms. */
export const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;
const MAX_URL = 2_048;
const MAX_PORT = 65_535;
/** Of texts, and of bytes; either way. */
export const MAX_TEXT_BYTES = 1 << 20;
export const MAX_BYTES = 25 << 20;
const MAX_HEADERS = 50;
/** Names and values together: what servers take. */
const MAX_HEAD = 16_384;

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** What HTTP can carry: no CR, LF or NUL, and nothing beyond Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Whoever sets one of these decides where a request ends or whom it is for. */
const OURS = /^(?:connection|content-length|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** A server that may be reached, if its addresses may. */
export interface Target extends Named {
  /** Without the brackets of IPv6. */
  readonly name: string;
  /** Its address may be a private one. */
  readonly opened: boolean;
}

/** A request that may be sent, if its addresses may be reached. */
export interface Call extends Target, Required<Pick<OutboundRequest, 'method' | 'timeout'>> {
  readonly url: URL;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly as: 'bytes' | 'text';
}

/** A request that may be sent. Throws `http.not-allowed` for any other. */
export function checked({ url: address, method = 'GET', headers = {}, body: text, bytes, as = 'text', timeout = DEFAULT_TIMEOUT_MS, publicOnly = false }: OutboundRequest, rules: OutboundRules): Call {
  const url = typeof address === 'string' && address.length <= MAX_URL ? URL.parse(address) : null;
  if (url === null) throw notAllowed(url, 'url');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw notAllowed(url, 'scheme');
  if (url.username !== '' || url.password !== '') throw notAllowed(url, 'url');
  if (!METHODS.includes(method)) throw notAllowed(url, 'method');
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
  const target = targetOf(url, port, publicOnly ? { ...rules, private: [] } : rules);
  const body = bodyOf(text, bytes);
  return { ...target, url, method, port, body, as: as === 'bytes' ? as : 'text', headers: sendable(url, headers, body), timeout: Math.min(timeout, MAX_TIMEOUT_MS) };
}

export function checkedTarget({ host, port }: OutboundTarget, rules: OutboundRules): Target {
  const url = typeof host === 'string' && host.length <= MAX_URL && Number.isInteger(port) && port > 0 && port <= MAX_PORT ? URL.parse(`tcp://${host}:${port}`) : null;
  // A name that brings a path or a user along is none.
  if (url === null || url.hostname !== host) throw notAllowed(null, 'url');
  return targetOf(url, port, rules);
}

function targetOf(url: URL, port: number, rules: OutboundRules): Target {
  const { host, hostname } = url;
  if (!rules.hosts.includes(hostname) && !rules.hosts.includes('*')) throw notAllowed(url, 'host');
  return { host, name: hostname.replace(/^\[(.*)\]$/, '$1'), opened: rules.private.includes(hostname) || rules.private.includes(`${hostname}:${port}`) };
}

function sendable(url: URL, headers: Readonly<Record<string, string>>, body: Call['body']): Readonly<Record<string, string>> {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const legal = given.every(([name, value]) => TOKEN.test(name) && !OURS.test(name) && typeof value === 'string' && VALUE.test(value));
  if (given.length > MAX_HEADERS || !legal) throw notAllowed(url, 'header');
  const bodyBytes = body === undefined ? 0 : Buffer.byteLength(body);
  if (bodyBytes > (typeof body === 'string' ? MAX_TEXT_BYTES : MAX_BYTES) || given.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > MAX_HEAD) throw notAllowed(url, 'size');
  // Said outright: Node leaves a GET's or a DELETE's body unframed, and a body without a frame is read as the next request.
  const framing = body === undefined ? [] : [['content-length', String(bodyBytes)] as const];
  return Object.fromEntries([['accept-encoding', 'identity'], ...given, ...framing]);
}

function bodyOf(text: unknown, bytes: unknown): string | Uint8Array | undefined {
  if (text === undefined && bytes instanceof Uint8Array) return bytes;
  if (bytes === undefined && (text === undefined || typeof text === 'string')) return text;
  throw new RefusalError('input.invalid', { fields: { body: 'a text, or bytes' } });
}
