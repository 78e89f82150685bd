import { RefusalError } from '#domain/errors.ts';

/** Calls of a ctx whose argument or answer has `bytes`, which JSON has not: on the pipe they are base64 under the same name. */
const CARRIERS: ReadonlySet<string> = new Set(['files.keep', 'files.read', 'http.request']);

/** In one frame, so that with base64 it stays well below what a frame may be. */
const MAX_CARRIED = 2 << 20;

export const carriesBytes = (path: readonly string[] | undefined): boolean => path !== undefined && CARRIERS.has(path.join('.'));

const hasBytes = (value: unknown): value is { readonly bytes: unknown } => typeof value === 'object' && value !== null && 'bytes' in value;

/** For the pipe. Refuses with `file.too-large`. */
export function packed(value: unknown): unknown {
  if (!hasBytes(value) || !(value.bytes instanceof Uint8Array)) return value;
  const { bytes } = value;
  if (bytes.length > MAX_CARRIED) throw new RefusalError('file.too-large', { max: MAX_CARRIED });
  return { ...value, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

/** From the pipe. What is no text stays what it is, for the call to refuse. */
export const unpacked = (value: unknown): unknown => (hasBytes(value) && typeof value.bytes === 'string' ? { ...value, bytes: new Uint8Array(Buffer.from(value.bytes, 'base64')) } : value);
