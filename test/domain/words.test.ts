import { expect, test } from 'vitest';
import { codeAsked, isNamelessAsked, visitorCode } from '#domain/visitor-code.ts';
import { excerptOf, folded, stretchesOf, wordsOf } from '#domain/words.ts';
import { computingMs } from '../support/stopwatch.ts';

test('capitals, width and white space make no difference, and each word is looked for once', () => {
  expect(folded('ＡＢＣ\n\tÉtude')).toBe('abc étude');
  expect(wordsOf('  Blue LAMP blue 退款　 ')).toEqual(['blue', 'lamp', '退款']);
  expect(wordsOf(' \t ')).toEqual([]);
  expect(wordsOf('a b c d e f g h i j')).toHaveLength(8);
});

const marked = (text: string, asked: string): string[] => stretchesOf(text, wordsOf(asked)).map(({ from, to }) => text.slice(from, to));

test.each([
  ['The Blue lamp is BLUE.', 'blue', ['Blue', 'BLUE']],
  ['我想申请退款，退款要多久？', '退款', ['退款', '退款']],
  ['ｂlue ﬁne cafe\u0301', 'b fi café', ['ｂ', 'ﬁ', 'cafe\u0301']],
  ['👩‍👩‍👧 lamp', 'lamp', ['lamp']],
  ['banana', 'ana nan', ['ana']],
  ['abcdef', 'abc cde ef', ['abc', 'ef']],
  ['nothing', 'x', []],
])('%s: %s stands where it was written', (text, asked, found) => {
  expect(marked(text, asked)).toEqual(found);
});

test('a letter that stands everywhere in a long text holds nobody up', async () => {
  expect(await computingMs(() => expect(stretchesOf('a'.repeat(8_000), ['a'])).toHaveLength(8_000))).toBeLessThan(100);
});

test('an excerpt has the first of the words in it, in one line, and no half of a character', () => {
  const long = `${'before '.repeat(40)}the lamp\nis blue${' after'.repeat(40)}`;
  const part = excerptOf(long, ['lamp'], 60);
  expect(part).toMatch(/^….*the lamp is blue.*…$/u);
  expect(part.length).toBeLessThanOrEqual(62);
  expect(excerptOf('short', ['x'])).toBe('short');
  for (let shift = 0; shift < 4; shift++) expect(excerptOf(`${'a'.repeat(shift)}${'😀'.repeat(200)}lamp${'😀'.repeat(200)}`, ['lamp']).isWellFormed()).toBe(true);
});

test.each([
  ['a short text', `${'before '.repeat(10)}the lamp`, 'lamp', /^….{10,16}lamp$/u],
  ['the end of a long one', `${'before '.repeat(40)}the lamp`, 'lamp', /^….{10,16}lamp$/u],
  ['whole words', 'Does the blue lamp come in green? A refund would do', 'refund', /^…in green\? A refund would do$/u],
  ['whole words, with a comma behind them', 'Really, it was. Really, it was. My lamp', 'lamp', /^…it was\. My lamp$/u],
  ['Chinese before a space', `${'我们昨天已经说过'.repeat(3)} lamp`, 'lamp', /^….{6,8} lamp$/u],
  ['a word that nothing follows', `${'x'.repeat(40)}lamp`, 'lamp', /^…x{16}lamp$/u],
  ['Chinese, which is twice as wide', `${'我们昨天已经说过'.repeat(5)}申请退款`, '退款', /^….{6,8}退款$/u],
  ['the beginning', '我想申请退款，订单号 20261124', '退款', /^我想申请退款，订单号 20261124$/u],
])('the word stands near the beginning of an excerpt: %s', (_, text, asked, shown) => {
  expect(excerptOf(text, wordsOf(asked))).toMatch(shown);
});

test('a visitor is asked for by number with any word before it', () => {
  const code = visitorCode('01ARZ3NDEKTSV4RRFFQ69G5FAV');
  expect(code).toMatch(/^#\d{4}$/);
  for (const text of [`Visitor ${code.slice(1)}`, `访客 ${code.slice(1)}`, ` 访客${code.slice(1)} `, code, code.slice(1)]) expect(codeAsked(text)).toBe(code);
  for (const text of ['', 'Visitor', 'Visitor 123', '12345', 'order 1234 please', '2026-1234']) expect(codeAsked(text)).toBeNull();
});

test('whoever has no name is asked for by what all of them are called', () => {
  for (const text of ['Visitor', ' visitors ', '访客']) expect(isNamelessAsked(text)).toBe(true);
  for (const text of ['', 'visit', 'Visitor 4821', '访客 4821', 'my visitor']) expect(isNamelessAsked(text)).toBe(false);
});
