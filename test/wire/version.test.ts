import { describe, expect, it } from 'vitest';
import { CloseCode, shouldReconnect } from '#wire/close-codes.ts';
import { NEWEST_PROTOCOL, OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#wire/protocol.ts';
import { refuseVersion } from '#wire/version.ts';

describe('a server that speaks 3 to 5', () => {
  const range = { oldest: 3, newest: 5 };

  it.each([null, '3', '4', '5'])('understands a client of version %s', (version) => {
    expect(refuseVersion(version, range)).toBeNull();
  });

  it.each(['0', '2', '', '-1', '3.5', 'x', '0x4', ' 4', '9'.repeat(40)])('sends %j away for good: its page must be loaded again', (version) => {
    expect(refuseVersion(version, range)).toEqual({ code: CloseCode.version, reason: 'version.unsupported' });
    expect(shouldReconnect(CloseCode.version)).toBe(false);
  });

  it.each(['6', '7', '999999999'])('tells %s, of a later release, to come back', (version) => {
    expect(refuseVersion(version, range)).toEqual({ code: CloseCode.behind, reason: 'version.newer' });
    expect(shouldReconnect(CloseCode.behind)).toBe(true);
  });
});

it('understands its own clients, and at most one version more: what the release after sends', () => {
  expect(refuseVersion(String(PROTOCOL_VERSION))).toBeNull();
  expect(OLDEST_PROTOCOL).toBeGreaterThan(0);
  expect([PROTOCOL_VERSION, PROTOCOL_VERSION + 1]).toContain(NEWEST_PROTOCOL);
});
