import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from '../../clients/console/features/conversation/links.ts';

const linksIn = (text: string): readonly string[] => piecesOf(text).flatMap(({ href }) => href ?? []);

test.each([
  ['see https://a.example/b?c=1&d=2.', ['https://a.example/b?c=1&d=2']],
  ['(http://a.example/x)', ['http://a.example/x']],
  ['https://en.example/wiki/A_(b)', ['https://en.example/wiki/A_(b)']],
  ['请看 https://a.example/订单，谢谢', ['https://a.example/订单']],
  ['two: https://a.example https://b.example!', ['https://a.example', 'https://b.example']],
])('finds the addresses in %j', (text, links) => {
  expect(linksIn(text)).toEqual(links);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'JavaScript://https', 'xhttps://a.example', 'https://', 'mail a@b.example'])('%j stays words', (text) => {
  expect(linksIn(text)).toEqual([]);
});

test('whatever comes in, nothing is lost and only http and https become links', () => {
  const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.constantFrom('https://', '<script>', '"', ')', '.', ' ')), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (input) => {
    const pieces = piecesOf(input);
    expect(pieces.map((piece) => piece.text).join('')).toBe(input);
    for (const { href } of pieces) if (href !== undefined) expect(new URL(href).protocol).toMatch(/^https?:$/);
  }));
});
