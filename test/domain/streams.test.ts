import { describe, expect, it } from 'vitest';
import { admit, advance, findStream, MAX_STREAMS, parseCommandId } from '#domain/streams.ts';
import type { StreamPosition } from '#domain/state.ts';

describe('a command id', () => {
  it('is a stream and a number from 1', () => {
    expect(parseCommandId('tab_0-Zz9:17')).toEqual({ stream: 'tab_0-Zz9', number: 17 });
  });

  it.each([
    '', ':1', 'short:1', 'stream-01', 'stream-01:', 'stream-01:0', 'stream-01:01', 'stream-01:-1', 'stream-01:1.5', 'stream-01:1e3',
    'stream 01:1', 'stream-01:1:2', 'stream-01:1\n', `${'x'.repeat(41)}:1`, 'stream-01:1234567890123456', 'ströme-01:1',
  ])('%j is none', (id) => {
    expect(parseCommandId(id)).toBeNull();
  });

  it('counts without loss', () => {
    expect(Number.isSafeInteger(parseCommandId('stream-01:999999999999999')?.number)).toBe(true);
  });
});

describe('admission', () => {
  it.each([
    [0, 1, 0, 'next'],
    [4, 5, 4, 'next'],
    [4, 4, 3, 'duplicate'],
    [4, 2, 0, 'duplicate'],
    [4, 6, 5, 'gap'],
    [4, 6, 4, 'next'],
    [4, 6, 0, 'next'],
    [0, 1, 1, 'gap'],
    [4, 6, 7, 'gap'],
  ] as const)('after %i, number %i with previous %i: %s', (last, number, previous, expected) => {
    expect(admit(last, number, previous)).toBe(expected);
  });
});

describe('positions of streams', () => {
  const filled = (count: number): readonly StreamPosition[] => {
    let streams: readonly StreamPosition[] = [];
    for (let i = 1; i <= count; i++) streams = advance(streams, `stream-${i}:1`, 'v_vera');
    return streams;
  };

  it('advance with each command taken', () => {
    const once = advance([], 'stream-01:1', 'v_vera');
    expect(once).toEqual([{ stream: 'stream-01', by: 'v_vera', last: 1 }]);
    expect(advance(once, 'stream-01:4', 'v_vera')).toEqual([{ stream: 'stream-01', by: 'v_vera', last: 4 }]);
    expect(once).toEqual([{ stream: 'stream-01', by: 'v_vera', last: 1 }]);
  });

  it('are bounded', () => {
    expect(filled(MAX_STREAMS)).toHaveLength(MAX_STREAMS);
    expect(filled(MAX_STREAMS + 1)).toHaveLength(MAX_STREAMS);
    expect(findStream(filled(MAX_STREAMS + 1), 'stream-1')).toBeUndefined();
  });

  it('forget the stream that has been silent for longest, not the oldest', () => {
    const streams = advance(advance(filled(MAX_STREAMS), 'stream-1:2', 'v_vera'), 'newcomer:1', 'v_vera');
    expect(findStream(streams, 'stream-1')).toEqual({ stream: 'stream-1', by: 'v_vera', last: 2 });
    expect(findStream(streams, 'stream-2')).toBeUndefined();
  });
});
