import { createAuthContext, ErrorCode as ColyseusCode, matchMaker } from '@colyseus/core';
import { describeError, RefusalError, type ErrorCode, type Refusal } from '#domain/errors.ts';
import type { HttpRequest } from './request.ts';
import { json, type HttpResponse } from './response.ts';
import { route, type Route } from './router.ts';

/** The room that a client means by a key such as `c_<conversation id>`, with the ticket in its options; or why not. */
export type RoomOf = (key: string, ticket: string) => Promise<string | Refusal>;

/**
 * The two matchmaking calls of the official Colyseus SDK that we answer. Clients create no rooms: `create`, `join` and
 * `joinOrCreate` are unknown routes here.
 */
export const createMatchmakeRoutes = (roomOf: RoomOf): readonly Route[] => [
  route('POST', '/matchmake/joinById/:roomId', {
    handler: (request) => reserve(request, async (key, options) => {
      const id = await roomOf(key, typeof options['ticket'] === 'string' ? options['ticket'] : '');
      if (typeof id !== 'string') throw new RefusalError(id.code, id.meta);
      return matchMaker.joinById(id, options, authContext(request));
    }),
  }),
  route('POST', '/matchmake/reconnect/:roomId', {
    handler: (request) => reserve(request, (id, options) => matchMaker.reconnect(id, options)),
  }),
];

const actorId = /^[A-Za-z0-9_-]{1,128}$/;

type Reserve = (roomId: string, options: Record<string, unknown>) => Promise<unknown>;

async function reserve(request: HttpRequest<'roomId'>, reserveSeat: Reserve): Promise<HttpResponse> {
  const options = request.body.length === 0 ? {} : request.json();
  if (typeof options !== 'object' || options === null || !actorId.test(request.params.roomId)) {
    throw new RefusalError('request.malformed');
  }
  try {
    return json(await reserveSeat(request.params.roomId, { ...options }));
  } catch (error) {
    return refused(error);
  }
}

/** The address and the token that `onAuth` sees: the address is ours, not any X-Forwarded-For's. */
function authContext(request: HttpRequest): ReturnType<typeof createAuthContext> {
  const context = createAuthContext({ headers: { ...request.headers }, remoteAddress: request.ip });
  return Object.defineProperty(context, 'ip', { value: request.ip });
}

/** The SDK takes its error code from the status and its text from `message`; neither tells what went wrong inside. */
function refused(error: unknown): HttpResponse {
  const refusal = error instanceof RefusalError ? error.refusal.code : null;
  const status = refusal === null ? colyseusCodeOf(error) : (statuses.get(refusal) ?? ColyseusCode.MATCHMAKE_UNHANDLED);
  const code = refusal ?? codes.get(status) ?? 'unavailable';
  const { message } = describeError(code);
  return json({ type: 'about:blank', title: message, status, code, message }, { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
}

const codes = new Map<number, ErrorCode>([
  [ColyseusCode.AUTH_FAILED, 'ticket.invalid'],
  [ColyseusCode.MATCHMAKE_INVALID_ROOM_ID, 'conversation.unknown'],
  [ColyseusCode.MATCHMAKE_EXPIRED, 'ticket.expired'],
]);

/** What a refusal of ours is to the SDK. */
const statuses = new Map([...codes].map(([status, code]) => [code, status]));

function colyseusCodeOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && codes.has(code) ? code : ColyseusCode.MATCHMAKE_UNHANDLED;
}
