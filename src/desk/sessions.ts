import type { Agent } from '#store/agents.repository.ts';
import type { Store } from '#store/store.ts';
import { createSigner } from './signed.ts';

/** A session lives this long after its last renewal, in ms. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60 * 1000;
/** A session this old, in ms, is renewed by the next request. */
const RENEW_AFTER_MS = 15 * 60 * 1000;

interface SessionClaims {
  readonly agent: string;
  /** The agent's token version: a new password raises it and so ends older sessions. */
  readonly version: number;
  /** ms since the epoch. */
  readonly exp: number;
}

export interface SignedIn {
  readonly agent: Agent;
  /** True when the bearer should get a fresh token. */
  readonly stale: boolean;
}

export interface Sessions {
  issue(agent: Pick<Agent, 'id' | 'tokenVersion'>): string;
  /** Null for a token that is forged, expired, of an earlier password, or of a disabled agent. */
  verify(token: string): Promise<SignedIn | null>;
}

export interface SessionsOptions {
  readonly secret: string;
  readonly now: () => number;
  readonly store: Pick<Store, 'agents'>;
}

export function createSessions({ secret, now, store }: SessionsOptions): Sessions {
  const signer = createSigner<SessionClaims>(secret);
  return {
    issue: ({ id, tokenVersion }) => signer.sign({ agent: id, version: tokenVersion, exp: now() + SESSION_LIFETIME_MS }),
    async verify(token) {
      const claims = signer.open(token);
      if (claims === null || claims.exp <= now()) return null;
      const agent = await store.agents.find(claims.agent);
      if (agent === undefined || agent.disabledAt !== null || agent.tokenVersion !== claims.version) return null;
      return { agent, stale: claims.exp - now() < SESSION_LIFETIME_MS - RENEW_AFTER_MS };
    },
  };
}
