import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HeaderValue } from '../transport/http.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

/** One file of a client's build, in memory in every encoding that makes it smaller. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content: browsers may keep it for ever. */
  readonly immutable: boolean;
  readonly plain: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
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

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Reads a folder into memory. Null when it is not there or empty: that client was not built. Names with a leading dot stay out. */
export async function loadSite(folder: string): Promise<StaticSite | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const site = new Map<string, Asset>();
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    if (entry.isFile() && !path.split('/').some((part) => part.startsWith('.'))) site.set(path, await loadAsset(file, path));
  }
  return site.size === 0 ? null : site;
}

async function loadAsset(file: string, path: string): Promise<Asset> {
  const plain = await readFile(file);
  const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream';
  const smaller = (packed: Buffer): Buffer | null => (packed.length < plain.length ? packed : null);
  const pack = compressible.test(type);
  return {
    type,
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    immutable: hashedName.test(path),
    plain,
    gzip: pack ? smaller(await compressGzip(plain, { level: 9 })) : null,
    brotli: pack ? smaller(await compressBrotli(plain, brotliOptions)) : null,
  };
}

/** The asset, or 304 for who has it. `headers` come on top: a 304 renews them too. */
export function serveAsset(request: Pick<HttpRequest, 'headers'>, asset: Asset, headers: Readonly<Record<string, HeaderValue>> = {}): HttpResponse {
  const common = {
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: asset.etag,
    vary: 'accept-encoding',
    ...headers,
  };
  if (matches(request.headers['if-none-match'], asset.etag)) return { status: 304, headers: common };
  const { encoding, body } = bestEncoding(asset, request.headers['accept-encoding'] ?? '');
  return { headers: { 'content-type': asset.type, ...encoding, ...common }, body };
}

const matches = (condition: string | undefined, etag: string): boolean =>
  condition !== undefined && condition.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*');

function bestEncoding({ brotli, gzip, plain }: Asset, accepted: string): { encoding: Readonly<Record<string, string>>; body: Buffer } {
  if (brotli !== null && /\bbr\b(?!;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)) return { encoding: { 'content-encoding': 'br' }, body: brotli };
  if (gzip !== null && /\bgzip\b(?!;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)) return { encoding: { 'content-encoding': 'gzip' }, body: gzip };
  return { encoding: {}, body: plain };
}
