import { describe, expect, it } from 'vitest';
import { Dictionaries, tryPattern } from '../../plugins/bot/engine/dictionary/dictionaries.ts';
import type { Tagged } from '../../plugins/bot/engine/dictionary/names.ts';
import { findNames } from '../../plugins/bot/engine/dictionary/names.ts';
import { computingMs } from '../support/stopwatch.ts';

const untagged: Tagged = () => [];
const names = (text: string, tagged = untagged): readonly string[] => findNames(text, tagged).map(({ from, kind, to }) => `${kind} ${text.slice(from, to)}`);
const circumstances = { now: Date.parse('2026-03-11T10:00:00+08:00'), timeZone: 'Asia/Shanghai', tagged: untagged };

describe('names', () => {
  it.each([
    ['My name is Ada Lovelace.', ['person Ada Lovelace']], ['Please call Dr. Smith in New York', ['person Smith', 'place New York']], ['I work at Acme Trading Ltd', ['organisation Acme Trading Ltd']],
    ['a flight from Paris to Hong Kong', ['place Paris', 'place Hong Kong']], ['send it to 12 Baker Street', ['place 12 Baker Street']], ['she studies at the University of Oslo', ['organisation University of Oslo']],
    ['我叫张小明，我要找王经理', ['person 张小明', 'person 王经理']], ['我在北京大学', ['organisation 北京大学']], ['地址浙江省杭州市文三路12号', ['place 浙江省杭州市文三路12号']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('are what the parts of speech say, and those that touch are one place', () => {
    const tagged: Tagged = () => [{ word: '我', tag: 'r' }, { word: '去', tag: 'v' }, { word: '上海', tag: 'ns' }, { word: '浦东', tag: 'ns' }, { word: '见', tag: 'v' }, { word: '李雷', tag: 'nr' }];
    expect(names('我去上海浦东见李雷', tagged)).toEqual(['place 上海浦东', 'person 李雷']);
  });

  it('take no time without end', async () => {
    const took = await computingMs(() => {
      names('市'.repeat(2_000));
      names('中山路'.repeat(600));
      names('Aa '.repeat(600));
    });
    expect(took).toBeLessThan(500);
  });
});

describe('the dictionaries of a bot', () => {
  const dictionaries = new Dictionaries([
    { is: 'vocabulary', name: 'drink', words: [{ word: '拿铁', synonyms: ['latte'] }] },
    { is: 'pattern', name: 'order', patterns: ['[A-Z]{2}\\d{4}', '(?=x)'] },
    { is: 'pattern', name: 'order', patterns: [] },
    { is: 'pattern', name: '@TIME', patterns: [] },
  ]);

  it('find all together, in order, and no number in a time', () => {
    expect(dictionaries.find('latte for 2 at 明天下午三点, order AB1234', circumstances).map(({ dictionary, value }) => `${dictionary} ${value}`)).toEqual([
      'drink 拿铁', '@NUMBER 2', '@TIME 2026/03/12 15:00', 'order AB1234',
    ]);
  });

  it('say which of them cannot be, and where', () => {
    expect(dictionaries.errors).toEqual([
      { code: 'pattern.look-around', dictionary: 'order', pattern: 1, at: 0 }, { code: 'dictionary.duplicate', dictionary: 'order' }, { code: 'dictionary.name', dictionary: '@TIME' },
    ]);
  });

  it('are tried before they are kept', () => {
    expect(tryPattern('\\d+', 'a12b3')).toEqual({ matches: [{ from: 1, to: 3, value: '12' }, { from: 4, to: 5, value: '3' }], complete: true });
    expect(tryPattern('(', 'a')).toEqual({ code: 'pattern.group', at: 0 });
    expect(dictionaries.findIn('drink', 'a latte')).toEqual([{ from: 2, to: 7, value: '拿铁' }]);
    expect(dictionaries.findIn('constructor', 'x')).toEqual([]);
  });
});
