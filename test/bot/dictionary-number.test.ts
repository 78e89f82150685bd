import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractNumber } from '../../plugins/bot/engine/dictionary/number.ts';

const values = (text: string): readonly number[] => extractNumber(text).map(({ value }) => value);

describe('numbers', () => {
  it.each([
    ['两百三十五点五', [235.5]], ['一万二', [12_000]], ['三百五', [350]], ['二〇二六年', [2026]], ['十二个', [12]], ['两千零五', [2005]], ['一亿三千万', [130_000_000]], ['负二十', [-20]],
    ['叁佰元整', [300]], ['十万', [100_000]], ['一百一十', [110]], ['二十万三千', [203_000]], ['三万零五十', [30_050]], ['一千零二十', [1020]],
    ['3.5万', [35_000]], ['1,299.50 and -4', [1299.5, -4]], ['12k', [12_000]], ['１２个', [12]],
    ['two hundred and thirty-five point five', [235.5]], ['I want three', [3]], ['one million two hundred thousand', [1_200_000]], ['twenty one', [21]], ['a hundred', [100]],
    ['五个苹果和3个梨', [5, 3]], ['三个，12.5元', [3, 12.5]], ['一共,12', [12]],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('are not in words that only look like them', () => {
    expect(values('等一下，我们一起去看一些，十分好')).toEqual([]);
  });

  it.each([
    ['A-4711', []], ['my order is A-4711, 2 of them', [2]], ['so-2024-0017', []], ['INV_88 and INV/89', []], ['4711-B', []], ['12-AB-34', []], ['Ａ－４７１１ ４７１１－Ｂ', []], ['订单A-4711退3件', [3]], ['A–4711', []],
    // A mark alone makes no identifier.
    ['我要3张票', [3]], ['从A到5', [5]], ['要3-5张', [3, 5]], ['5kg-10kg', [5, 10]], ['5k-10k', [5_000, 10_000]], ['a 3-bedroom flat', [3]], ['¥5/KG', [5]], ['a 16-GB stick', [16]], ['a 60-W bulb', [60]], ['a 12-V battery', [12]], ['24/7', [24, 7]], ['A -4', [-4]], ['order 4711', [4711]],
  ])('are no part of an identifier: %s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('say where they stand', () => {
    const text = '我要 两百 份, or 30.';
    expect(extractNumber(text).map(({ from, to }) => text.slice(from, to))).toEqual(['两百', '30']);
  });

  it('never throw, and are finite', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('零一二两十百千万亿点负12,.-k 五半')) }), (text) => {
      expect(values(text).every(Number.isFinite)).toBe(true);
    }));
  });
});
