import { expect, test } from 'vitest';
import { asksFallback, gapIn, sentAsTheyStand, wordsFor } from '../../clients/console/features/broadcasts/broadcast.ts';

test.each([
  ['Hello {{name}}, our lamps', 'Hello, our lamps'],
  ['Spring!\n{{ NAME }}, look', ', look'],
  ['As one of our best customers, dear {{name}}, you may look at all of our lamps before anybody else', '…customers, dear, you may look at…'],
  ['{{name}}', ''],
])('in %s somebody without a name reads %s', (text, read) => {
  expect(gapIn(text)).toBe(read);
});

test('what is filled in for nobody is found, each once', () => {
  expect(sentAsTheyStand('{{name}} {{name|there}} {{nmae}} {{ first name }} {{agent}} {{nmae}} {name} {{}} {{{name}}}')).toEqual(['{{nmae}}', '{{agent}}', '{{ first name }}', '{{}}']);
});

test('what stands behind the bar goes before what the form says, which is asked for where nothing does', () => {
  const draft = { text: 'Hi {{name|friend}}, dear {{name}}', fallback: 'there' };
  expect(wordsFor(draft, null)).toBe('Hi friend, dear there');
  expect(wordsFor(draft, 'Lin')).toBe('Hi Lin, dear Lin');
  expect([draft.text, 'Hi {{name|friend}}', 'Hi {{ NAME | }}'].map(asksFallback)).toEqual([true, false, true]);
  expect(gapIn('Hi {{name|friend}}, dear {{name}}!')).toBe('Hi friend, dear!');
});
