import { expect, it } from 'vitest';
import { encode, FrameReader } from '../../plugins/bus/stomp/frame.ts';

const MAX = 100;
const frames = (...chunks: (Buffer | string)[]) => {
  const reader = new FrameReader(MAX);
  return chunks.flatMap((chunk) => reader.push(Buffer.from(chunk)));
};

it('reads what it wrote, whatever is in it', () => {
  const headers = { destination: '/queue/a', 'a:b\\c': 'one\r\ntwo:\\n' };
  const [frame] = frames(encode('SEND', headers, 'zero \0, ä, 会客厅'));
  expect(frame).toMatchObject({ command: 'SEND', body: 'zero \0, ä, 会客厅' });
  expect({ ...frame!.headers }).toMatchObject(headers);
});

it('puts a frame together from single bytes, and takes two at once', () => {
  const bytes = Buffer.concat([encode('RECEIPT', { 'receipt-id': '1' }), Buffer.from('\n\n'), encode('MESSAGE', { ack: '2' }, 'hello')]);
  const one = frames(...[...bytes].map((byte) => Buffer.of(byte)));
  expect(one).toEqual(frames(bytes));
  expect(one.map(({ body, command }) => [command, body])).toEqual([['RECEIPT', ''], ['MESSAGE', 'hello']]);
});

it('reads line ends of either kind, a body that only a NUL ends, and the first of two headers', () => {
  const [frame] = frames('MESSAGE\r\nack:1\r\nack:2\r\n\r\nhello\0');
  expect(frame).toMatchObject({ body: 'hello', headers: { ack: '1' } });
});

it.each([['of a length that it names', true], ['without one', false]])('reads over a body %s that is too long, and goes on behind it', (_, named) => {
  const long = Buffer.alloc(10 * MAX, 'x');
  const head = `MESSAGE\nack:1\n${named ? `content-length:${long.length}\n` : ''}\n`;
  const rest = Buffer.concat([Buffer.of(0), encode('RECEIPT', { 'receipt-id': '1' })]);
  const parts = [Buffer.from(head), ...Array.from({ length: 10 }, (_unused, i) => long.subarray(i * MAX, (i + 1) * MAX)), rest];
  for (const chunks of [parts, [Buffer.concat(parts)]]) {
    expect(frames(...chunks).map(({ body, command }) => [command, body])).toEqual([['MESSAGE', null], ['RECEIPT', '']]);
  }
});

it.each([
  ['a head without end', 'x'.repeat(70_000)],
  ['a header without a value', 'MESSAGE\nack\n\n\0'],
  ['a length that is none', 'MESSAGE\ncontent-length:-1\n\n\0'],
  ['a body that is longer than it says', 'MESSAGE\ncontent-length:1\n\nhello\0'],
])('refuses %s', (_, text) => {
  expect(() => frames(text)).toThrow();
});

it('takes no header for a property of every object', () => {
  const [frame] = frames('MESSAGE\n__proto__:x\n\n\0');
  expect(frame!.headers['constructor']).toBeUndefined();
  expect(Object.getOwnPropertyNames(frame!.headers)).toContain('__proto__');
});
