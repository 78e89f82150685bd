/**
 * Why a socket was closed and whether to come back. 1xxx as in RFC 6455.
 * 40xx: come back with a fresh ticket. 41xx: do not come back by yourself.
 */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  tooLarge: 1009,
  /** The actor moved or was reloaded; a fresh ticket leads to it. */
  moved: 4001,
  /** The node drains. */
  draining: 4002,
  /** The client did not read fast enough. */
  slow: 4003,
  /** Nothing was heard from the client for too long. */
  silent: 4004,
  /** The client speaks a newer protocol than this node, which a roll has not reached yet. */
  behind: 4005,
  /** The client sent what the protocol does not allow. */
  protocol: 4100,
  /** Too many frames. */
  flooding: 4101,
  /** Signed out, or the right was withdrawn. */
  unauthorised: 4102,
  /** The client speaks a protocol version that this server no longer does: a page of an old release, to be reloaded. */
  version: 4103,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** True when a client should re-join by itself, with back-off. Numbers, so that a client's bundle does not carry the names. */
export const shouldReconnect = (code: number): boolean => code !== 1000 && code !== 1009 && (code / 100 | 0) !== 41;
