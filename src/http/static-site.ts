import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HeaderValue } from '../transport/http.ts';
import { onceDone } from '../once-done.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

/** As in `content-encoding`, the smallest first. */
const encodings = ['br', 'gzip'] as const;
type Encoding = (typeof encodings)[number];
/** How a file is made smaller. */
export type Packers = Readonly<Record<Encoding, (plain: Buffer) => Promise<Buffer>>>;

/** One file of a client's build, in memory. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content: browsers may keep it for ever. */
  readonly immutable: boolean;
  readonly plain: Buffer;
  /** Done when it is first asked for, so that the first visitor waits for nothing that they do not load. Null where it makes nothing smaller. */
  packed(encoding: Encoding): Promise<Buffer | null>;
}

/** The files of a folder by their path in it, with slashes. What is not in the map does not exist: no path leads out. */
export type StaticSite = ReadonlyMap<string, Asset>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.avif': 'image/avif', '.ico': 'image/x-icon',
  '.woff2': 'font/woff2', '.mp3': 'audio/mpeg', '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(?:text\/|application\/|image\/svg)/;
/** What the bundler writes: `assets/index-B5y6RVAV.js`. */
const hashedName = /^assets\/.*-[\w-]{8}\.\w+$/;
/** Quality 6 of 11: within 3% of the best, 20 times as fast. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

const [compressBrotli, compressGzip] = [promisify(brotliCompress), promisify(gzip)];
const zlib: Packers = { br: (plain) => compressBrotli(plain, brotliOptions), gzip: (plain) => compressGzip(plain, { level: 9 }) };

/** Reads a folder into memory. Null when it is not there or empty: that client was not built. Names with a leading dot stay out. */
export async function loadSite(folder: string, packers = zlib): Promise<StaticSite | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const site = new Map<string, Asset>();
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    if (entry.isFile() && !path.split('/').some((part) => part.startsWith('.'))) site.set(path, await loadAsset(file, path, packers));
  }
  return site.size === 0 ? null : site;
}

const loadAsset = async (file: string, path: string, packers: Packers): Promise<Asset> =>
  assetOf({ plain: await readFile(file), type: types[extname(path).toLowerCase()] ?? 'application/octet-stream', immutable: hashedName.test(path) }, packers);

export function assetOf({ immutable, plain, type }: Pick<Asset, 'immutable' | 'plain' | 'type'>, packers = zlib): Asset {
  const pack = async (encoding: Encoding): Promise<Buffer | null> => {
    if (!compressible.test(type)) return null;
    const packed = await packers[encoding](plain);
    return packed.length < plain.length ? packed : null;
  };
  const done = { br: onceDone(() => pack('br')), gzip: onceDone(() => pack('gzip')) };
  return {
    type,
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    immutable,
    plain,
    packed: (encoding) => done[encoding](),
  };
}

/** The asset, or 304 for who has it. `headers` come on top: a 304 renews them too. */
export async function serveAsset(request: Pick<HttpRequest, 'headers'>, asset: Asset, headers: Readonly<Record<string, HeaderValue>> = {}): Promise<HttpResponse> {
  const common = {
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: asset.etag,
    vary: 'accept-encoding',
    ...headers,
  };
  if (matches(request.headers['if-none-match'], asset.etag)) return { status: 304, headers: common };
  const { encoding, body } = await bestEncoding(asset, request.headers['accept-encoding'] ?? '');
  return { headers: { 'content-type': asset.type, ...encoding, ...common }, body };
}

const matches = (condition: string | undefined, etag: string): boolean =>
  condition !== undefined && condition.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*');

async function bestEncoding(asset: Asset, accepted: string): Promise<{ encoding: Readonly<Record<string, string>>; body: Buffer }> {
  for (const encoding of encodings) {
    const body = takes(accepted, encoding) ? await asset.packed(encoding) : null;
    if (body !== null) return { encoding: { 'content-encoding': encoding }, body };
  }
  return { encoding: {}, body: asset.plain };
}

const named: Readonly<Record<Encoding, RegExp>> = { br: /\bbr\b(?!;\s*q=0(?:\.0*)?(?:,|$))/, gzip: /\bgzip\b(?!;\s*q=0(?:\.0*)?(?:,|$))/ };
const takes = (accepted: string, encoding: Encoding): boolean => named[encoding].test(accepted);
