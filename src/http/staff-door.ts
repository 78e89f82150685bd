import { RefusalError } from '#domain/errors.ts';
import { SESSION_LIFETIME_MS, type Sessions } from '#desk/sessions.ts';
import type { Agent, Role } from '#store/agents.repository.ts';
import { isOwnPage, type OwnOrigin } from './own-origin.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

type Handler<P extends string> = (request: HttpRequest<P>, agent: Agent) => HttpResponse | Promise<HttpResponse>;

export interface DoorRules {
  /** Default: every agent. */
  readonly atLeast?: Role;
  /** Also open to somebody who has yet to replace a one-time password. Default no. */
  readonly beforePasswordChange?: boolean;
}

/** Lets staff in: by the session's cookie, or by the same token as Bearer. */
export interface StaffDoor {
  /** Refuses with `auth.required`, `auth.forbidden`, or `request.forbidden-origin` where a foreign page uses the cookie. */
  signedIn<P extends string = never>(handler: Handler<P>, rules?: DoorRules): (request: HttpRequest<P>) => Promise<HttpResponse>;
  /** The answer, with a fresh session for this agent. */
  welcome(agent: Agent, response: HttpResponse): HttpResponse;
  /** The answer, with the browser's session taken away. */
  farewell(response: HttpResponse): HttpResponse;
}

export interface StaffDoorOptions {
  readonly sessions: Sessions;
  readonly own: OwnOrigin;
  /** True when people reach us over https: the cookie then never travels in the clear. */
  readonly secure: boolean;
}

const ranks: Readonly<Record<Role, number>> = { agent: 0, supervisor: 1, admin: 2 };
const bearer = /^Bearer +([\w.-]+)$/i;

export const isAtLeast = (agent: Agent, role: Role): boolean => ranks[agent.role] >= ranks[role];

export function createStaffDoor({ sessions, own, secure }: StaffDoorOptions): StaffDoor {
  // The prefix makes browsers refuse the cookie from anywhere but this very host over https.
  const cookieName = secure ? '__Host-parlor' : 'parlor_session';
  const cookie = (value: string, maxAge: number): string =>
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
  const withCookie = (response: HttpResponse, line: string): HttpResponse => ({ ...response, headers: { ...response.headers, 'set-cookie': line } });

  const welcome = (agent: Agent, response: HttpResponse): HttpResponse => withCookie(response, cookie(sessions.issue(agent), SESSION_LIFETIME_MS / 1000));

  return {
    signedIn: (handler, { atLeast = 'agent', beforePasswordChange = false } = {}) => async (request) => {
      const header = bearer.exec(request.headers['authorization'] ?? '')?.[1];
      const token = header ?? request.cookies.get(cookieName);
      const session = token === undefined ? null : await sessions.verify(token);
      if (session === null) throw new RefusalError('auth.required');
      if (header === undefined && isUnsafe(request.method) && !isOwnPage(request, own)) throw new RefusalError('request.forbidden-origin');
      const { agent, stale } = session;
      if (agent.mustChangePassword && !beforePasswordChange) throw new RefusalError('auth.forbidden', { reason: 'password-change-required' });
      if (!isAtLeast(agent, atLeast)) throw new RefusalError('auth.forbidden', { role: atLeast });
      const response = await handler(request, agent);
      const renew = stale && header === undefined && response.headers?.['set-cookie'] === undefined;
      return renew ? welcome(agent, response) : response;
    },
    welcome,
    farewell: (response) => withCookie(response, cookie('', 0)),
  };
}

const isUnsafe = (method: string): boolean => method !== 'GET' && method !== 'HEAD';
