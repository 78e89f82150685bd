export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Of a picture as it is shown, px, from its first bytes; nothing where they do not say. */
export function sizeOfPicture(type: string, head: Buffer): PictureSize | undefined {
  try {
    const size = readers[type]?.(head);
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // it ends before its size
    throw error;
  }
}

const readers: Readonly<Record<string, (head: Buffer) => PictureSize | undefined>> = {
  'image/png': (head) => ({ width: head.readUInt32BE(16), height: head.readUInt32BE(20) }),
  'image/gif': (head) => ({ width: head.readUInt16LE(6), height: head.readUInt16LE(8) }),
  'image/webp': ofWebp,
  'image/jpeg': ofJpeg,
};

function ofWebp(head: Buffer): PictureSize | undefined {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ': return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default: return undefined;
  }
}

const EXIF = 0xe1;
/** Start of a frame of any coding; the numbers between are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Turned by a quarter: browsers show it upright. */
const isLying = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

function ofJpeg(head: Buffer): PictureSize | undefined {
  let lying = false;
  for (let at = 2; head.readUInt8(at) === 0xff;) {
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    const length = head.readUInt16BE(at + 2);
    if (marker === EXIF) lying = isLying(orientationIn(head.subarray(at + 4, at + 2 + length)));
    if (isFrame(marker)) {
      const [height, width] = [head.readUInt16BE(at + 5), head.readUInt16BE(at + 7)];
      return lying ? { width: height, height: width } : { width, height };
    }
    at += 2 + length;
  }
  return undefined;
}

const ORIENTATION = 0x0112;

/** 1 to 8, or 0 where a camera has not said. */
function orientationIn(exif: Buffer): number {
  if (exif.toString('latin1', 0, 6) !== 'Exif\0\0') return 0;
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  try {
    const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    const entries = short(directory);
    for (let entry = directory + 2; entry < directory + 2 + 12 * entries; entry += 12) if (short(entry) === ORIENTATION) return short(entry + 8);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 0;
}
