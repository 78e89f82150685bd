import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Secrets at rest. The key is a row of the same database, so this keeps them out of lists, logs, exports of single tables and
 * hands that read along; it does not keep them from whoever has the whole database.
 */
export interface Seal {
  /** `plugin` and `name` belong to the seal: moved elsewhere it does not open. */
  close(plugin: string, name: string, text: string): string;
  /** Null where it was not closed with this key for this place. */
  open(plugin: string, name: string, sealed: unknown): string | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; `secret` of any length, 32 random bytes or more. */
export function createSeal(secret: string): Seal {
  const key = createHash('sha256').update(secret).digest();
  const placeOf = (plugin: string, name: string): Buffer => Buffer.from(JSON.stringify([plugin, name]));
  return {
    close(plugin, name, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(placeOf(plugin, name));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(plugin, name, sealed) {
      if (typeof sealed !== 'string') return null;
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(placeOf(plugin, name)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
