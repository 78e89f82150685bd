import { describe, expect, it } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/mask-numbers/index.ts';
import { maskNumbers } from '../../plugins/mask-numbers/mask.ts';
import { sourcesOf, useIsolated } from './support/isolated.ts';

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

describe.each([
  ['in the house', () => () => plugin],
  ['in a process of its own', () => useIsolated('index.ts', sourcesOf('plugins/mask-numbers'))],
])('as a plugin %s', (_where, opened) => {
  const open = opened();

  it('masks what people write before anybody sees it', async () => {
    const tested = await testPlugin(open());
    expect(await tested.post('my card is 4111111111111111')).toBe('my card is ••••••••••••1111');
    expect(await tested.post('nothing to hide')).toBe('nothing to hide');
    expect(tested.errors).toEqual([]);
  });

  it('leaves agents alone, and keeps fewer digits, where its settings say so', async () => {
    const tested = await testPlugin(open(), { config: { whose: 'visitors', keep: 0 } });
    expect(await tested.post('4111111111111111', { by: { id: 'a_1', kind: 'agent', name: 'Bo' } })).toBe('4111111111111111');
    expect(await tested.post('4111111111111111')).toBe('•'.repeat(16));
  });

  it('refuses values that its form does not have', async () => {
    await expect(testPlugin(open(), { config: { keep: 5 } })).rejects.toThrow('keep');
  });
});
