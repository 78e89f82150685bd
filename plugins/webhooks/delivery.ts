import { createHmac } from 'node:crypto';
import type { OutboundAnswer, OutboundRequest, WorkOutcome } from 'parlor/plugin';

/** What is posted, in this order; the same at every attempt. */
export interface Delivery {
  readonly event: string;
  /** Stable: whoever has seen it has had this event. */
  readonly id: string;
  /** When it happened, ms since the epoch. */
  readonly timestamp: number;
  readonly payload: unknown;
}

export interface Target {
  readonly url: string;
  readonly secret: string;
  /** While receivers change over to `secret`; empty otherwise. */
  readonly previousSecret: string;
}

/** Seconds, as receivers' clocks compare them. */
const SECOND_MS = 1_000;
/** Longer than any receiver may ask to be left alone, ms. */
const MOST_PATIENCE_MS = 3_600_000;

/** `sha256=<hex>` over `<timestamp>.<body>`. */
const sign = (secret: string, timestamp: string, body: string): string => `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** The request, signed for this attempt: an old one that somebody recorded is told by its timestamp. */
export function requestFor({ previousSecret, secret, url }: Target, delivery: Delivery, now: number): OutboundRequest {
  const body = JSON.stringify(delivery);
  const timestamp = String(Math.floor(now / SECOND_MS));
  const signatures = [secret, previousSecret].flatMap((key) => (key === '' ? [] : [sign(key, timestamp, body)]));
  return {
    url, body, method: 'POST',
    headers: {
      'content-type': 'application/json', 'user-agent': 'Parlor-Webhooks/1',
      'x-parlor-signature': signatures.join(','), 'x-parlor-timestamp': timestamp, 'x-parlor-delivery': delivery.id,
    },
  };
}

/** Nothing where the receiver took it. Everything else is tried again: the receiver may be mended within the day. */
export function outcomeOf({ headers, status }: OutboundAnswer): WorkOutcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  const error = `answered ${status}`;
  const seconds = Number(headers['retry-after']);
  return (status === 429 || status === 503) && seconds > 0 ? { error, retryMs: Math.min(MOST_PATIENCE_MS, seconds * SECOND_MS) } : { error };
}
