import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../plugins/bot/engine/dictionary/dictionaries.ts';
import { Frames } from '../../plugins/bot/engine/session/frames.ts';

const SLOTS = [{ name: 'item', dictionary: '@ANY' }, { name: 'who', dictionary: '@ANY' }, { name: 'when', dictionary: '@TIME' }];
const UTTERS = [
  'can you repair {item}', 'Can you repair something?', 'I’d like to return {item} for {who}.', '{item} is broken', 'bring {item} {when}', '{item}',
  '我要修{item}', '帮我修一下 {item} 好吗？', '{item}坏了', '把{item}送给{who}',
];
/** Times are words in angle brackets. */
const times = (text: string): readonly Entity[] => Array.from(text.matchAll(/<\w+>/g), ({ 0: value, index }) => ({ dictionary: '@TIME', value, from: index, to: index + value.length }));
const frames = new Frames(UTTERS, SLOTS);
const told = (text: string, by = frames): Readonly<Record<string, string>> => Object.fromEntries(by.mark(text, times(text)).map(({ from, slot, to, value }) => {
  expect(text.slice(from, to)).toBe(value);
  return [slot, value];
}));

describe('what may be anything', () => {
  it.each([
    ['can you repair my red Blanket?', { item: 'my red Blanket' }], ['Can you repair “the kettle”, please!', { item: 'the kettle' }], ['Hi, can you repair A-4711', { item: 'A-4711' }],
    ["I'd like to return a lamp for my sister", { item: 'a lamp', who: 'my sister' }], ['Hello, the lamp is broken.', { item: 'the lamp' }], ['bring the sofa <noon>', { item: 'the sofa' }],
    ['我要修毯子', { item: '毯子' }], ['你好，我要修一条毯子，谢谢', { item: '一条毯子' }], ['帮我修一下电饭锅好吗', { item: '电饭锅' }], ['我的毯子坏了', { item: '我的毯子' }], ['把毯子送给王阿姨', { item: '毯子', who: '王阿姨' }],
    ['The 3.5 litre kettle is broken', { item: 'The 3.5 litre kettle' }], ['www.shop.com坏了', { item: 'www.shop.com' }], ['请假条坏了', { item: '请假条' }],
  ])('is told by the words of an utterance around it: %s', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    // Nothing is named.
    'can you repair something', 'can you repair it?', 'can you repair', '我要修', '我要修一下', 'repair',
    // The words split others, or are not those of an utterance.
    'can you repairing do', 'could they repair a lamp',
    // It could be read in two ways.
    "I'd like to return a lamp for mum for Easter", '把毯子送给王阿姨送给李叔叔', 'can you repair a lamp, a sofa and a bed', 'can you repair a lamp? it fell down',
    '我的台灯，还有沙发坏了', 'The 1,200 W heater is broken', '我要修毯子。我要修沙发', 'My chair. The lamp is broken',
    // A part of it may be another slot's.
    'can you repair my lamp <tomorrow>',
    // It says more than one thing.
    `can you repair ${'a very '.repeat(20)}old lamp`,
  ])('is not guessed: %s', (text) => {
    expect(told(text)).toEqual({});
  });

  it('is what the utterance says of which most words were said', () => {
    const several = new Frames(['repair {item}', 'repair {item} of my {who}'], SLOTS);
    expect(told('repair the lamp of my sister', several)).toEqual({ item: 'the lamp', who: 'sister' });
    expect(told('repair it of my sister', several)).toEqual({ who: 'sister' });
    expect(told('call ann about teas', new Frames(['call {who} about teas', 'call ann {item} teas'], SLOTS))).toEqual({ who: 'ann' });
    expect(told('call ann about teas', new Frames(['call {who} about teas', 'call ann about {item}'], SLOTS))).toEqual({});
  });

  it('does not hold up others, whatever is said and however many utterances there are', () => {
    const many = new Frames(Array.from({ length: 1_000 }, (_, i) => `{item}坏了${'啊'.repeat(i % 40)}`), SLOTS);
    const began = process.cpuUsage();
    for (let turn = 0; turn < 10; turn++) many.mark(`${',坏了'.repeat(99)}x`, []);
    expect(process.cpuUsage(began).user / 10_000, 'ms a message').toBeLessThan(25);
  });

  it('is nothing where no utterance has such a slot', () => {
    expect([new Frames(['can you repair {when}', 'x {unknown}'], SLOTS).isEmpty, frames.isEmpty]).toEqual([true, false]);
  });

  it('is a part of any text', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...UTTERS, 'can you repair ', 'for', ' ', '，', '.', '“', '坏了', 'please', '<noon>', 'x')), (texts) => {
      const text = texts.join('');
      // That it stands where it is said to stand is seen in all of them.
      expect(Object.values(told(text)).every((value) => value !== '' && text.includes(value))).toBe(true);
    }));
  });
});
