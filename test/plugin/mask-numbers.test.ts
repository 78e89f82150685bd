import { expect, it } from 'vitest';
import { maskNumbers } from '../../plugins/mask-numbers/mask.ts';

it.each([
  ['my card is 4111111111111111', 'my card is ••••••••••••1111'],
  ['4111 1111 1111 1111 or 5500-0000-0000-0004.', '•••• •••• •••• 1111 or ••••-••••-••••-0004.'],
  ['卡号4111111111111111。', '卡号••••••••••••1111。'],
  ['one digit is wrong: 4111111111111112', 'one digit is wrong: 4111111111111112'],
  ['a part of more: 41111111111111110000000', 'a part of more: 41111111111111110000000'],
  ['call 0044 20 7946 0000', 'call 0044 20 7946 0000'],
  ['', ''],
])('%s', (text, masked) => {
  expect(maskNumbers(text, 4)).toBe(masked);
});

it('keeps as many digits as it is told to', () => {
  expect(maskNumbers('4111111111111111', 0)).toBe('•'.repeat(16));
  expect(maskNumbers('4111111111111111', 2)).toBe(`${'•'.repeat(14)}11`);
});

it('takes long texts of digits in its stride', () => {
  const began = performance.now();
  maskNumbers('1 '.repeat(4_000), 4);
  maskNumbers('4'.repeat(8_000), 4);
  expect(performance.now() - began).toBeLessThan(200);
});
