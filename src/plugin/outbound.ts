import { RefusalError } from '#domain/errors.ts';
import { addressesOf, everyAddress, type Lookup } from './outbound/addresses.ts';
import { DEFAULT_TIMEOUT_MS, checked, checkedTarget, type Method } from './outbound/allowed.ts';
import { exchange } from './outbound/exchange.ts';
import { failed, reasonOf, type Named } from './outbound/refusals.ts';
import { Semaphore } from './semaphore.ts';

/** Calls with bytes that a node makes at a time: each may have 25 MB in memory. Waiting counts as a part of the call. */
const BYTES_AT_ONCE = 6;

/** Plain JSON and bytes, like its answer: a plugin in a process of its own sends the same. */
export interface OutboundRequest {
  readonly url: string;
  /** Default `GET`. */
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body of bytes instead of a text. */
  readonly bytes?: Uint8Array;
  /** How the answer's body is wanted: `bytes` for a file. Default `text`. */
  readonly as?: 'bytes' | 'text';
  /** Also where the operator has opened a private server to plugins: for an address that somebody else names. Default false. */
  readonly publicOnly?: boolean;
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

/** The only way out by HTTP. No cookies, no proxy of the environment, no way past certificates. */
export function createOutbound({ lookup = everyAddress }: { readonly lookup?: Lookup } = {}): Outbound {
  const underWay = new Set<(reason: string) => void>();
  const withBytes = new Semaphore(BYTES_AT_ONCE);
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
      return within(call.url, call.timeout, signal, async (ender) => {
        const addresses = await addressesOf(call, lookup, ender);
        const sent = (): Promise<OutboundAnswer> => exchange(call, addresses, ender);
        return call.as === 'bytes' || call.body instanceof Uint8Array ? withBytes.run(sent, ender) : sent();
      });
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
