import { decrypt, getSignature } from '@wecom/crypto';
import { isSameSecret } from 'parlor/plugin';

/** How far WeChat's clock may be off, s: what was recorded before is refused. */
const TOLERANCE = 300;
/** Bytes: ciphertexts come in blocks of this size. */
const BLOCK = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface Signed {
  /** Seconds since the epoch, as it was sent. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Of an encrypted message, what is encrypted; empty otherwise. */
  readonly encrypted: string;
  readonly signature: string;
}

/** Whether it was signed with this token, a short while ago. `now`: ms. */
export function isGenuine({ encrypted, nonce, signature, timestamp }: Signed, token: string, now: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE) return false;
  // An empty text sorts first and adds nothing: what is signed without a ciphertext is signed alike.
  return isSameSecret(signature, getSignature(token, timestamp, nonce, encrypted));
}

/** What WeChat has encrypted for this app; null for anything else. Only to be asked about what was signed. */
export function opened(encrypted: string, aesKey: string, appid: string): string | null {
  if (!BASE64.test(encrypted) || Buffer.byteLength(encrypted, 'base64') % BLOCK !== 0) return null;
  try {
    const { id, message } = decrypt(aesKey, encrypted);
    // It stands behind the message: where padding or length are wrong it is another one.
    return isSameSecret(id, appid) ? message : null;
  } catch {
    return null;
  }
}
