import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { fillIn, placeholdersIn, strangersIn } from '#domain/placeholders.ts';

const lin = { name: 'Lin', agent: 'Bo' };
const nameless = { name: null, agent: 'Bo' };

test.each([
  ['Hi {{name}}, I am {{ AGENT }}.', 'Hi Lin, I am Bo.', 'Hi, I am Bo.'],
  ['Hi {{name|there}}!', 'Hi Lin!', 'Hi there!'],
  ['Hi {{ Name | my friend }}!', 'Hi Lin!', 'Hi my friend!'],
  ['{{name}}, hello', 'Lin, hello', ', hello'],
  ['您好{{name}}，{{name|朋友}}。', '您好Lin，Lin。', '您好，朋友。'],
  ['{{order}} {{ first name }} {name} {{}} {{name', '{{order}} {{ first name }} {name} {{}} {{name', '{{order}} {{ first name }} {name} {{}} {{name'],
])('%s reads %s, and %s where the name is not known', (text, known, unknown) => {
  expect(fillIn(text, lin)).toBe(known);
  expect(fillIn(text, nameless)).toBe(unknown);
});

it('what the placeholder says of itself goes before what stands for all of them', () => {
  expect(fillIn('{{name|friend}} {{name}} {{name| }}', nameless, ' there ')).toBe('friend there there');
  expect(fillIn('{{name}} {{name|friend}}', lin, 'there')).toBe('Lin Lin');
});

it('what people call themselves is no placeholder, nor a pattern', () => {
  expect(fillIn('{{name}} of {{agent}}', { name: '$& {{agent}}', agent: 'constructor' })).toBe('$& {{agent}} of constructor');
  expect(fillIn('{{constructor}} {{toString}}', lin)).toBe('{{constructor}} {{toString}}');
});

it('whatever a text says, only what is named is filled in', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('{{', '}}', '|', '{{name}}', '{{name|x}}', '{{nmae}}', ' '));
  fc.assert(fc.property(fc.array(part).map((parts) => parts.join('')), (text) => {
    expect(fillIn(text, {})).toBe(text.trim());
    for (const { at, written } of placeholdersIn(text)) expect(text.slice(at, at + written.length)).toBe(written);
  }));
});

it('all slips are found, each once, and told from what nobody meant to be filled in', () => {
  expect(strangersIn('{{nmae}} {{agnt|x}} {{name}} {{ user.name }} {{nmae}} {{}} {{姓名}}', ['name', 'agent'])).toEqual({ slips: ['{{nmae}}', '{{agnt|x}}', '{{姓名}}'], others: ['{{ user.name }}', '{{}}'] });
});
