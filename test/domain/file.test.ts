import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFile, fileName, kindOfFile, MAX_FILE_NAME } from '#domain/file.ts';
import { checkBody, previewOf } from '#domain/message.ts';

const file = { id: 'a'.repeat(32), name: 'cat.png', type: 'image/png', size: 9 };

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'], ['C:\\Users\\anna\\photo.jpg', 'photo.jpg'], ['.htaccess', 'htaccess'], ['..', 'file'], ['', 'file'], ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['exe\u202egpj.scr', 'exegpj.scr'], ['报告 2026.pdf', '报告 2026.pdf'], ['  x  ', 'x'], ['/', 'file'],
  ])('of %j is %j', (given, name) => expect(fileName(given)).toBe(name));

  it('is cut before its extension, and stays what it is', () => {
    expect(fileName(`${'x'.repeat(300)}.jpeg`)).toBe(`${'x'.repeat(MAX_FILE_NAME - 5)}.jpeg`);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = fileName(text);
      return name.length > 0 && name.length <= MAX_FILE_NAME && name.isWellFormed() && fileName(name) === name && !/[/\\]/.test(name);
    }));
  });
});

describe('a message about a file', () => {
  it('has the file, and a caption or none', () => {
    expect(checkBody('image', { text: '', file: { ...file, width: 3, height: 2, html: '<b>' } })).toEqual({ text: '', file: { ...file, width: 3, height: 2 } });
    expect(checkBody('file', { text: ' look ', file })).toEqual({ text: ' look ', file });
    expect(checkBody('voice', { text: ' \n', file: { ...file, durationMs: 900 } })).toEqual({ text: '', file: { ...file, durationMs: 900 } });
  });

  it.each([
    [undefined], [null], [[]], ['a'.repeat(32)], [{ ...file, id: '../x' }], [{ ...file, id: 'A'.repeat(32) }], [{ ...file, name: '../x' }], [{ ...file, name: 'x'.repeat(121) }],
    [{ ...file, type: 'image/png\r\nx: y' }], [{ ...file, type: 7 }], [{ ...file, size: 0 }], [{ ...file, size: -1 }], [{ ...file, size: 1.5 }], [{ ...file, size: '9' }],
  ])('is malformed with the file %j', (bad) => expect(checkBody('file', { text: '', file: bad })).toEqual({ code: 'command.malformed', meta: { field: 'file' } }));

  it('forgets sizes that no picture has', () => {
    for (const width of [0, -1, 1e9, '3', Number.NaN]) expect(checkFile({ ...file, width, height: 2 })).toEqual(file);
  });

  it('is shown in lists by its caption, and a file by its name', () => {
    expect([previewOf('image', { text: 'our cat', file }), previewOf('image', { text: '', file }), previewOf('file', { text: 'look', file }), previewOf('text', { text: 'hi' })]).toEqual(['our cat', '', 'cat.png', 'hi']);
  });
});

it('a file goes as a picture or a recording only where it is one that can be shown', () => {
  const kinds = [
    { type: 'image/png', width: 3, height: 2 }, { type: 'image/png' }, { type: 'image/png', width: 60_000, height: 60_000 }, { type: 'image/svg+xml', width: 3, height: 2 },
    { type: 'audio/mpeg' }, { type: 'video/mp4' }, { type: 'text/html' },
  ].map(kindOfFile);
  expect(kinds).toEqual(['image', 'file', 'file', 'file', 'voice', 'file', 'file']);
});
