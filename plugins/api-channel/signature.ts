import { createHmac } from 'node:crypto';
import { isSameSecret } from 'parlor/plugin';

/** How far a sender's clock may be off, s. */
const TOLERANCE = 300;

/** `sha256=<hex>` over `<id>.<timestamp>.<body>`. */
export const sign = (secret: string, id: string, timestamp: string, body: Buffer | string): string =>
  `sha256=${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('hex')}`;

export interface Signed {
  readonly id: string;
  /** Seconds since the epoch, as it was sent. */
  readonly timestamp: string;
  /** One or more, separated by commas: while secrets change a sender may sign with both. */
  readonly signature: string;
  readonly body: Buffer;
}

/** Whether one of the secrets signed it, a short while ago. `now`: ms. */
export function isGenuine({ body, id, signature, timestamp }: Signed, secrets: readonly string[], now: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE) return false;
  const wanted = secrets.map((secret) => sign(secret, id, timestamp, body));
  // All of them are compared, so that the time tells nothing.
  return signature.split(',', 4).flatMap((given) => wanted.map((good) => isSameSecret(given.trim(), good))).includes(true);
}
