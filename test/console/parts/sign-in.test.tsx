import { expect, test } from 'vitest';
import { draw, noAnswer } from './draw.tsx';

const page = (first: unknown) => draw(null, [[['session'], null], [['first-sign-in'], first]]).html;

test('the terminal is named only while its password is the way in; what to do about a forgotten one is always said', () => {
  for (const [first, isNamed] of [[{ toCome: true }, true], [{ toCome: false }, false], [noAnswer, false]] as const) {
    expect(page(first).includes('is in the terminal')).toBe(isNamed);
    expect(page(first)).toContain('--reset-admin-password');
  }
});
