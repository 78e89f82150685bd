import { randomBytes } from 'node:crypto';
import { refuse, type Refusal } from '#domain/errors.ts';
import { createSigner } from './signed.ts';

/** How long a ticket may be used, in ms: the time from its issue to the upgrade of the socket. */
export const TICKET_LIFETIME_MS = 60_000;

/** Lets a visitor join one conversation. */
export interface VisitorClaims {
  readonly kind: 'visitor';
  /** ULID. */
  readonly conversation: string;
  readonly contact: string;
  readonly name: string;
  /** Where a new conversation queues. */
  readonly department: string;
  readonly channelAccount: string;
  readonly locale: string;
  /** The conversation may not exist yet: its first batch creates it. */
  readonly create: boolean;
}

/** Lets an agent's console join the own desk. */
export interface DeskClaims {
  readonly kind: 'desk';
  readonly agent: string;
  /** The agent's token version at issue. */
  readonly session: number;
}

export type TicketClaims = VisitorClaims | DeskClaims;

/** `exp` in ms since the epoch; `jti` tells tickets of equal claims apart. */
export type IssuedClaims = TicketClaims & { readonly exp: number; readonly jti: string };

export interface TicketOffice {
  issue(claims: TicketClaims): string;
  /** About 5 µs: this is the path of every join. */
  verify(text: string): IssuedClaims | Refusal;
}

export interface TicketOfficeOptions {
  readonly secret: string;
  readonly now: () => number;
}

export function createTicketOffice({ secret, now }: TicketOfficeOptions): TicketOffice {
  const signer = createSigner<IssuedClaims>(secret);
  return {
    issue: (claims) => signer.sign({ ...claims, exp: now() + TICKET_LIFETIME_MS, jti: randomBytes(9).toString('base64url') }),
    verify(text) {
      const claims = signer.open(text);
      if (claims === null) return refuse('ticket.invalid');
      return claims.exp > now() ? claims : refuse('ticket.expired');
    },
  };
}
