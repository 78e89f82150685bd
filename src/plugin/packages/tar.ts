import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RefusalError } from '#domain/errors.ts';

/** Of all that an archive unpacks to, bytes: it is refused as soon as there would be more. */
const MAX_UNPACKED = 16 << 20;
const MAX_FILES = 1_000;
const MAX_PATH = 200;
const BLOCK = 512;

/** Types of entries, as a header has them. */
const FILE = new Set(['0', '\0']);
const FOLDER = '5';
const PAX = 'x';
const PAX_GLOBAL = 'g';

/**
 * The files of a .tgz by their paths below its one top folder. Reads ustar with pax paths, which is what npm writes; refuses links,
 * devices and whatever leads out of the folder, with `package.invalid`.
 */
export async function unpack(archive: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await promisify(gunzip)(archive, { maxOutputLength: MAX_UNPACKED }).catch((error: NodeJS.ErrnoException) => {
    throw invalid(error.code === 'ERR_BUFFER_TOO_LARGE' ? `it unpacks to more than ${MAX_UNPACKED} bytes` : 'it is no .tgz archive');
  });
  const files = new Map<string, Buffer>();
  let pax: Pax = {};
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    // Nothing but zeros: the end.
    if (header.every((byte) => byte === 0)) break;
    if (numberIn(header, 148, 8) !== sumOf(header)) throw invalid('a header is damaged');
    const size = numberIn(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const body = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (body.length < size) throw invalid('it breaks off');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === PAX) {
      pax = paxOf(body);
      continue;
    }
    if (pax.size !== undefined && pax.size !== size) throw invalid('a header is damaged');
    const path = pax.path ?? [textIn(header, 345, 155), textIn(header, 0, 100)].filter((part) => part !== '').join('/');
    pax = {};
    if (type === PAX_GLOBAL || type === FOLDER) continue;
    if (!FILE.has(type)) throw invalid(`${shown(path)} is a link, or no file`);
    const inner = innerPath(path);
    if (files.has(inner)) throw invalid(`${shown(path)} is there twice`);
    if (files.size >= MAX_FILES) throw invalid(`it has more than ${MAX_FILES} files`);
    files.set(inner, body);
  }
  return files;
}

/** Without the top folder, which npm calls `package` and others as they like. */
function innerPath(path: string): string {
  const parts = path.split('/');
  const bad = path.length > MAX_PATH || path.includes('\\') || path.includes('\0') || parts.length < 2 || parts.some((part) => part === '' || part === '.' || part === '..');
  if (bad) throw invalid(`${shown(path)} is no path in a package`);
  return parts.slice(1).join('/');
}

interface Pax {
  readonly path?: string;
  readonly size?: number;
}

/** Records of `<length> <key>=<value>\n`. */
function paxOf(body: Buffer): Pax {
  let pax: Pax = {};
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length < 5 || at + length > body.length) throw invalid('a header is damaged');
    const [key = '', ...value] = body.toString('utf8', space + 1, at + length - 1).split('=');
    if (key === 'path') pax = { ...pax, path: value.join('=') };
    if (key === 'size') pax = { ...pax, size: Number(value.join('=')) };
    if (key === 'linkpath') throw invalid('it has links');
    at += length;
  }
  return pax;
}

const textIn = (header: Buffer, at: number, length: number): string => header.toString('utf8', at, at + length).replace(/\0.*$/s, '');

function numberIn(header: Buffer, at: number, length: number): number {
  const text = header.toString('latin1', at, at + length).replaceAll(/[\0 ]/g, '');
  if (!/^[0-7]{1,11}$/.test(text)) throw invalid('a header is damaged');
  return Number.parseInt(text, 8);
}

/** Of a header, its own checksum taken for spaces. */
const sumOf = (header: Buffer): number => header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);

const shown = (path: string): string => JSON.stringify(path.slice(0, 100));

export const invalid = (reason: string): RefusalError => new RefusalError('package.invalid', { reason });
