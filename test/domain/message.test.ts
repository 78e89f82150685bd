import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBody, MAX_TEXT, previewOf } from '#domain/message.ts';

const code = (kind: unknown, body: unknown): unknown => {
  const checked = checkBody(kind, body);
  return 'code' in checked ? checked.code : checked;
};

describe('the body of a message', () => {
  it('is kept as it was written, of its known fields', () => {
    expect(code('text', { text: '  你好 👋\n', html: '<b>' })).toEqual({ text: '  你好 👋\n' });
  });

  it.each([['a kind', 'video', { text: 'x' }], ['no kind', undefined, { text: 'x' }]])('%s that it does not know is malformed', (_title, kind, body) => {
    expect(checkBody(kind, body)).toEqual({ code: 'command.malformed', meta: { field: 'kind' } });
  });

  it.each([null, undefined, 'text', 7, [], {}, { text: 7 }, { text: null }, { text: ['x'] }])('%j is malformed', (body) => {
    expect(checkBody('text', body)).toEqual({ code: 'command.malformed', meta: { field: 'body' } });
  });

  it.each(['', ' ', '\n\t\r\n', '\u00a0\u3000\ufeff'])('%j is empty', (text) => {
    expect(code('text', { text })).toBe('message.empty');
  });

  it('ends at the length limit', () => {
    expect(code('text', { text: 'x'.repeat(MAX_TEXT) })).toEqual({ text: 'x'.repeat(MAX_TEXT) });
    expect(checkBody('text', { text: 'x'.repeat(MAX_TEXT + 1) })).toEqual({ code: 'message.too-long', meta: { max: MAX_TEXT } });
  });

  it('has no lone surrogate', () => {
    expect(code('text', { text: 'a\ud83d' })).toEqual({ text: 'a\ufffd' });
    expect(code('text', { text: '\udc4bb' })).toEqual({ text: '\ufffdb' });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0x20, 0x61, 0x4f60, 0xd83d, 0xdc4b)), (units) => {
        const text = String.fromCharCode(...units);
        const checked = checkBody('text', { text });
        return 'code' in checked ? text.trim() === '' : checked.text.isWellFormed() && checked.text.length === text.length;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the preview of a message', () => {
  it.each([
    ['one line', 'one line'],
    ['first\nsecond', 'first'],
    ['\n\n  first\nsecond', 'first'],
  ])('%j shows as %j', (text, line) => {
    expect(previewOf('text', { text })).toBe(line);
  });

  it('never cuts a character in half', () => {
    expect(previewOf('text', { text: 'ab👋' }, 3)).toBe('ab');
    expect(previewOf('text', { text: 'a👋b' }, 3)).toBe('a👋');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, max) => {
        const line = previewOf('text', { text }, max);
        return line.isWellFormed() && line.length <= max && text.trimStart().startsWith(line) && !line.includes('\n');
      }),
      { numRuns: 2_000 },
    );
  });
});
