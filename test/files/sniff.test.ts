import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShowable } from '#domain/file.ts';
import { HEAD, sniff } from '#desk/files/sniff.ts';
import { computingMs } from '../support/stopwatch.ts';
import { jpeg, png } from './support.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const webp = (rest: string): Buffer => latin(`RIFF\0\0\0\0WEBP${rest}`);

describe('what a file is', () => {
  it.each<[string, Buffer, string | undefined, object]>([
    ['a PNG', png(40, 30), undefined, { type: 'image/png', width: 40, height: 30 }],
    ['a PNG that is called a page', png(40, 30), 'text/html', { type: 'image/png', width: 40, height: 30 }],
    ['a GIF', latin('GIF89a\x05\x00\x04\x00'), undefined, { type: 'image/gif', width: 5, height: 4 }],
    ['a JPEG', jpeg(40, 30), undefined, { type: 'image/jpeg', width: 40, height: 30 }],
    ['a JPEG that lies on its side', jpeg(40, 30, 6), undefined, { type: 'image/jpeg', width: 30, height: 40 }],
    ['a JPEG behind a large profile', jpeg(40, 30, 3, 200_000), undefined, { type: 'image/jpeg', width: 40, height: 30 }],
    ['a JPEG that breaks off', jpeg(40, 30).subarray(0, 20), undefined, { type: 'image/jpeg' }],
    ['a WebP', webp('VP8X\x0a\0\0\0\0\0\0\0\x63\0\0\x31\0\0'), undefined, { type: 'image/webp', width: 100, height: 50 }],
    ['a lossless WebP', webp('VP8L\0\0\0\0/\x63\x40\x0c\0'), undefined, { type: 'image/webp', width: 100, height: 50 }],
    ['an MP3', latin('ID3\x04'), undefined, { type: 'audio/mpeg' }],
    ['an MP3 without a tag', latin('\xff\xfb\x90\x00'), undefined, { type: 'audio/mpeg' }],
    ['an AAC', latin('\xff\xf1\x50\x80'), undefined, { type: 'audio/aac' }],
    ['a voice message of WeChat', latin('#!AMR\n'), 'audio/mpeg', { type: 'audio/amr' }],
    ['a film', latin('\0\0\0\x20ftypisom'), undefined, { type: 'video/mp4' }],
    ['sound in a container', latin('\x1aE\xdf\xa3'), 'audio/webm;codecs=opus', { type: 'audio/webm' }],
    ['a film that is called a page', latin('\x1aE\xdf\xa3'), 'text/html', { type: 'video/webm' }],
    ['a table', latin('a,b\n1,2\n'), 'text/csv', { type: 'text/csv' }],
    ['nothing known', latin('\x01\x02'), undefined, { type: 'application/octet-stream' }],
    ['a type that is no type', latin('x'), 'text/plain\r\nx: y', { type: 'application/octet-stream' }],
  ])('%s', (_what, bytes, claimed, expected) => expect(sniff(bytes, claimed)).toEqual(expected));

  it.each(['image/svg+xml', 'image/png', 'IMAGE/PNG', 'image/x-anything', 'audio/mpeg', 'video/mp4'])('is never %s because its sender says so', (claimed) => {
    expect(sniff(latin('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), claimed)).toEqual({ type: 'application/octet-stream' });
  });

  it('is said of anything at all, and shown only with a signature', async () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, claimed) => {
      const { height, type, width } = sniff(Buffer.from(bytes), claimed);
      return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) && (width === undefined) === (height === undefined) && (!isShowable(type) || sniff(Buffer.from(bytes), undefined).type.split('/')[0] !== 'application');
    }));
    for (let length = 0; length < 300; length++) sniff(jpeg(40, 30, 6).subarray(0, length), undefined);
    expect(await computingMs(() => sniff(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(HEAD, 0xff)]), undefined))).toBeLessThan(500);
  });
});
