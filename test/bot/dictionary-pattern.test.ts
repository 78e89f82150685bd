import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, findPattern, isPatternError, matchesPattern } from '../../plugins/bot/engine/dictionary/pattern.ts';
import type { PatternOptions } from '../../plugins/bot/engine/dictionary/pattern.ts';
import { computingMs } from '../support/stopwatch.ts';

const found = (source: string, text: string, options?: PatternOptions): readonly string[] => {
  const pattern = compilePattern(source, options);
  if (isPatternError(pattern)) throw new Error(`${pattern.code} at ${pattern.at}`);
  return findPattern(pattern, text).matches.map(({ from, to }) => text.slice(from, to));
};

describe('patterns', () => {
  it.each([
    ['[A-Z]{2}\\d{6,8}', 'orders AB123456 and CD12345678.', ['AB123456', 'CD12345678']],
    ['1[3-9]\\d{9}', '电话13812345678，备用 15900001111', ['13812345678', '15900001111']],
    ['(?:订单|order)\\s*#?(\\d+)', '订单 12, order #34', ['订单 12', 'order #34']],
    ['a+?', 'aaa', ['a', 'a', 'a']],
    ['\\bcat\\b', 'cat concat cat', ['cat', 'cat']],
    ['\\p{Script=Han}{2,3}', '我想退款 please', ['我想退', ]],
    ['[^\\d\\s]+', '12 ab 3c', ['ab', 'c']],
    ['x?', 'yy', []],
    ['😀+', 'a😀😀b', ['😀😀']],
    ['(a|ab)(c|bcd)', 'abcd', ['abcd']],
  ])('%s in %s', (source, text, matches) => {
    expect(found(source, text)).toEqual(matches);
  });

  it('take no notice of case unless they are told to', () => {
    expect(found('abc', 'ABC')).toEqual(['ABC']);
    expect(found('[^a]', 'A')).toEqual([]);
    expect(found('abc', 'ABC', { ignoreCase: false })).toEqual([]);
  });

  it('match the whole of a text where that is asked', () => {
    const pattern = compilePattern('\\d{4}|x', { whole: true });
    if (isPatternError(pattern)) throw new Error(pattern.code);
    expect(['1234', 'x', '12345', 'x1'].map((text) => matchesPattern(pattern, text))).toEqual([true, true, false, false]);
  });

  it.each([
    ['', 'pattern.empty', 0], ['a'.repeat(501), 'pattern.too-long', 500], ['(?=a)', 'pattern.look-around', 0], ['a(?<!b)', 'pattern.look-around', 1],
    ['(a)\\1', 'pattern.back-reference', 3], ['a**', 'pattern.repeat', 3], ['*a', 'pattern.repeat', 0], ['a{3,1}', 'pattern.repeat', 1], ['a{9999}', 'pattern.repeat', 1],
    ['(a', 'pattern.group', 0], ['a)', 'pattern.group', 1], ['[a', 'pattern.class', 0], ['[z-a]', 'pattern.class', 1], ['\\q', 'pattern.escape', 0], ['\\p{Nope}', 'pattern.escape', 0],
    ['((a{100}){100})', 'pattern.too-large', 0], ['('.repeat(60), 'pattern.too-large', 50], ['a\\', 'pattern.escape', 1],
  ])('refuse %s', (source, code, at) => {
    expect(compilePattern(source)).toEqual({ code, at });
  });

  it.each(['(a+)+$', '(a|a)*$', '(a*)*b', '(.*a){20}', '(x+x+)+y'])('take the time of the text and no more: %s', async (source) => {
    const pattern = compilePattern(source);
    if (isPatternError(pattern)) throw new Error(pattern.code);
    expect(await computingMs(() => findPattern(pattern, `${'a'.repeat(2_000)}!${'x'.repeat(2_000)}`))).toBeLessThan(2_000);
  });

  it('say so where a text was not searched to its end', () => {
    const pattern = compilePattern('(?:a.{0,190}){5}b|a');
    if (isPatternError(pattern)) throw new Error(pattern.code);
    const { complete, matches } = findPattern(pattern, 'a'.repeat(2_000));
    expect(complete).toBe(false);
    // It was the steps that were too many, not the matches.
    expect(matches.length).toBeLessThan(20);
  });

  it('find what the platform finds, in any text', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '(?:ab|a)', '(?:b|)', '^', '$', '\\b');
    const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '{1,2}', '{2}')).map(([each, times]) => (/^(?:\^|\$|\\b)$/.test(each) ? each : each + times));
    const source = fc.array(fc.array(piece, { minLength: 1, maxLength: 4 }).map((each) => each.join('')), { minLength: 1, maxLength: 3 }).map((each) => each.join('|'));
    fc.assert(fc.property(source, fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }), (expression, text) => {
      const expected = [...text.matchAll(new RegExp(expression, 'gu'))].map(([match]) => match);
      // Where an empty match is skipped the next may begin elsewhere: those texts are not comparable.
      fc.pre(!expected.includes(''));
      expect(found(expression, text)).toEqual(expected);
    }), { numRuns: 2_000 });
  });

  it('never throw, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab\\()[]{}|*+?^$.-,19pu<=!:')) }), (source) => {
      const pattern = compilePattern(source);
      expect(isPatternError(pattern) || findPattern(pattern, 'aab1-ba').complete).toBe(true);
    }), { numRuns: 3_000 });
  });
});
