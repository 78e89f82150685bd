import { describe, expect, it } from 'vitest';
import { CloseCode, shouldReconnect } from '#wire/close-codes.ts';

describe('after a close', () => {
  it.each([
    CloseCode.goingAway, CloseCode.moved, CloseCode.draining, CloseCode.slow, CloseCode.silent, 1005, 1006, 1011, 1012, 1013, 4000, 4999,
  ])('%i: come back', (code) => {
    expect(shouldReconnect(code)).toBe(true);
  });

  it.each([CloseCode.normal, CloseCode.tooLarge, CloseCode.protocol, CloseCode.flooding, CloseCode.unauthorised, CloseCode.version, 4199])('%i: stay away', (code) => {
    expect(shouldReconnect(code)).toBe(false);
  });
});
