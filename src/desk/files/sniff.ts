import { UNKNOWN_TYPE, isMediaType, isShowable } from '#domain/file.ts';
import { sizeOfPicture, type PictureSize } from './picture-size.ts';

/** So much of a file is looked at, bytes: a JPEG's size stands behind its preview and its colour profile. */
export const HEAD = 256 << 10;

export interface Sniffed extends Partial<PictureSize> {
  readonly type: string;
}

interface Signature {
  readonly type: string;
  readonly at?: number;
  readonly bytes: Buffer;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The longer before the shorter. */
const SIGNATURES: readonly Signature[] = [
  { type: 'image/png', bytes: latin('\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', bytes: latin('\xff\xd8\xff') },
  { type: 'image/gif', bytes: latin('GIF87a') },
  { type: 'image/gif', bytes: latin('GIF89a') },
  { type: 'image/webp', at: 8, bytes: latin('WEBP') },
  { type: 'audio/wav', at: 8, bytes: latin('WAVE') },
  { type: 'audio/ogg', bytes: latin('OggS') },
  { type: 'audio/flac', bytes: latin('fLaC') },
  { type: 'audio/amr', bytes: latin('#!AMR') },
  { type: 'audio/mpeg', bytes: latin('ID3') },
  { type: 'audio/mp4', at: 4, bytes: latin('ftypM4A') },
  { type: 'video/mp4', at: 4, bytes: latin('ftyp') },
  { type: 'video/webm', bytes: latin('\x1aE\xdf\xa3') },
  { type: 'application/pdf', bytes: latin('%PDF-') },
];

const signed = (head: Buffer): string | undefined => SIGNATURES.find(({ at = 0, bytes }) => head.subarray(at, at + bytes.length).equals(bytes))?.type;

/** MPEG audio without a tag, and AAC in its own frames, begin with eleven or twelve bits that are set, and a layer. */
function framed(head: Buffer): string | undefined {
  const [first, second = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  return (second & 0x06) === 0 ? undefined : 'audio/mpeg';
}

/** Containers that carry sound alone or with pictures: which, only their sender says. */
const SOUND_IN: ReadonlyMap<string, string> = new Map([['video/webm', 'audio/webm'], ['video/mp4', 'audio/mp4']]);

/**
 * What a file is by its first bytes. What its sender calls it counts only where they say nothing and nobody would show it
 * for what it claims: no page and no drawing gets in as a picture.
 */
export function sniff(head: Buffer, claimed: string | undefined): Sniffed {
  const bare = claimed?.split(';')[0]?.trim().toLowerCase();
  const type = signed(head) ?? framed(head);
  if (type !== undefined) return { type: bare !== undefined && SOUND_IN.get(type) === bare ? bare : type, ...sizeOfPicture(type, head) };
  return { type: isMediaType(bare) && !isShowable(bare) && !bare.startsWith('image/') ? bare : UNKNOWN_TYPE };
}
