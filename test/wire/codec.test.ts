import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encodeDown, encodeUp, frameOf, isDown } from '#wire/codec.ts';
import { Frame, ROOM_DATA } from '#wire/protocol.ts';

const utf8 = new TextEncoder();
const up = [Frame.command, Frame.typing, Frame.receipt, Frame.ping, Frame.open, Frame.leave, Frame.desk] as const;

describe('a frame', () => {
  it('is two bytes below 128 and JSON', () => {
    expect([...encodeUp(Frame.ping, { t: 1 })]).toEqual([ROOM_DATA, Frame.ping, ...utf8.encode('{"t":1}')]);
    expect(encodeDown(Frame.pong, { t: 1 })).toBe(`${String.fromCharCode(ROOM_DATA, Frame.pong)}{"t":1}`);
  });

  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(Frame)), fc.json({ stringUnit: 'grapheme' }), (type, json) => {
        expect(decode(utf8.encode(frameOf(type, json)))).toEqual({ type, payload: JSON.parse(json) });
      }),
      { numRuns: 2_000 },
    );
  });

  it('from a client comes out as it went in, whatever was typed', () => {
    const text = fc.array(fc.constantFrom(0x61, 0x4f60, 0xd83d, 0xdc4b, 0)).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, (typed) => {
        expect(decode(encodeUp(Frame.typing, { on: true, text: typed }))).toEqual({ type: Frame.typing, payload: { on: true, text: typed } });
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a number of its own, up to 31 upwards and from 32 downwards', () => {
    const numbers = Object.values(Frame);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => number > 0 && number < 64)).toBe(true);
    expect(numbers.filter((number) => number < 32)).toEqual([...up]);
  });
});

describe('bytes that are no frame', () => {
  const frame = encodeUp(Frame.ping, { t: 1 });

  it.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a head without a body', frame.subarray(0, 2)],
    ['half a frame', frame.subarray(0, frame.length - 1)],
    ['another message of Colyseus', Uint8Array.of(13, ...frame.subarray(1))],
    ['two frames in one', Uint8Array.of(...frame, ...frame)],
    ['broken UTF-8', Uint8Array.of(ROOM_DATA, Frame.ping, 0x22, 0xc3, 0x28, 0x22)],
    ['a surrogate in UTF-8', Uint8Array.of(ROOM_DATA, Frame.ping, 0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['a message type as a string', Uint8Array.of(ROOM_DATA, 0xa4, ...utf8.encode('ping'))],
  ])('%s', (_title, bytes) => {
    expect(decode(bytes)).toBeNull();
  });

  it('never throw', () => {
    const garbage = fc.uint8Array({ maxLength: 200 });
    const headed = fc.tuple(fc.nat(255), garbage).map(([type, rest]) => Uint8Array.of(ROOM_DATA, type, ...rest));
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.nat(255)).map(([json, where, byte]) => {
      const bytes = utf8.encode(frameOf(Frame.command, json));
      bytes[where % bytes.length] = byte;
      return bytes;
    });
    fc.assert(fc.property(fc.oneof(garbage, headed, damaged), (bytes) => { expect(() => decode(bytes)).not.toThrow(); }), { numRuns: 6_000 });
  });

  it('may nest as deep as a frame is long', () => {
    const deep = utf8.encode(frameOf(Frame.command, '['.repeat(60_000)));
    expect(decode(deep)).toBeNull();
    expect(decode(utf8.encode(frameOf(Frame.command, '['.repeat(30_000) + ']'.repeat(30_000))))).not.toBeNull();
  });
});

describe('narrowing', () => {
  it('goes by the type', () => {
    expect(isDown({ type: Frame.pong, payload: { t: 1 } }, Frame.pong)).toBe(true);
    expect(isDown({ type: Frame.pong, payload: { t: 1 } }, Frame.ack)).toBe(false);
    expect(isDown({ type: 63, payload: null }, Frame.ack)).toBe(false);
  });
});
