import { connectClientToRoom, type AuthContext, type Client, type ClientPrivate, type Room } from '@colyseus/core';
import type { ErrorCode } from '#domain/errors.ts';
import { CloseCode } from '#wire/close-codes.ts';
import type { HeaderMap, Log } from './http.ts';

/** A WebSocket that asks for `/:node/socket`. */
export interface UpgradeRequest {
  readonly path: string;
  /** First segment of the path: the node that the client was sent to. */
  readonly node: string;
  readonly query: URLSearchParams;
  /** Empty when the client is no browser. */
  readonly origin: string;
  readonly ip: string;
  readonly headers: HeaderMap;
}

/**
 * Seat the socket in a room of this process; or join it to another node's (`pipe`: that socket's URL); or close it
 * with a code, which, unlike a status in answer to the upgrade, a browser can read.
 */
export type UpgradeDecision =
  | SeatDecision
  | { readonly pipe: string }
  | { readonly close: { readonly code: number; readonly reason: string } };

export interface SeatDecision {
  readonly room: Room;
  /** Unique in the room, and not guessable: the official SDK's seats are claimed by it. */
  readonly sessionId: string;
  /** Becomes `client.auth`. */
  readonly auth: unknown;
}

export type UpgradeHandler = (request: UpgradeRequest) => Promise<UpgradeDecision>;

export interface SocketHost {
  onUpgrade(handler: UpgradeHandler): void;
}

export interface SocketLimits {
  /** Bytes of one incoming frame; beyond, the socket closes with 1009. */
  readonly maxPayloadLength: number;
  /** Bytes waiting for one slow reader; beyond, its socket closes: nothing is dropped silently. */
  readonly maxBackpressure: number;
  /** Seconds of silence, pings included, after which a socket closes. */
  readonly idleTimeout: number;
}

export type TransportClient = Client & ClientPrivate;

export const socketPath = /^\/([A-Za-z0-9_-]+)\/socket$/;
/** Where the official Colyseus SDK connects after matchmaking. */
export const colyseusPath = /^\/[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/;

/** Time for an opened socket to take its seat; a seat that nobody took frees itself then. */
const seatSeconds = 5;

/**
 * Seats an open socket. The seat is reserved only now, so an upgrade that is aborted leaves nothing to undo; one
 * that closes during the reservation lets the seat expire.
 */
export async function seat(
  decision: SeatDecision,
  client: TransportClient,
  request: UpgradeRequest,
  log: Log,
): Promise<void> {
  const { room, auth } = decision;
  try {
    const reserved = await room['_reserveSeat'](client.sessionId, {}, auth, seatSeconds);
    if (client.readyState !== 1) return;
    if (!reserved) throw new Error('the room has no seat left');
    await connectClientToRoom(room, client, authContextOf(request), {});
  } catch (error) {
    log.warn({ err: error, room: room.roomId }, 'a socket was not seated');
    if (client.readyState === 1) client.leave(CloseCode.moved);
  }
}

/** Not the one of Colyseus, which believes any X-Forwarded-For. Headers are converted only for who reads them. */
function authContextOf({ headers, ip }: UpgradeRequest): AuthContext {
  let converted: Headers | undefined;
  return {
    ip,
    get headers() {
      return (converted ??= new Headers({ ...headers }));
    },
  };
}

/** A handler that throws must not decide over the connection of anybody else. */
export async function decide(handler: UpgradeHandler, request: UpgradeRequest, log: Log): Promise<UpgradeDecision> {
  try {
    return await handler(request);
  } catch (error) {
    log.error({ err: error, path: request.path }, 'the upgrade handler failed');
    return turnAway('internal');
  }
}

export const refuseAll: UpgradeHandler = () => Promise.resolve(turnAway('unavailable'));

/** Come again: the fault is ours. */
const turnAway = (reason: ErrorCode): UpgradeDecision => ({ close: { code: CloseCode.moved, reason } });
