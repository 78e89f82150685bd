import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** `signature` of WeChat's messages: of the parts in the order of their bytes. */
export const signatureOf = (...parts: readonly string[]): string => createHash('sha1').update(parts.map((part) => Buffer.from(part)).sort(Buffer.compare).join('')).digest('hex');

/** 16 random bytes, the length, the message and whose it is; filled up to 32 bytes. */
export function seal(message: string, encodingAesKey: string, appid: string): string {
  const key = Buffer.from(encodingAesKey, 'base64');
  const [body, owner, length] = [Buffer.from(message), Buffer.from(appid), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  const used = 20 + body.length + owner.length;
  const fill = 32 - (used % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([randomBytes(16), length, body, owner, Buffer.alloc(fill, fill)])), cipher.final()]).toString('base64');
}
