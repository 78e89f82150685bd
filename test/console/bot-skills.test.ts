import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flawOfDictionary, wordsAsText, wordsIn } from '../../clients/console/features/bots/dictionary.ts';
import { NEW_SLOT, flawOfIntent, flawOfSlots, linesIn, moved, slotsIn, withSlot } from '../../clients/console/features/bots/intent.ts';
import { offsetOf, variablesAsText, variablesIn } from '../../clients/console/features/bots/script.ts';

test('words are pasted with their synonyms however they are put apart, and written as they are read', () => {
  const words = wordsIn('Beijing, Peking；北京\nrice\tmi\n\n上海、魔都、魔都');
  expect(words).toEqual([{ word: 'Beijing', synonyms: ['Peking', '北京'] }, { word: 'rice', synonyms: ['mi'] }, { word: '上海', synonyms: ['魔都'] }]);
  expect(wordsIn(wordsAsText(words))).toEqual(words);
  expect(flawOfDictionary({ name: 'city', type: 'vocab', description: '', patterns: [], words: [{ word: 'x'.repeat(101), synonyms: [] }] })).toBe('long-word');
});

test('utterances are lines, slots stand in them, and what the plugin would not take is told', () => {
  const completion = { reply: '', handsOver: true };
  expect(linesIn(' a \n\nb\na')).toEqual(['a', 'b']);
  expect(slotsIn('to { city } by {when}')).toEqual([{ name: 'city', from: 3, to: 11 }, { name: 'when', from: 15, to: 21 }]);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(flawOfIntent({ name: 'go', description: '', utters: [], slots: [{ name: 'a', dict: '@ANY', requires: true, question: '' }, { name: 'a', dict: '@ANY', requires: true, question: '' }], completion })).toBe('slot-twice');
  expect(flawOfIntent({ name: 'go there', description: '', utters: [], slots: [], completion })).toBe('bad-name');
  const saying = (reply: string) => flawOfIntent({ name: 'go', description: '', utters: [], slots: [{ name: 'a', dict: '@ANY', requires: true, question: '' }], completion: { ...completion, reply } });
  expect([saying('To { a }.'), saying('To {b}.'), saying('x'.repeat(2_001)), saying('')]).toEqual([null, 'reply-slot', 'long-reply', null]);
});

test('a slot that is added names the first that has no name, and is like any other new one', () => {
  const people = { ...NEW_SLOT, name: 'people' };
  expect(withSlot([people], 'city', [])).toEqual([people, { ...NEW_SLOT, name: 'city' }]);
  expect(withSlot([NEW_SLOT, people], 'city', ['city'])).toEqual([{ ...NEW_SLOT, name: 'city', dict: 'city' }, people]);
  // What somebody has chosen for it stays.
  expect(withSlot([{ ...NEW_SLOT, dict: '@TIME', requires: false, question: 'When?' }], 'city', ['city'])).toEqual([{ name: 'city', dict: '@TIME', requires: false, question: 'When?' }]);
});

test('the first slot that the plugin would not take is known by its place', () => {
  const [city, people] = [{ ...NEW_SLOT, name: 'city' }, { ...NEW_SLOT, name: 'people' }];
  expect(flawOfSlots([city, people])).toBeNull();
  expect(flawOfSlots([city, NEW_SLOT, city])).toEqual({ at: 1, flaw: 'slot-name' });
  expect(flawOfSlots([city, people, city])).toEqual({ at: 2, flaw: 'slot-twice' });
  expect(flawOfSlots([city, { ...people, dict: '' }])).toEqual({ at: 1, flaw: 'slot-dict' });
});

test('variables are read as they were written, whatever is in them', () => {
  const name = fc.stringMatching(/^[A-Z]\w{0,20}$/);
  const value = fc.string().map((text) => text.replaceAll('\r', '').replaceAll(/[^\S\n ]/g, '').trim());
  fc.assert(fc.property(fc.dictionary(name, value.filter((text) => text === text.trim())), (config) => {
    expect(variablesIn(variablesAsText(config))).toEqual({ ...config });
  }));
  expect(variablesIn('A=1\n\nno variable')).toBe(3);
});

test('a line and a column are a place in the text, never behind its end', () => {
  expect(offsetOf('ab\ncd\n', 2, 2)).toBe(4);
  expect(offsetOf('ab', 1, 9)).toBe(2);
});
