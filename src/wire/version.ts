import { CloseCode } from './close-codes.ts';
import { NEWEST_PROTOCOL, OLDEST_PROTOCOL } from './protocol.ts';

export interface ProtocolRange {
  readonly oldest: number;
  readonly newest: number;
}

const OURS: ProtocolRange = { oldest: OLDEST_PROTOCOL, newest: NEWEST_PROTOCOL };

/**
 * Why a socket whose client sends this version is closed at once, or null where it is understood; a client that names
 * none is taken at its word. A newer one has met an older node during a roll: the next it meets may be of its own release.
 */
export function refuseVersion(version: string | null, { oldest, newest }: ProtocolRange = OURS): { readonly code: CloseCode; readonly reason: string } | null {
  if (version === null) return null;
  const number = /^\d{1,9}$/.test(version) ? Number(version) : -1;
  if (number > newest) return { code: CloseCode.behind, reason: 'version.newer' };
  return number < oldest ? { code: CloseCode.version, reason: 'version.unsupported' } : null;
}
