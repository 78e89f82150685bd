import { createHmac, timingSafeEqual } from 'node:crypto';

/** Longest text worth a signature check: claims are a few hundred bytes. */
const MAX_LENGTH = 2_048;
/** base64url of 32 bytes. */
const SIGNATURE_LENGTH = 43;

/** Signs claims as `base64url(JSON).base64url(HMAC-SHA256)`. The bearer can read them: never put secrets in. */
export interface Signer<T extends object> {
  sign(claims: T): string;
  /** The claims, or null for anything that this secret did not sign. */
  open(text: string): T | null;
}

export function createSigner<T extends object>(secret: string): Signer<T> {
  const signatureOf = (payload: string): string => createHmac('sha256', secret).update(payload).digest('base64url');

  return {
    sign(claims) {
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${payload}.${signatureOf(payload)}`;
    },
    open(text) {
      const dot = text.length - SIGNATURE_LENGTH - 1;
      if (dot < 1 || text.length > MAX_LENGTH || text[dot] !== '.') return null;
      const payload = text.slice(0, dot);
      const given = Buffer.from(text.slice(dot + 1), 'latin1');
      if (!timingSafeEqual(given, Buffer.from(signatureOf(payload), 'latin1'))) return null;
      // Only this secret's own claims come this far, so their shape is known.
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as T;
    },
  };
}
