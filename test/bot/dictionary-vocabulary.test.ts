import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../plugins/bot/engine/dictionary/vocabulary.ts';

const drinks = new Vocabulary([{ word: '拿铁', synonyms: ['latte', '拿铁咖啡'] }, { word: '美式', synonyms: ['Americano'] }, { word: 'tea', synonyms: ['green tea'] }]);
const said = (text: string): readonly string[] => drinks.find(text).map(({ from, to, value }) => `${text.slice(from, to)}=${value}`);

describe('a vocabulary', () => {
  it('finds words and synonyms, the longest at each place', () => {
    expect(said('一杯拿铁咖啡和一杯美式')).toEqual(['拿铁咖啡=拿铁', '美式=美式']);
    expect(said('a green tea and a tea')).toEqual(['green tea=tea', 'tea=tea']);
  });

  it('takes no notice of case and width', () => {
    expect(said('ＬＡＴＴＥ or AMERICANO')).toEqual(['ＬＡＴＴＥ=拿铁', 'AMERICANO=美式']);
  });

  it('finds no word in another, but between Chinese characters', () => {
    expect(said('the team had steak beside the protea')).toEqual([]);
    expect(said('来杯latte吧')).toEqual(['latte=拿铁']);
  });
});
