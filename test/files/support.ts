import { deflateSync, crc32 } from 'node:zlib';

/** A picture of one colour that every browser shows. */
export function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // eight bits, RGB
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([0x3b, 0x82, 0xf6]))]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))), chunk('IEND', Buffer.alloc(0))]);
}

const segment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

/** The beginning of a photograph, turned as `orientation` says, behind `profile` bytes of something else. */
export function jpeg(width: number, height: number, orientation = 1, profile = 0): Buffer {
  const exif = Buffer.from(`Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0\0\0\0\0`, 'latin1');
  const size = Buffer.from([8, 0, 0, 0, 0, 3]);
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  const profiles = Array.from({ length: Math.ceil(profile / 60_000) }, () => segment(0xe2, Buffer.alloc(60_000)));
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, exif), ...profiles, segment(0xc2, size), Buffer.alloc(64)]);
}

/** All of it. */
export async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const part of parts) kept.push(Buffer.from(part));
  return Buffer.concat(kept);
}

export async function* streamed(bytes: Uint8Array, piece = 64 << 10): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
