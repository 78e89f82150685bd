import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a text that somebody shows is the secret, or the signature, that was expected. The time that it takes tells nothing, also where the lengths differ. */
export const isSameSecret = (given: string, wanted: string): boolean => timingSafeEqual(digestOf(given), digestOf(wanted));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
