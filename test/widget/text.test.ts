import { expect, test } from 'vitest';
import { partsOf } from '../../clients/widget/frame/addresses.ts';
import { initialsOf } from '../../clients/widget/frame/names.ts';

test.each([
  ['see https://shop.example/orders.', ['see ', 'https://shop.example/orders', '.']],
  ['请看https://shop.example/订单。谢谢', ['请看', 'https://shop.example/订单', '。谢谢']],
  ['(https://a.example/x?y=1&z=2#k)', ['(', 'https://a.example/x?y=1&z=2#k', ')']],
  ['https://a.example', ['https://a.example']],
  ['javascript:alert(1) data:text/html,x', ['javascript:alert(1) data:text/html,x']],
  ['"https://a.example"onload=x', ['"', 'https://a.example', '"onload=x']],
  ['', []],
])('finds the addresses in %o', (text, parts) => {
  expect(partsOf(text).map((part) => ('text' in part ? part.text : part.address))).toEqual(parts);
});

test('only http and https become links', () => {
  for (const text of ['javascript:alert(1)', 'ftp://a.example', 'http://', 'https://.']) expect(partsOf(text).every((part) => 'text' in part)).toBe(true);
});

test.each([['Lin Xiaoyu', 'LX'], ['admin', 'A'], ['林小雨', '林'], ['Anna Maria Roth', 'AR'], ['𠮷田', '𠮷'], ['  ', ''], ['', '']])('initials of %o', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
