import { expect, test } from 'vitest';
import { gapIn, strangersIn } from '../../clients/console/features/broadcasts/broadcast.ts';

test.each([
  ['Hello {{name}}, our lamps', 'Hello , our lamps'],
  ['Spring!\n{{ NAME }}, look', ', look'],
  ['As one of our best customers, dear {{name}}, you may look at all of our lamps before anybody else', '…customers, dear , you may look a…'],
  ['{{name}}', ''],
])('in %s somebody without a name reads %s', (text, read) => {
  expect(gapIn(text)).toBe(read);
});

test('what is filled in for nobody is found, each once', () => {
  expect(strangersIn('{{name}} {{nmae}} {{ first name }} {{nmae}} {name} {{}} {{{name}}}')).toEqual(['{{nmae}}', '{{ first name }}', '{{}}']);
});
