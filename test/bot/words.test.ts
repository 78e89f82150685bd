import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalize } from '../../plugins/bot/engine/text/normalize.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';

const plain = new Tokenizer();
const keys = (text: string, tokenizer = plain): readonly string[] => tokenizer.words(text).map(({ key }) => key);

it('writes the same in one way: full width, case, apostrophes and blanks make no difference', () => {
  expect(normalize(' Ｗｈｅｒｅ’s   my\tＣＡＲＤ ')).toBe('wheres my card');
});

it('reads so much of a text and no more, also of one that grows when it is normalised', () => {
  expect(normalize('word '.repeat(10_000)).length).toBeLessThanOrEqual(2_000);
  expect(normalize('ﷺ'.repeat(2_000))).toHaveLength(2_000);
});

it('cuts Chinese into words, and other scripts at blanks', () => {
  expect(keys('信用卡的年费是多少？')).toEqual(['信用卡', '的', '年费', '是', '多少']);
  expect(keys('где моя карта')).toEqual(['где', 'моя', 'карта']);
  expect(keys('我想买iPhone 15')).toEqual(['我', '想', '买', 'iphon', '15']);
});

it('compares English words by their stems, and keeps numbers whole', () => {
  expect(keys('cancelled my bookings')).toEqual(keys('cancel my booking'));
  expect(keys('it costs 1,299.50 at 9:30')).toContain('1,299.50');
});

it('knows what stands between words, and loses nothing behind the first', () => {
  const written = (text: string, tokenizer = plain): string => tokenizer.words(text).map((word) => word.text + word.after).join('');
  expect(written('Wie bitte? 我要退款，谢谢！')).toBe('wie bitte? 我要退款,谢谢!');
  expect(written('My visa: stolen, 为什么？', trade)).toBe('my credit card: stolen, 为什么?');
});

it('finds no words where there are none', () => {
  expect(keys(' 。，!? 🙂 ')).toEqual([]);
});

const trade = new Tokenizer([
  { word: '云会客', synonyms: ['云会客厅', 'Parlor Cloud'] },
  { word: '和服', synonyms: [] },
  { word: 'credit card', synonyms: ['plastic', 'visa'] },
]);

it('keeps words of the vocabulary whole, and takes synonyms for the same word', () => {
  expect(keys('云会客厅怎么收费', trade)).toEqual(keys('parlor cloud怎么收费', trade));
  expect(keys('云会客厅怎么收费', trade)[0]).toBe('云会客');
  expect(keys('My Credit Cards were stolen', trade)).toEqual(keys('my plastic were stolen', trade));
});

it('finds no word of the vocabulary across the ends of others', () => {
  expect(keys('产品和服务', trade)).toEqual(['产品', '和', '服务']);
  expect(keys('我要租和服', trade)).toContain('和服');
});

it('finds words of the vocabulary that a guess would swallow', () => {
  expect(keys('阿罗哈谷歌')).not.toContain('谷歌');
  expect(keys('阿罗哈谷歌', new Tokenizer([{ word: '谷歌', synonyms: ['google'] }]))).toContain('谷歌');
});

it('leaves the words of one bot to that bot', () => {
  expect(keys('云会客厅怎么收费')).not.toContain('云会客');
});

it('says which part of speech a Chinese word is, and loses nothing of the text', () => {
  expect(plain.tagged('明天去北京')).toEqual([{ word: '明天', tag: 't' }, { word: '去', tag: 'v' }, { word: '北京', tag: 'ns' }]);
  expect(trade.tagged('我要开通云会客厅')).toContainEqual({ word: '云会客厅', tag: 'nz' });
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(trade.tagged(text).map(({ word }) => word).join('')).toBe(text);
  }));
});
