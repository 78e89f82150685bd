import { ROOM_DATA } from './protocol.ts';
import type { DownFrames, DownType, UpFrames, UpType } from './protocol.ts';

const heads: string[] = /* @__PURE__ */ Array.from({ length: 64 }, (_, type) => String.fromCharCode(ROOM_DATA, type));

/** A frame as a string: what the server hands to its sockets, with the JSON already made. */
export const frameOf = (type: number, json: string): string => (heads[type] ?? '') + json;

export const encodeDown = <T extends DownType>(type: T, payload: DownFrames[T]): string => frameOf(type, JSON.stringify(payload));

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeUp = <T extends UpType>(type: T, payload: UpFrames[T]): Uint8Array<ArrayBuffer> => encoder.encode(String.fromCharCode(ROOM_DATA, type) + JSON.stringify(payload));

export interface Incoming { readonly type: number; readonly payload: unknown }

/** Reads a frame of ours; null when it is none (Colyseus' own bytes, or bad input). */
export function decode(bytes: Uint8Array): Incoming | null {
  if (bytes.length < 3 || bytes[0] !== ROOM_DATA) return null;
  const type = bytes[1] ?? 0;
  try {
    return { type, payload: JSON.parse(decoder.decode(bytes.subarray(2))) };
  } catch {
    return null;
  }
}

/** Narrows a frame from the server, which clients trust for its shape; unknown types are ignored. */
export function isDown<T extends DownType>(incoming: Incoming, type: T): incoming is { readonly type: T; readonly payload: DownFrames[T] } {
  return incoming.type === type;
}
