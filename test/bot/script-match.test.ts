import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTokens, match, readSentence } from '../../plugins/bot/engine/script/match.ts';
import { parsePattern } from '../../plugins/bot/engine/script/pattern.ts';
import { countingOf } from '../../plugins/bot/engine/script/units.ts';
import { computingMs } from '../support/stopwatch.ts';
import { tagged } from './support/tagged.ts';

function matched(matcher: string, sentence: string, language = 'zh_CN'): readonly string[] | null {
  const pattern = parsePattern(matcher);
  if (pattern.is !== 'tokens') throw new TypeError('not a matcher of tokens');
  const counting = countingOf(language);
  return match(compileTokens(pattern, counting), readSentence(sentence, counting, tagged));
}

describe('text', () => {
  it('is compared without case, marks, blanks and full width', () => {
    expect(matched('hello there', 'Ｈｅｌｌｏ,  there!')).toEqual([]);
    expect(matched('你 好', '你好！')).toEqual([]);
    expect(matched('hello', 'hello you')).toBeNull();
    expect(matched('art', 'start')).toBeNull();
  });

  it('may be marks and pictures, where it is nothing else', () => {
    expect(matched('???', '??')).toBeNull();
    expect(matched('???', '???')).toEqual([]);
    expect(matched('👍', '👍')).toEqual([]);
    expect(matched('👍', '👎')).toBeNull();
    expect(matched('(*) ?', '你好')).toEqual(['你好']);
  });

  it('is a word as it is written, with what belongs to it', () => {
    expect(matched('__liucheng_2.1', '__liucheng_2.1')).toEqual([]);
    expect(matched('__liucheng_2.1', '__liucheng_2.2')).toBeNull();
    expect(matched("don't", 'Don’t', 'en_US')).toEqual([]);
  });
});

describe('wildcards count characters of Chinese', () => {
  it.each([
    ['再见 *2', '再见朋友', ['朋友']], ['再见 *2', '再见老朋友们', null], ['早安 *~4', '早安', ['']], ['早安 *~4', '早安乌鲁木齐', ['乌鲁木齐']],
    ['早安 *~4', '早安君士坦丁堡', null], ['早安 *(2-4)', '早安北京', ['北京']], ['早安 *(2-4)', '早安', null], ['早安 *(2-4)', '早安君士坦丁堡', null],
    ['(*) 你好 (*)', '客服你好', ['客服', '']], ['(*) 你好 (*)', '你好', ['', '']], ['(*) 你好 (*)', '你好吗', ['', '吗']], ['(*)', '', ['']], ['*', '什么', ['什么']],
    ['我的用户名是 *(2-10)', '我的用户名是hain', ['hain']], ['我的用户名是 *(2-3)', '我的用户名是hain', null], ['尾号 *4', '尾号1234', ['1234']], ['*(3-5)', '175', ['175']],
    ['*2 比 *2 高', '小明比小红高', ['小明', '小红']],
  ])('%s with %s', (matcher, sentence, captures) => {
    expect(matched(matcher, sentence)).toEqual(captures);
  });
});

describe('wildcards count words of other languages', () => {
  it.each([
    ['call me *1', 'Call me Al', ['Al']], ['call me *1', 'call me Al Gore', null], ['call me *~2 please', 'call me Al Gore, please', ['Al Gore']],
    ['I am *(1-2) years old', 'I am 42 years old', ['42']], ['it is *1', 'it is state-of-the-art', ['state-of-the-art']], ['pay *1', 'pay 3.50', ['3.50']],
  ])('%s with %s', (matcher, sentence, captures) => {
    expect(matched(matcher, sentence, 'en_US')).toEqual(captures);
  });
});

describe('choices', () => {
  it.each([
    ['I (like|love) it', 'I love it', ['love']], ['I (like|love) it', 'I hate it', null], ['早安(北京|上海|天津)', '早安上海', ['上海']], ['早安(北京|上海|天津)', '早安西安', null], ['早安(北京|上海|天津)', '早安', null],
    ['早安 [美丽的] 北京', '早安北京', []], ['早安 [美丽的] 北京', '早安美丽的北京', []], ['早安 [美丽的] 北京', '早安热闹的北京', null],
    ['I [really|do] like it', 'I do like it', []], ['去 (北京|北京市) 的票', '去北京市的票', ['北京市']], ['去 (北京市|北京) (*)', '去北京市', ['北京市', '']],
    ['(退款｜退货)', '退货', ['退货']], ['[今天] *(2-5) 适(合|宜)穿什么', '今天北京适合穿什么', ['北京', '合']], ['[今天] *2 适(合|宜)穿什么', '今天北京适合穿什么', ['北京', '合']],
  ])('%s with %s: the optional ones are not captured', (matcher, sentence, captures) => {
    expect(matched(matcher, sentence)).toEqual(captures);
  });
});

describe('parts of speech', () => {
  it.each([
    ['我 喜欢 <noun>', '我喜欢音乐', ['音乐']], ['我 <verb1> <noun1>', '我喜欢音乐', ['喜欢', '音乐']], ['我 喜欢 <noun>', '我喜欢跑', null], ['<pronouns> 喜欢 (*)', '她喜欢跑步', ['她', '跑步']],
    ['<noun1> 和 <noun2>', '苹果和香蕉', ['苹果', '香蕉']], ['我 叫 <name>', '我叫王小明', ['王小明']], ['<adjective> 的 <noun>', '漂亮的衣服', ['漂亮', '衣服']],
  ])('%s with %s', (matcher, sentence, captures) => {
    expect(matched(matcher, sentence)).toEqual(captures);
  });
});

it('captures from left to right, as it was said', () => {
  expect(matched('(*) from (London|Paris) to *1 (*)', 'A ticket from PARIS to Rome, today please', 'en_US')).toEqual(['A ticket', 'PARIS', 'Rome', 'today please']);
  expect(matched('(*)', ' -5! ')).toEqual(['-5!']);
});

it('reads sentences that should be like others', () => {
  expect(parsePattern('${0.7}{how are you|how do you do}')).toEqual({ is: 'fuzzy', of: ['how are you', 'how do you do'], least: 0.7 });
  expect(parsePattern('${你好吗｜最近好吗}')).toEqual({ is: 'fuzzy', of: ['你好吗', '最近好吗'], least: null });
});

describe('what is wrong with a matcher is told with its place', () => {
  it.each([
    ['${1.7}{a}', 'pattern.threshold 2'], ['${1}{a}', 'pattern.threshold 2'], ['${0.7}{a', 'pattern.unclosed 0'], ['你好 (a|b', 'pattern.unclosed 3'], ['a (b||c)', 'pattern.choice 2'], ['*(4-2)', 'pattern.range 0'],
    ['我 <nuon>', 'pattern.speech 2'], ['早安[美丽的]北京', 'pattern.blanks 2'],
  ])('%s', (matcher, expected) => {
    const problems: string[] = [];
    parsePattern(matcher, (code, at) => problems.push(`${code} ${at}`));
    expect(problems[0]).toBe(expected);
  });
});

it('reads nothing of a matcher that is too large to be compared', () => {
  for (const matcher of ['(*)'.repeat(65), 'x'.repeat(9_000)]) {
    const problems: string[] = [];
    expect(parsePattern(matcher, (code) => problems.push(code))).toEqual({ is: 'tokens', tokens: [] });
    expect(problems).toEqual(['pattern.large']);
  }
});

it('ends soon, however many wildcards there are', async () => {
  const took = await computingMs(() => {
    expect(matched('(*) a '.repeat(32), 'a '.repeat(990).concat('b'), 'en_US')).toBeNull();
    expect(matched('*(1-900) [a|a a] '.repeat(32), 'a '.repeat(999), 'en_US')).not.toBeNull();
  });
  expect(took).toBeLessThan(500);
});

it('matches itself when it is only words, and fails on nothing', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,5}$/), (text) => {
    expect(matched(text, text)).toEqual([]);
  }));
  const form = fc.oneof(fc.constantFrom('(*)', '*2', '*~3', '*(1-2)', '(a|b)', '[a]', '<noun>', 'a', '你', '(', '[', '${', '}', '|'), fc.string());
  fc.assert(fc.property(fc.array(form).map((forms) => forms.join(' ')), fc.array(fc.oneof(fc.constantFrom('a', 'b', '你', '好'), fc.string())).map((words) => words.join(' ')), (matcher, sentence) => {
    const pattern = parsePattern(matcher);
    if (pattern.is === 'tokens') for (const counting of ['characters', 'words'] as const) match(compileTokens(pattern, counting), readSentence(sentence, counting, tagged));
  }));
});

it('finds a way whenever a search of all ways finds one', () => {
  const token = fc.constantFrom('(*)', '*1', '*~2', '*(1-2)', '(a|b|a b)', '[b]', 'a', 'b');
  fc.assert(fc.property(fc.array(token, { minLength: 1, maxLength: 6 }), fc.array(fc.constantFrom('a', 'b'), { maxLength: 7 }), (tokens, words) => {
    const written: Readonly<Record<string, string>> = { '(*)': '(?:\\w )*', '*1': '(?:\\w ){1}', '*~2': '(?:\\w ){0,2}', '*(1-2)': '(?:\\w ){1,2}', '(a|b|a b)': '(?:a |b |a b )', '[b]': '(?:b )?', a: 'a ', b: 'b ' };
    const expected = new RegExp(`^${tokens.map((each) => written[each]).join('')}$`).test(words.map((word) => `${word} `).join(''));
    expect(matched(tokens.join(' '), words.join(' '), 'en_US') !== null).toBe(expected);
  }));
});
