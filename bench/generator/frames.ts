/** WebSocket framing of RFC 6455 for a client that wants to cost little; ASCII payloads up to 64 KB. */
export const Opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const MASKED = 0x80;
/** Clients must mask; with a key of zeros the payload stays as it is, and the server's work is the same. */
const KEY = '\0\0\0\0';

/** A client's frame as a latin1 string: a socket writes it without a copy of ours. */
export function frame(opcode: number, payload: string): string {
  const { length } = payload;
  if (length < 126) return String.fromCharCode(FIN | opcode, MASKED | length) + KEY + payload;
  return String.fromCharCode(FIN | opcode, MASKED | 126, length >> 8, length & 0xff) + KEY + payload;
}

/** Cuts a server's byte stream into frames; a frame's tail is kept until the rest arrives. */
export class FrameReader {
  readonly #take: (opcode: number, bytes: Buffer, start: number, end: number) => void;
  #rest: Buffer | undefined;

  constructor(take: (opcode: number, bytes: Buffer, start: number, end: number) => void) {
    this.#take = take;
  }

  /** `chunk` may be reused by the caller afterwards. */
  push(chunk: Buffer): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    let at = 0;
    for (;;) {
      const length = lengthAt(bytes, at);
      if (length === undefined || at + length.header + length.payload > bytes.length) break;
      const start = at + length.header;
      at = start + length.payload;
      this.#take((bytes[start - length.header] ?? 0) & 0x0f, bytes, start, at);
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }
}

function lengthAt(bytes: Buffer, at: number): { header: number; payload: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < 126) return { header: 2, payload: short };
  if (short === 126) return at + 4 > bytes.length ? undefined : { header: 4, payload: bytes.readUInt16BE(at + 2) };
  return at + 10 > bytes.length ? undefined : { header: 10, payload: Number(bytes.readBigUInt64BE(at + 2)) };
}
