import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f1 } from '../../plugins/bot/engine/session/f1.ts';
import { tokensOf } from '../../plugins/bot/engine/session/tagger-features.ts';
import { Tagger } from '../../plugins/bot/engine/session/tagger.ts';
import type { MarkedText } from '../../plugins/bot/engine/session/tagger.ts';

/** `from [Oslo](from)` */
function marked(source: string): MarkedText {
  const slots: { slot: string; from: number; to: number }[] = [];
  let text = '';
  let at = 0;
  for (const { 0: match, 1: value = '', 2: slot = '', index } of source.matchAll(/\[([^\]]*)\]\((\w+)\)/g)) {
    text += source.slice(at, index);
    slots.push({ slot, from: text.length, to: text.length + value.length });
    text += value;
    at = index + match.length;
  }
  return { text: text + source.slice(at), slots };
}

const cities = ['Oslo', 'Rome', 'New York', 'Paris', 'San Francisco', 'Cairo'];
const training = cities.flatMap((one, index) => {
  const other = cities[(index + 2) % cities.length];
  return [`a flight from [${one}](from) to [${other}](to)`, `fly to [${one}](to) from [${other}](from) please`, `我要从[${one}](from)去[${other}](to)`, `I want to go to [${one}](to)`].map(marked);
});

function seeded(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const tagger = new Tagger(training, { random: seeded() });
const found = (text: string, by = tagger): readonly string[] => by.tag(text).map(({ from, slot, to }) => `${slot}=${text.slice(from, to)}`);

describe('a tagger', () => {
  it('finds in new sentences what it learned, also values that it has never seen', () => {
    expect(found('fly to Lima from Rome please')).toEqual(['to=Lima', 'from=Rome']);
    expect(found('我要从Lima去Oslo')).toEqual(['from=Lima', 'to=Oslo']);
    expect(found('please help me')).toEqual([]);
  });

  it('learns the same from the same', () => {
    expect(found('from A B to C D E', new Tagger(training, { random: seeded(5) }))).toEqual(found('from A B to C D E', new Tagger(training, { random: seeded(5) })));
  });

  it('takes a hint from dictionaries', () => {
    const drinks = ['tea', 'mate', 'kvass', 'ayran', 'sake', 'cider'];
    const find = (text: string): readonly { dictionary: string; from: number; to: number }[] =>
      [...drinks, 'mocha'].flatMap((word) => (text.includes(word) ? [{ dictionary: 'drink', from: text.indexOf(word), to: text.indexOf(word) + word.length }] : []));
    const texts = drinks.flatMap((drink) => [`give me [${drink}](drink) now`, `give me peace now`, `give me rest now`].map(marked));
    expect(found('give me mocha now', new Tagger(texts, { random: seeded(), find }))).toEqual(['drink=mocha']);
    expect(found('give me silence now', new Tagger(texts, { random: seeded(), find }))).toEqual([]);
  });

  it('is measured by slots that are right in all of it', () => {
    const texts = [marked('to [New York](to)'), marked('from [Oslo](from) to [Rome](to)')];
    const half = (text: string): readonly { slot: string; from: number; to: number }[] => (text.startsWith('to') ? [{ slot: 'to', from: 3, to: 6 }] : [{ slot: 'from', from: 5, to: 9 }]);
    expect(f1(half, texts)).toEqual({ precision: 1 / 2, recall: 1 / 3, f1: 0.4 });
    expect(f1(() => [], texts).f1).toBe(0);
    expect(f1((text) => tagger.tag(text), training).f1).toBeGreaterThan(0.99);
  });

  it('learns from nothing, and takes any text', () => {
    expect(found('anything', new Tagger([], { random: seeded() }))).toEqual([]);
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(tagger.tag(text).every(({ from, to }) => from < to && to <= text.length)).toBe(true);
    }));
    expect(tokensOf('x '.repeat(5_000))).toHaveLength(200);
  });
});
