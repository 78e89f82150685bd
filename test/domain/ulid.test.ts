import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUlid, ulid } from '#domain/ulid.ts';

const zeros = new Uint8Array(16);

describe('a ulid', () => {
  it('is time, then chance', () => {
    expect(ulid(0, zeros)).toBe('0'.repeat(26));
    expect(ulid(1_469_918_176_385, zeros)).toBe('01ARYZ6S41' + '0'.repeat(16));
    expect(ulid(2 ** 48 - 1, new Uint8Array(16).fill(255))).toBe('7' + 'Z'.repeat(25));
  });

  it('sorts by time', () => {
    const times = fc.nat({ max: 2 ** 48 - 1 });
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(times, times, bytes, bytes, (a, b, x, y) => {
        expect(isUlid(ulid(a, x))).toBe(true);
        if (a !== b) expect(ulid(a, x) < ulid(b, y)).toBe(a < b);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['', 'I'.repeat(26), '8' + '0'.repeat(25), '0'.repeat(25), '0'.repeat(27), 'o'.repeat(26), `${'0'.repeat(26)}\n`, 7, null, undefined])('%j is none', (value) => {
    expect(isUlid(value)).toBe(false);
  });
});
