/** The bytes of files, by their id. Reading and writing go piece by piece, so that memory stays flat. */
export interface FileContent {
  /** Durable when it resolves. What was written before it rejects is removed by {@link remove}. */
  write(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** From `from` to before `to`. Throws where some of it is missing. */
  read(id: string, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Also where there is none. */
  remove(id: string): Promise<void>;
}

/** A piece, bytes: what waits in memory for each reader and writer. */
export const PIECE = 256 << 10;

/** The same bytes in pieces of {@link PIECE}, the last one shorter. A piece is good until the next is asked for. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(PIECE);
  let length = 0;
  for await (const part of bytes) {
    for (let at = 0; at < part.length;) {
      const taken = Math.min(part.length - at, PIECE - length);
      piece.set(part.subarray(at, at + taken), length);
      at += taken;
      length += taken;
      if (length === PIECE) {
        yield piece;
        length = 0;
      }
    }
  }
  if (length > 0) yield piece.subarray(0, length);
}
