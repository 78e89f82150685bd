import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split } from '../../plugins/wechat/split.ts';

describe('a long text', () => {
  it.each<[string, string, number, readonly string[]]>([
    ['that fits is left alone', ' as it is \n', 20, [' as it is \n']],
    ['is cut between lines', 'one two\nthree four\nfive', 20, ['one two\nthree four', 'five']],
    ['is cut between sentences', 'One two. Three four. Five six', 24, ['One two. Three four.', 'Five six']],
    ['is cut between Chinese sentences', '你好吗？我很好。谢谢', 27, ['你好吗？我很好。', '谢谢']],
    ['is cut between words', 'one two three four', 10, ['one two', 'three four']],
    ['is cut anywhere where there is no border', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['is not cut far from its end', 'a bcdefghijklmnop', 10, ['a bcdefghi', 'jklmnop']],
    ['is not cut in a family', '👨‍👩‍👧👨‍👩‍👧', 20, ['👨‍👩‍👧', '👨‍👩‍👧']],
    ['keeps a dot within a number', 'it costs 12.50 today', 16, ['it costs 12.50', 'today']],
  ])('%s', (_how, text, most, parts) => expect(split(text, most)).toEqual(parts));

  it('loses nothing but white space at its borders, and no part is too long', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 4, max: 60 }), (text, most) => {
      const parts = split(text, most);
      expect(parts.every((part) => Buffer.byteLength(part) <= most && part.isWellFormed())).toBe(true);
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }));
  });

  it('of marks without end is cut quickly', () => {
    const began = performance.now();
    expect(split(`a${'\u0301'.repeat(7_000)}`, 2_048).length).toBeGreaterThan(5);
    expect(split('\n'.repeat(4_000) + 'x '.repeat(2_000), 2_048).length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
