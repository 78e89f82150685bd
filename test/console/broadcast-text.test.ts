import { expect, test } from 'vitest';
import { asksFallback, gapIn, isEmptyUnnamed, strangers, wordsFor } from '../../clients/console/features/broadcasts/broadcast.ts';

test.each([
  ['Hello {{name}}, our lamps', 'Hello, our lamps'],
  ['Spring!\n{{ NAME }}, look', ', look'],
  ['As one of our best customers, dear {{name}}, you may look at all of our lamps before anybody else', '…customers, dear, you may look at…'],
  ['{{name}}', ''],
])('in %s somebody without a name reads %s', (text, read) => {
  expect(gapIn(text)).toBe(read);
});

test('what is filled in for nobody is found, each once', () => {
  expect(strangers('{{name}} {{name|there}} {{nmae}} {{ first name }} {{agent}} {{nmae}} {name} {{}} {{{name}}}')).toEqual({ slips: ['{{nmae}}', '{{agent}}'], others: ['{{ first name }}', '{{}}'] });
});

test('what stands behind the bar goes before what the form says, which is asked for where nothing does', () => {
  const draft = { text: 'Hi {{name|friend}}, dear {{name}}', fallback: 'there' };
  expect(wordsFor(draft, null)).toBe('Hi friend, dear there');
  expect(wordsFor(draft, 'Lin')).toBe('Hi Lin, dear Lin');
  expect([draft.text, 'Hi {{name|friend}}', 'Hi {{ NAME | }}'].map(asksFallback)).toEqual([true, false, true]);
  expect(gapIn('Hi {{name|friend}}, dear {{name}}!')).toBe('Hi friend, dear!');
});

test.each([['{{name}}', '', true], [' {{name}}\n{{ NAME | }} ', ' ', true], ['{{name}}', 'there', false], ['{{name|there}}', '', false], ['{{name}}!', '', false], [' ', '', false]])('%s with “%s” is nothing to who has no name: %s', (text, fallback, isEmpty) => {
  expect(isEmptyUnnamed({ text, fallback })).toBe(isEmpty);
});
