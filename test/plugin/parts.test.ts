import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '#plugin/define.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('a long text', () => {
  it.each<[string, string, number, readonly string[]]>([
    ['that fits is left alone', ' as it is \n', 20, [' as it is \n']],
    ['is cut between paragraphs', 'first line\n\nsecond line\nthird', 18, ['first line', 'second line\nthird']],
    ['is cut between lines', 'one two\nthree four\nfive', 20, ['one two\nthree four', 'five']],
    ['has no line without words at the end of a part', 'first line\n\nsecond line', 22, ['first line', 'second line']],
    ['keeps how far a line is indented', 'one two\n  three four', 14, ['one two', '  three four']],
    ['is cut between sentences', 'One two. Three four. Five six', 24, ['One two. Three four.', 'Five six']],
    ['is cut between Chinese sentences', '你好吗？我很好。谢谢', 9, ['你好吗？我很好。', '谢谢']],
    ['is cut between words', 'one two three four', 10, ['one two', 'three four']],
    ['is cut behind a Chinese comma', '我们明天下午，两点钟见面', 10, ['我们明天下午，', '两点钟见面']],
    ['is cut where its last word just fits', 'one two three', 7, ['one two', 'three']],
    ['is cut anywhere where there is no border', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['is not cut far from its end', 'a bcdefghijklmnop', 10, ['a bcdefghi', 'jklmnop']],
    ['is not cut in a family', '👨‍👩‍👧👨‍👩‍👧', 9, ['👨‍👩‍👧', '👨‍👩‍👧']],
    ['is not cut before the colour of a skin', 'ab👍🏽', 4, ['ab', '👍🏽']],
    ['keeps a dot within a number', 'it costs 12.50 today', 16, ['it costs 12.50', 'today']],
    ['of white space is none', ' \n '.repeat(9), 5, []],
  ])('%s', (_how, text, most, parts) => expect(partsOf(text, most)).toEqual(parts));

  it('is cut by what its provider counts', () => {
    expect(partsOf('你好吗？我很好。谢谢', 27, bytes)).toEqual(['你好吗？我很好。', '谢谢']);
    expect(partsOf('👨‍👩‍👧👨‍👩‍👧', 20, bytes)).toEqual(['👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it.each([['units', undefined], ['bytes', bytes]] as const)('loses nothing but white space at its borders, and no part is too long (%s)', (_name, measure) => {
    const like = fc.string({ unit: fc.constantFrom('a', '。', '.', ' ', '\n', '😀', '我', '\n\n'), maxLength: 400 });
    fc.assert(fc.property(fc.oneof(like, fc.string({ unit: 'binary', maxLength: 400 })), fc.integer({ min: 4, max: 60 }), (text, most) => {
      const parts = partsOf(text, most, measure);
      expect(parts.every((part) => (measure?.(part) ?? part.length) <= most && part.trim() !== '' && part.isWellFormed())).toBe(true);
      expect(parts.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }));
  });

  it('comes to an end where not even a character fits', () => expect(partsOf('a😀b', 1)).toEqual(['a', '😀', 'b']));

  it('of marks without end is cut quickly', () => {
    const began = performance.now();
    expect(partsOf(`a${'\u0301'.repeat(7_000)}`, 2_048, bytes).length).toBeGreaterThan(5);
    expect(partsOf('\n'.repeat(4_000) + 'x '.repeat(2_000), 2_048, bytes).length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
