import { expect, test } from 'vitest';
import { FrameReader, Opcode, frame } from '../../bench/generator/frames.ts';

/** As a server sends it: unmasked. */
function serverFrame(payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x82, length]), payload]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0x82, 126, length >> 8, length & 0xff]), payload]);
  const head = Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

test.each([1, 2, 3, 7, 100, 1_000_000])('frames of every length survive chunks of %i bytes', (size) => {
  const payloads = [0, 1, 125, 126, 127, 65_535, 65_536].map((length) => Buffer.alloc(length, length % 251));
  const stream = Buffer.concat(payloads.map(serverFrame));
  const seen: Buffer[] = [];
  const reader = new FrameReader((opcode, bytes, start, end) => {
    expect(opcode).toBe(Opcode.binary);
    seen.push(Buffer.from(bytes.subarray(start, end)));
  });
  const chunk = size < 100 ? stream.subarray(0, 1_000) : stream;
  for (let at = 0; at < chunk.length; at += size) reader.push(chunk.subarray(at, at + size));
  if (chunk.length < stream.length) reader.push(stream.subarray(chunk.length));
  expect(seen.map((payload) => payload.length)).toEqual(payloads.map((payload) => payload.length));
  expect(seen.every((payload, index) => payload.equals(payloads[index]!))).toBe(true);
});

test.each([0, 125, 126, 500])('a client frame of %i bytes is masked and says its length', (length) => {
  const bytes = Buffer.from(frame(Opcode.text, 'x'.repeat(length)), 'latin1');
  expect(bytes[0]).toBe(0x81);
  expect(bytes[1]! & 0x80).toBe(0x80);
  const short = bytes[1]! & 0x7f;
  expect(short < 126 ? short : bytes.readUInt16BE(2)).toBe(length);
  expect(bytes.length).toBe(length + (short < 126 ? 6 : 8));
});
