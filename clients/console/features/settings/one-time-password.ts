/** Without what looks alike (0 O 1 l I): it is read out and typed. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Three groups of five, about 74 bits. */
export function oneTimePassword(): string {
  // Bytes beyond the last whole multiple would favour the first letters.
  const limit = 256 - (256 % LETTERS.length);
  let letters = '';
  while (letters.length < 15) {
    for (const byte of crypto.getRandomValues(new Uint8Array(24))) if (byte < limit) letters += LETTERS[byte % LETTERS.length];
  }
  return [letters.slice(0, 5), letters.slice(5, 10), letters.slice(10, 15)].join('-');
}
