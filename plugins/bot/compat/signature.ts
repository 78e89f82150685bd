import { createHmac } from 'node:crypto';
import { isSameSecret } from 'parlor/plugin';

/** What somebody who calls says of themselves, as they wrote it: some clients send numbers, others texts. */
export interface Credentials {
  readonly appId: string;
  /** Seconds since the epoch. */
  readonly timestamp: string;
  readonly random: string;
  readonly signature: string;
}

/** What is signed of a request. */
export interface SignedRequest {
  readonly method: string;
  /** From `/api` on, as it came. */
  readonly path: string;
  readonly rawQuery: string;
}

const MOST_HEADER = 4_000;
const MOST_FIELD = 128;

/** Reads the header `Authorization`: JSON in base64, without a scheme. Undefined for anything else. */
export function credentialsIn(header: string): Credentials | undefined {
  if (header === '' || header.length > MOST_HEADER) return undefined;
  try {
    const given = Object(JSON.parse(Buffer.from(header, 'base64').toString('utf8'))) as Readonly<Record<string, unknown>>;
    const [appId, timestamp, random, signature] = ['appId', 'timestamp', 'random', 'signature'].map((name) => fieldOf(given[name]));
    return appId === undefined || timestamp === undefined || random === undefined || signature === undefined ? undefined : { appId, timestamp, random, signature };
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  return text === '' || text.length > MOST_FIELD ? undefined : text;
}

/** Whether the secret signed this request, at most `windowMs` ago or ahead of `now`, both ms. The body is not signed: HTTPS has to protect it. */
export function isGenuine({ appId, random, signature, timestamp }: Credentials, { method, path, rawQuery }: SignedRequest, secret: string, { now, windowMs }: { readonly now: number; readonly windowMs: number }): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > windowMs) return false;
  const url = rawQuery === '' ? path : `${path}?${rawQuery}`;
  const wanted = (signed: string): string => createHmac('sha1', secret).update(`${appId}${timestamp}${random}${method}${signed}`).digest('hex');
  // Clients sign what they were given and send it percent-encoded. Both are compared, so that the time tells nothing.
  return [url, decoded(url)].map((each) => isSameSecret(signature.toLowerCase(), wanted(each))).includes(true);
}

const MOST_USED = 100_000;

/** Signatures of changes that were made by this node: whoever has listened in cannot make them again. */
export class UsedSignatures {
  readonly #most: number;
  /** When each is no good any more, ms; the oldest first. */
  readonly #used = new Map<string, number>();

  constructor(most = MOST_USED) {
    this.#most = most;
  }

  /** Whether it is used for the first time. */
  use({ appId, signature, timestamp }: Credentials, { now, windowMs }: { readonly now: number; readonly windowMs: number }): boolean {
    for (const [key, until] of this.#used) {
      if (until >= now && this.#used.size < this.#most) break;
      this.#used.delete(key);
    }
    const key = `${appId} ${signature.toLowerCase()}`;
    if (this.#used.has(key)) return false;
    this.#used.set(key, Number(timestamp) * 1_000 + windowMs);
    return true;
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
