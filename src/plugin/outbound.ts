import { lookup as resolveName } from 'node:dns/promises';
import { request as sendHttp, type IncomingMessage } from 'node:http';
import { request as sendHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { RefusalError } from '#domain/errors.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

/** Plain JSON and bytes, like its answer: a plugin in a process of its own sends the same. */
export interface OutboundRequest {
  readonly url: string;
  /** Default `GET`. */
  readonly method?: (typeof METHODS)[number];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body of bytes instead of a text. */
  readonly bytes?: Uint8Array;
  /** How the answer's body is wanted: `bytes` for a file. Default `text`. */
  readonly as?: 'bytes' | 'text';
  /** For all of it, from the name to the last byte, ms. Default 10,000, at most 30,000. */
  readonly timeout?: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Names in lower case; several of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read as UTF-8; empty where bytes were wanted. */
  readonly body: string;
  /** Where they were wanted. */
  readonly bytes?: Uint8Array;
  /** The body was longer than is kept; the rest was never read. */
  readonly truncated: boolean;
}

/** A server for a connection that is not HTTP. */
export interface OutboundTarget {
  /** As `URL.hostname` spells it: lower case, IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
}

/** Hosts as `URL.hostname` spells them: lower case, punycode, IPv6 in brackets. */
export interface OutboundRules {
  /** Who may be reached; `*` is everybody. Neither opens a private address. */
  readonly hosts: readonly string[];
  /** `host` or `host:port` that the operator has opened whatever its addresses are: an intranet. */
  readonly private: readonly string[];
}

/** All addresses of a name. */
export type Lookup = (name: string) => Promise<readonly string[]>;

export interface Outbound {
  /**
   * Rejects with `http.not-allowed` where nothing was sent, with `http.failed` where no whole answer came: whether the other
   * side had the request is then not known. A redirect is an answer like any other.
   */
  request(request: OutboundRequest, rules: OutboundRules, signal?: AbortSignal): Promise<OutboundAnswer>;
  /** Every address of a server that may be reached. Rejects as `request` does. */
  addresses(target: OutboundTarget, rules: OutboundRules, signal?: AbortSignal): Promise<readonly string[]>;
  /** Ends what is under way, and whatever is asked for later. */
  close(): void;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;
const MAX_URL = 2_048;
const MAX_PORT = 65_535;
/** Of texts, and of bytes; either way. */
const MAX_TEXT_BYTES = 1 << 20;
const MAX_BYTES = 25 << 20;
const MAX_HEADERS = 50;
/** Names and values together: what servers take. */
const MAX_HEAD = 16_384;

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** What HTTP can carry: no CR, LF or NUL, and nothing beyond Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Whoever sets one of these decides where a request ends or whom it is for. */
const OURS = /^(?:connection|content-length|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** What IPv6 has given out; the library takes all else without a name, `::127.0.0.1` too, for unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure's own services, there for the machine that asks. */
const NOT_PUBLIC: ReadonlySet<string> = new Set(['168.63.129.16']);

/** A server as it is named to people: with its port, where that is not the usual one. */
interface Named {
  readonly host: string;
}

/** A server that may be reached, if its addresses may. */
interface Target extends Named {
  /** Without the brackets of IPv6. */
  readonly name: string;
  /** Its address may be a private one. */
  readonly opened: boolean;
}

/** A request that may be sent, if its addresses may be reached. */
interface Call extends Target, Required<Pick<OutboundRequest, 'method' | 'timeout'>> {
  readonly url: URL;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly as: 'bytes' | 'text';
}

type NotAllowed = 'url' | 'scheme' | 'method' | 'header' | 'size' | 'host' | 'private';

/** The only way out by HTTP. No cookies, no proxy of the environment, no way past certificates. */
export function createOutbound({ lookup = everyAddress }: { readonly lookup?: Lookup } = {}): Outbound {
  const underWay = new Set<(reason: string) => void>();
  let closed = false;

  const within = async <T>(to: Named, timeout: number, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const ender = new AbortController();
    const end = (reason: string): void => {
      reject(failed(to, reason));
      ender.abort();
    };
    const aborted = (): void => end('aborted');
    const timer = setTimeout(end, timeout, 'timeout');
    underWay.add(end);
    signal?.addEventListener('abort', aborted);
    if (closed) end('closed');
    if (signal?.aborted === true) end('aborted');
    try {
      return await Promise.race([ended, work(ender.signal)]);
    } catch (error) {
      throw error instanceof RefusalError ? error : failed(to, reasonOf(error));
    } finally {
      clearTimeout(timer);
      underWay.delete(end);
      signal?.removeEventListener('abort', aborted);
    }
  };

  return {
    async request(request, rules, signal) {
      const call = checked(request, rules);
      return within(call.url, call.timeout, signal, (ender) => reach(call, lookup, ender));
    },
    async addresses(target, rules, signal) {
      const named = checkedTarget(target, rules);
      return within(named, DEFAULT_TIMEOUT_MS, signal, (ender) => addressesOf(named, lookup, ender));
    },
    close() {
      closed = true;
      for (const end of underWay) end('closed');
    },
  };
}

/** Whether anybody on the internet would reach the same machine there. Anything doubtful is not. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const ip = ipaddr.process(address); // an IPv4 address in IPv6 clothes is judged as IPv4
  if (ip.range() !== 'unicast' || NOT_PUBLIC.has(ip.toString())) return false;
  return ip.kind() === 'ipv4' || ip.match(GLOBAL_UNICAST);
}

function checked({ url: address, method = 'GET', headers = {}, body: text, bytes, as = 'text', timeout = DEFAULT_TIMEOUT_MS }: OutboundRequest, rules: OutboundRules): Call {
  const url = typeof address === 'string' && address.length <= MAX_URL ? URL.parse(address) : null;
  if (url === null) throw notAllowed(url, 'url');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw notAllowed(url, 'scheme');
  if (url.username !== '' || url.password !== '') throw notAllowed(url, 'url');
  if (!METHODS.includes(method)) throw notAllowed(url, 'method');
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
  const target = targetOf(url, port, rules);
  const body = bodyOf(text, bytes);
  return { ...target, url, method, port, body, as: as === 'bytes' ? as : 'text', headers: sendable(url, headers, body), timeout: Math.min(timeout, MAX_TIMEOUT_MS) };
}

function checkedTarget({ host, port }: OutboundTarget, rules: OutboundRules): Target {
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

async function reach(call: Call, lookup: Lookup, signal: AbortSignal): Promise<OutboundAnswer> {
  return exchange(call, await addressesOf(call, lookup, signal), signal);
}

async function addressesOf({ host, name, opened }: Target, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  signal.throwIfAborted();
  const addresses = isIP(name) === 0 ? await lookup(name) : [name];
  signal.throwIfAborted();
  if (addresses.length === 0) throw failed({ host }, 'ENOTFOUND');
  if (!opened && !addresses.every(isPublic)) throw notAllowed({ host }, 'private');
  return addresses;
}

async function exchange({ url, name, port, method, headers, body, as }: Call, addresses: readonly string[], signal: AbortSignal): Promise<OutboundAnswer> {
  const send = url.protocol === 'https:' ? sendHttps : sendHttp;
  const sent = send({
    host: name, port, method, headers, signal,
    path: url.pathname + url.search,
    lookup: answering(addresses),
    // A connection for each request: a kept one was checked for the rules and the addresses of another, and Node's agent asks
    // for its host and port only.
    agent: false,
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
  });
  try {
    return await new Promise<OutboundAnswer>((resolve, reject) => {
      sent.on('response', (response) => resolve(answerOf(response, as)));
      sent.on('error', reject);
      sent.on('close', () => reject(new Error('closed without an answer'))); // a 101 closes without an error
      sent.end(body);
    });
  } finally {
    sent.destroy();
  }
}

/** The name is never asked for again: between check and use it could mean somebody else. */
function answering(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first = ''] = addresses;
  return (_name, options, answer) => (options.all === true ? answer(null, all) : answer(null, first, isIP(first)));
}

async function answerOf(response: IncomingMessage, as: Call['as']): Promise<OutboundAnswer> {
  const most = as === 'bytes' ? MAX_BYTES : MAX_TEXT_BYTES;
  const headers = Object.entries(response.headers).map(([name, value = '']) => [name, typeof value === 'string' ? value : value.join(', ')] as const);
  let kept = Buffer.alloc(0); // one that grows: a million parts of a byte each would cost a hundred times the limit
  let length = 0;
  let truncated = false;
  for await (const part of response as AsyncIterable<Buffer>) {
    const taken = Math.min(part.length, most - length);
    if (length + taken > kept.length) kept = Buffer.concat([kept], 2 * (length + taken));
    length += part.copy(kept, length, 0, taken);
    truncated = taken < part.length;
    if (truncated) break;
  }
  const answer = { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), truncated };
  if (as === 'bytes') return { ...answer, body: '', bytes: new Uint8Array(kept.subarray(0, length)) };
  // As a stream where it was cut, so that no half character is left at the end.
  const body = new TextDecoder().decode(kept.subarray(0, length), { stream: truncated });
  return { ...answer, body };
}

const everyAddress: Lookup = async (name) => (await resolveName(name, { all: true })).map(({ address }) => address);

/** The host and why, never path, query or headers: they may hold secrets. */
const notAllowed = (to: Named | null, reason: NotAllowed): RefusalError => new RefusalError('http.not-allowed', { host: to?.host ?? null, reason });

const failed = ({ host }: Named, reason: string): RefusalError => new RefusalError('http.failed', { host, reason });

/** Codes of system, TLS and parser. */
function reasonOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'broken';
}
