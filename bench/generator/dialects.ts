import { frameOf } from '#wire/codec.ts';
import { Frame, ROOM_DATA } from '#wire/protocol.ts';

export interface Incoming {
  /** As in the wire's `Frame`. */
  readonly type: number;
  readonly payload: unknown;
}

/** How a target puts the frames of our wire on a WebSocket. */
export interface Dialect {
  readonly binary: boolean;
  /** Sent when the socket is open. */
  readonly greeting: string | null;
  encode(type: number, json: string): string;
  /** Null for what is the protocol's own; `reply` where it wants an answer. */
  decode(message: string): Incoming | null;
  reply(message: string): string | null;
}

/** Parlor's own frames, which the relay speaks too. */
export const frames: Dialect = {
  binary: true,
  greeting: null,
  encode: frameOf,
  decode: (message) => (message.charCodeAt(0) === ROOM_DATA ? { type: message.charCodeAt(1), payload: JSON.parse(message.slice(2)) } : null),
  reply: () => null,
};

const NAMES: ReadonlyMap<string, number> = new Map(Object.entries(Frame));

/** Engine.IO 4 with Socket.IO 5 inside: `42["name",payload]`. */
export const socketIo: Dialect = {
  binary: false,
  greeting: '40',
  encode: (_type, json) => `42["command",${json}]`,
  decode(message) {
    if (!message.startsWith('42')) return null;
    const [name, payload] = JSON.parse(message.slice(2)) as [string, unknown];
    return { type: NAMES.get(name) ?? 0, payload };
  },
  reply: (message) => (message === '2' ? '3' : null),
};
