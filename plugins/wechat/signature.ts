import { createDecipheriv, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { isSameSecret } from 'parlor/plugin';
import type { Account } from './config.ts';

/** How far WeChat's clock may be off, s: what was recorded before is refused. */
const TOLERANCE = 300;
/** Bytes: what is encrypted is filled up to blocks of this size, AES's own are of 16. */
const BLOCK = 32;
/** Bytes: a random text, and the length of what follows. */
const RANDOM = 16;
const LENGTH = 4;
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
  return isSameSecret(signature, hash('sha1', [token, timestamp, nonce, encrypted].sort().join('')));
}

type Keyed = Pick<Account, 'aesKey' | 'appid'>;

interface Key {
  readonly key: KeyObject;
  readonly iv: Buffer;
}

/** A key that is made anew for each message costs more than to decipher it. */
const keys = new WeakMap<Keyed, Key>();

function keyOf(account: Keyed): Key {
  const known = keys.get(account);
  if (known !== undefined) return known;
  const bytes = Buffer.from(account.aesKey, 'base64');
  const key = { key: createSecretKey(bytes), iv: bytes.subarray(0, RANDOM) };
  keys.set(account, key);
  return key;
}

/**
 * What WeChat has encrypted for this app (16 random bytes, the length in 4, the text, the appid, padding as in PKCS #7 to blocks of
 * 32); null for anything else. Only to be asked about what was signed.
 */
export function opened(encrypted: string, account: Keyed): string | null {
  const bytes = BASE64.test(encrypted) ? Buffer.from(encrypted, 'base64') : Buffer.alloc(0);
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return null;
  const { iv, key } = keyOf(account);
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const filled = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const padding = filled.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || !filled.subarray(-padding).every((byte) => byte === padding)) return null;
  const plain = filled.subarray(0, -padding);
  if (plain.length < RANDOM + LENGTH) return null;
  const end = RANDOM + LENGTH + plain.readUInt32BE(RANDOM);
  return end <= plain.length && isSameSecret(plain.toString('utf8', end), account.appid) ? plain.toString('utf8', RANDOM + LENGTH, end) : null;
}
