import { expect, it } from 'vitest';
import { createSeal } from '#plugin/sealing.ts';

const seal = createSeal('a secret of this test');

it('opens what it closed, for the same place and with the same key only', () => {
  const sealed = seal.close('shop', 'key', 'hush 嘘');
  expect(sealed).not.toContain('hush');
  expect(seal.open('shop', 'key', sealed)).toBe('hush 嘘');
  expect(seal.open('shop', 'other', sealed)).toBeNull();
  expect(seal.open('shopkey', '', sealed)).toBeNull();
  expect(createSeal('another').open('shop', 'key', sealed)).toBeNull();
});

it('never seals the same text to the same', () => {
  expect(seal.close('shop', 'key', 'hush')).not.toBe(seal.close('shop', 'key', 'hush'));
});

it.each([undefined, 7, '', 'AAAA', 'not base64 !'])('opens nothing that it did not close: %s', (value) => {
  expect(seal.open('shop', 'key', value)).toBeNull();
});

it('notices a single changed bit', () => {
  const bytes = Buffer.from(seal.close('shop', 'key', 'hush'), 'base64url');
  for (const place of [0, 12, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[place]! ^= 1;
    expect(seal.open('shop', 'key', changed.toString('base64url'))).toBeNull();
  }
});
