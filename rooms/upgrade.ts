import { randomBytes } from 'node:crypto';
import { Room } from '@colyseus/core';
import type { Doorman, Entrance } from '#desk/doorman.ts';
import { describeError } from '#domain/errors.ts';
import type { SeatDecision, UpgradeHandler } from '#src/transport.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { refuseVersion } from '#wire/version.ts';

/** What becomes of a socket that knocks: a seat in the room that its ticket names, the way to the node that has it, or a code that says why neither. */
export function createUpgrade(doorman: Doorman): UpgradeHandler {
  return async ({ path, query }) => {
    const foreign = refuseVersion(query.get('v'));
    if (foreign !== null) return { close: foreign };
    const ticket = query.get('ticket') ?? '';
    const claimed = { since: query.get('since'), status: query.get('status') };
    // A socket that was piped to us and has moved on meanwhile is not piped again: its client asks for a new ticket.
    const led = query.has('piped') ? await doorman.enter(ticket, claimed, true) : await doorman.lead(ticket, claimed);
    if ('pipe' in led) return { pipe: `${led.pipe}${path}?${query.toString()}&piped` };
    if (!('code' in led)) return seatIn(led);
    const { code } = led;
    return { close: { code: describeError(code).retryable || code === 'conversation.exists' ? CloseCode.moved : CloseCode.unauthorised, reason: code } };
  };
}

function seatIn({ actor, seat }: Entrance): SeatDecision {
  if (!(actor instanceof Room)) throw new TypeError('an actor of this node is no room');
  return { room: actor, sessionId: randomBytes(12).toString('base64url'), auth: seat };
}
