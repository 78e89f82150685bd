import { inflateRawSync } from 'node:zlib';

/** Why an archive is not read. */
export type ZipProblem = 'archive.zip' | 'archive.large' | 'archive.path';

export interface ZipLimits {
  /** Bytes of the archive, of all that is in it, and how many files. */
  readonly archiveBytes: number;
  readonly unpackedBytes: number;
  readonly files: number;
}

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const STORED = 0;
const DEFLATED = 8;
/** A comment of an archive is no longer than that. */
const MOST_COMMENT = 65_535;

/**
 * The files at the top of a zip archive (APPNOTE 6.3), by name; folders are left out. What an archive says of its sizes is not believed:
 * unpacking stops where the limit is.
 */
export function unzip(bytes: Uint8Array, limits: ZipLimits): ReadonlyMap<string, Uint8Array> | ZipProblem {
  if (bytes.length > limits.archiveBytes) return 'archive.large';
  try {
    return read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), limits);
  } catch (error) {
    // Of zlib, or of a place that is outside of the archive.
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'archive.large' : 'archive.zip';
  }
}

function read(zip: Buffer, limits: ZipLimits): ReadonlyMap<string, Uint8Array> | ZipProblem {
  const end = findEnd(zip);
  if (end < 0) return 'archive.zip';
  const count = zip.readUInt16LE(end + 10);
  if (count > limits.files) return 'archive.large';
  const files = new Map<string, Uint8Array>();
  let at = zip.readUInt32LE(end + 16);
  let left = limits.unpackedBytes;
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== ENTRY) return 'archive.zip';
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (!isPath(name)) return 'archive.path';
    if (!name.includes('/')) {
      const file = unpack(zip, at, left);
      if (file === undefined || files.has(name)) return 'archive.zip';
      left -= file.length;
      files.set(name, file);
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

/** Where the last record begins: from the end, as a comment may follow it. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - MOST_COMMENT); at--) if (zip.readUInt32LE(at) === END) return at;
  return -1;
}

function unpack(zip: Buffer, entry: number, left: number): Uint8Array | undefined {
  const [isEncrypted, method, packed] = [(zip.readUInt16LE(entry + 8) & 1) === 1, zip.readUInt16LE(entry + 10), zip.readUInt32LE(entry + 20)];
  const local = zip.readUInt32LE(entry + 42);
  if (isEncrypted || zip.readUInt32LE(local) !== LOCAL) return undefined;
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (from + packed > zip.length) return undefined;
  const data = zip.subarray(from, from + packed);
  if (method === DEFLATED) return inflateRawSync(data, { maxOutputLength: Math.max(1, left) });
  if (method !== STORED || data.length > left) return undefined;
  return data;
}

/** Relative, and not above where it is unpacked. */
const isPath = (name: string): boolean => name !== '' && !name.startsWith('/') && !/[\\\0:]/.test(name) && !name.split('/').includes('..');
